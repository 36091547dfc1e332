"""Which city does what about a recommendation, and how far it is, in whose word.

The words of different assessors stand side by side; nothing is merged, averaged or ranked, and silence is shown.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Prefetch

from cities.models import (
    ActionContribution,
    Assessor,
    City,
    CityAction,
    Implementation,
    ProgressReply,
    ProgressUpdate,
)
from cities.models.progress import ProgressUpdateQuerySet
from cities.progress.age import out_of_date_before
from recommendations.models import Recommendation

Row = TypeVar("Row")

SIDES_ALWAYS_SHOWN = (Assessor.Kind.LOCAL_GOVERNMENT, Assessor.Kind.COMMUNITY)


@dataclass(frozen=True, slots=True)
class Word:
    """One assessor's current word, and every published entry behind it, the newest first."""

    assessor: Assessor
    current: ProgressUpdate
    history: list[ProgressUpdate]
    may_be_out_of_date: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One side that looks at a city. No words: it is silent."""

    kind: Assessor.Kind
    words: list[Word]


@dataclass(frozen=True, slots=True)
class CityRow:
    """One city's deeds for a recommendation, and what each side says of how far it is."""

    city: City
    deeds: list[ActionContribution]
    sides: list[Side]

    @property
    def is_silent(self) -> bool:
        """Whether nobody has said a word."""
        return not any(side.words for side in self.sides)


def cities_on(recommendation: Recommendation) -> list[CityRow]:
    """Return every city with a published action or word on ``recommendation``, by name, examples last.

    Seven queries, however many cities: deeds, current words, entries, and the entries' evidence, actions, replies
    and corrections; two where nobody has said a word.
    """
    deeds = _by_city(
        ActionContribution.objects.filter(recommendation=recommendation, action__live=True)
        .select_related("action__city", "action__recorded_by")
        .order_by("action__starts_on", "action__id"),
        lambda deed: deed.action.city,
    )
    current = _by_city(
        Implementation.objects.filter(recommendation=recommendation).select_related("city", "assessor"),
        lambda implementation: implementation.city,
    )
    entries = entries_with_everything().filter(recommendation=recommendation) if current else []
    cities = sorted({**deeds, **current}, key=lambda city: (city.is_example, city.name, city.state))
    return [CityRow(city, deeds.get(city, []), _sides(current.get(city, []), entries)) for city in cities]


def entries_with_everything() -> ProgressUpdateQuerySet:
    """Return published entries, the newest first, with all that a page prints of them."""
    replies = ProgressReply.objects.select_related("assessor", "redaction")
    return (
        ProgressUpdate.objects.public()
        .select_related("assessor", "redaction", "corrects")
        .prefetch_related("evidence")
        .prefetch_related(Prefetch("actions", queryset=CityAction.objects.public().select_related("city")))
        .prefetch_related(Prefetch("replies", queryset=replies))
        .prefetch_related(Prefetch("corrections", queryset=ProgressUpdate.objects.public()))
        .latest_word_first()
    )


def _sides(implementations: list[Implementation], entries: Iterable[ProgressUpdate]) -> list[Side]:
    sides = []
    for kind in Assessor.Kind:
        words = [_word(each, entries) for each in implementations if each.assessor.kind == kind]
        if words or kind in SIDES_ALWAYS_SHOWN:
            sides.append(Side(kind, words))
    return sides


def _word(implementation: Implementation, entries: Iterable[ProgressUpdate]) -> Word:
    history = [entry for entry in entries if entry.assessor_id == implementation.assessor_id]
    current = next(entry for entry in history if entry.pk == implementation.current_id)
    is_old = current.as_of < out_of_date_before(implementation.city.today())
    return Word(implementation.assessor, current, history, is_old)


def _by_city(rows: Iterable[Row], city_of: Callable[[Row], City]) -> dict[City, list[Row]]:
    grouped: dict[City, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[city_of(row)].append(row)
    return dict(grouped)
