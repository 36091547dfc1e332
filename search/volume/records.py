"""Made-up records, written in bulk: reviews of the home country with documents, and recommendations in them.

Everything is marked as an example and its name begins with ``volume-``.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from mechanisms.models import Country, Document, Mechanism, Review
from recommendations.importers.staging import StagedRows, new_ids
from recommendations.models import AffectedGroup, Recommendation, RecommendationTheme, RecommendingState, SdgGoal, Theme
from recommendations.normalise import paragraph_order
from recommendations.signals import recommendations_imported
from search.volume.words import Words, speaks_of_race, speaks_of_rights

PREFIX = "volume-"
WOMEN, RACE = "discrimination-against-women", "racial-discrimination"
SHARE_ON_WOMEN, SHARE_ON_RACE, SHARE_ON_RIGHTS = 0.25, 0.016, 0.42
FIRST_YEAR, LAST_YEAR = 1994, 2026
PIECE = 20_000
_FIELDS = (
    "id", "slug", "review", "document", "paragraph", "part", "paragraph_order", "kind", "text", "text_language",
    "fingerprint", "summary_en", "summary_es", "position", "position_source", "reach", "can_do_en", "can_do_es",
    "action_category", "annotation_id", "published_on", "field_sources", "locked_fields", "withdrawn_reason",
    "is_example", "created_at", "updated_at",
)  # fmt: skip
_KINDS = ("recommendation",) * 60 + ("concern",) * 35 + ("other",) * 5
_POSITIONS = ("supported",) * 72 + ("noted",) * 26 + ("supported_in_part",) * 2
_REACHES = ("not_sorted",) * 70 + ("national_only",) * 18 + ("local_can_act",) * 11 + ("names_local",)


@dataclass(frozen=True)
class MadeUp:
    """One record before it is written; themes, groups, goals and States as keys."""

    text: str
    themes: list[int]
    groups: list[int]
    goals: list[int]
    states: list[int]


def generate(count: int, seed: int) -> None:
    """Write ``count`` records in one transaction and tell the rooms above. The same seed gives the same records."""
    dice = random.Random(seed)  # noqa: S311 - for variety, not for secrets
    with transaction.atomic():
        places = _reviews()
        rows = _Rows()
        made = _made_up(count, dice)
        for start, pk in enumerate(new_ids(Recommendation, count)):
            rows.add(pk, start, next(made), dice, places)
            if start % PIECE == PIECE - 1:
                rows.stage()
        rows.insert()
        recommendations_imported.send(sender=Recommendation, batch=None)


def _reviews() -> list[tuple[Review, Document]]:
    """Make a review by each treaty body and special procedure every few years, each with its document."""
    home = Country.objects.home()
    reviews, documents = [], []
    for mechanism in Mechanism.objects.exclude(kind=Mechanism.Kind.OTHER).order_by("slug"):
        if speaks_of_race(mechanism.short_name):
            # Its name is searched with each record.
            continue
        for year in range(FIRST_YEAR + len(mechanism.slug) % 5, LAST_YEAR, 5):
            key = f"{PREFIX}{mechanism.slug}-{year}"
            reviews.append(
                Review(key=key, mechanism=mechanism, country=home, year=year, state="completed", record="partial")
            )
            documents.append(
                Document(symbol=f"A/VOLUME/{mechanism.slug.upper()}/{year}", date=date(year, 6, 1), kind="report")
            )
    Review.objects.bulk_create(reviews, ignore_conflicts=True)
    made = {review.key: review for review in Review.objects.filter(key__startswith=PREFIX).select_related("mechanism")}
    for review, document in zip(reviews, documents, strict=True):
        document.review = made[review.key]
    Document.objects.bulk_create(documents, ignore_conflicts=True)
    found = Document.objects.filter(symbol__startswith="A/VOLUME/").select_related("review__mechanism")
    return [(document.review, document) for document in found.order_by("symbol") if document.review]


def _made_up(count: int, dice: random.Random) -> Iterator[MadeUp]:
    """Yield the records. What falls short of its share comes next, so that the shares hold at every length."""
    words = Words(dice)
    themes = {theme.slug: theme for theme in Theme.objects.order_by("slug")}
    labels = {theme.pk: f"{theme.name} {theme.label_es}" for theme in themes.values()}
    # What would pull the shares up beyond their measure is asked for by its share alone.
    others = [pk for pk, label in labels.items() if not speaks_of_race(label)]
    free = [pk for pk in others if pk not in (themes[WOMEN].pk, themes[RACE].pk)]
    quiet = [pk for pk in free if not speaks_of_rights(labels[pk])]
    groups = list(AffectedGroup.objects.order_by("slug"))
    quiet_groups = [group.pk for group in groups if not speaks_of_race(f"{group.name_en} {group.name_es}")]
    goals = list(SdgGoal.objects.order_by("number").values_list("pk", flat=True))
    states = list(Country.objects.order_by("iso3").values_list("pk", flat=True))
    women, race, rights = 0, 0, 0
    for made in range(1, count + 1):
        on_women = _is_due(dice, women, made, SHARE_ON_WOMEN)
        on_race = _is_due(dice, race, made, SHARE_ON_RACE)
        on_rights = _is_due(dice, rights, made, SHARE_ON_RIGHTS)
        women, race, rights = women + on_women, race + on_race, rights + on_rights
        chosen = dice.sample(free if on_rights else quiet, dice.choice((0, 1, 1, 2)) or (0 if on_women else 1))
        if on_women:
            chosen.append(themes[WOMEN].pk)
        if on_race:
            chosen.append(themes[RACE].pk)
        said = on_rights and not any(speaks_of_rights(labels[pk]) for pk in chosen)
        yield MadeUp(
            text=words.text(on_rights=said, on_race=on_race),
            themes=chosen,
            groups=dice.sample(quiet_groups, dice.choice((0, 0, 1, 1, 2))),
            goals=dice.sample(goals, dice.choice((0, 1, 1, 2))),
            states=dice.sample(states, dice.choice((1, 1, 1, 2))),
        )


def _is_due(dice: random.Random, had: int, made: int, share: float) -> bool:
    """Draw by chance, and correct what chance has done so far."""
    return dice.random() < min(1.0, max(0.0, share + (share * made - had) * 0.2))


class _Rows:
    """The rows of all tables, on their way into the database."""

    def __init__(self) -> None:
        links = Recommendation
        self._now = timezone.now()
        self._records = StagedRows(Recommendation, _FIELDS)
        self._themes = StagedRows(RecommendationTheme, ("content_object", "tag"))
        self._groups = StagedRows(links.groups.through, ("recommendation", "affectedgroup"))
        self._goals = StagedRows(links.sdg_goals.through, ("recommendation", "sdggoal"))
        self._states = StagedRows(RecommendingState, ("recommendation", "country", "order"))

    def add(
        self, pk: int, number: int, made: MadeUp, dice: random.Random, places: list[tuple[Review, Document]]
    ) -> None:
        """Take in one record."""
        review, document = places[number % len(places)]
        paragraph = str(number // len(places) + 1)
        is_upr = review.mechanism.kind == Mechanism.Kind.UPR
        kind = "recommendation" if is_upr else dice.choice(_KINDS)
        # Half of all records carry an answer, as in the export of all mechanisms, where most rows are of the UPR.
        position = dice.choice(_POSITIONS) if kind == "recommendation" else ""
        self._records.waiting.append(
            (
                pk, f"{PREFIX}{pk}", review.pk, document.pk, paragraph, "", paragraph_order(paragraph, ""), kind,
                made.text, "en", "", "", "", position, "", dice.choice(_REACHES), "", "", None, None, document.date,
                "{}", "[]", "", True, self._now, self._now,
            )
        )  # fmt: skip
        self._themes.waiting += [(pk, theme) for theme in made.themes]
        self._groups.waiting += [(pk, group) for group in made.groups]
        self._goals.waiting += [(pk, goal) for goal in made.goals]
        if is_upr or position:
            self._states.waiting += [(pk, state, order) for order, state in enumerate(made.states)]

    def _all(self) -> tuple[StagedRows, ...]:
        return self._records, self._themes, self._groups, self._goals, self._states

    def stage(self) -> None:
        """Move what waits out of memory."""
        for rows in self._all():
            rows.stage()

    def insert(self) -> None:
        """Write everything."""
        for rows in self._all():
            rows.insert()
            rows.drop()
