"""What the front page shows: the UN's asks in numbers, the latest progress, the next review."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import CityAction, ProgressUpdate
from cities.scope import LOCAL_REACH
from mechanisms.models import Country, Mechanism, Review
from search.charts import Bar, Part
from search.finding import finder
from search.next_review import NextReview, next_review
from search.numbers import answers, parts
from search.selection import Selection
from search.selection.parameters import NONE

LATEST_ENTRIES = 3
THEMES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class FrontPage:
    """Everything the front page prints beside its editorial text. Each number carries the list it counts."""

    today: date
    total: int
    figures: list[Part]
    counts_an_example: bool
    """Whether the last figure counts actions of a made-up city too."""
    answers: Bar | None
    answers_caption: str
    country: Country | None
    themes: list[Part]
    entries: list[ProgressUpdate]
    next_review: NextReview | None

    @property
    def has_example(self) -> bool:
        """Whether anything made up is shown."""
        return any(entry.assessor.city.is_example or entry.recommendation.is_example for entry in self.entries)


def front_page() -> FrontPage:
    """Gather the front page (15 queries: counts, and a few rows)."""
    everything = Selection()
    today = timezone.localdate()
    latest_upr = next((each for each in Review.objects.latest_completed() if _is_upr(each)), None)
    entries = ProgressUpdate.objects.public().on_standing_recommendations().latest_published_first()
    figures = _figures(everything, latest_upr)
    return FrontPage(
        today=today,
        total=figures[0].count,
        figures=figures,
        counts_an_example=CityAction.objects.public().of_examples().exists(),
        answers=answers(Selection(review=(latest_upr.key,))) if latest_upr else None,
        answers_caption=str(latest_upr.title) if latest_upr else "",
        country=latest_upr.country if latest_upr else None,
        themes=[part for part in parts(everything, "theme") if part.name != NONE][:THEMES_SHOWN],
        entries=list(entries[:LATEST_ENTRIES]),
        next_review=next_review(today),
    )


def _figures(everything: Selection, latest_upr: Review | None) -> list[Part]:
    searches = [(_("recommendations and concerns on record"), everything)]
    if latest_upr:
        title = _("in %(review)s, the latest one completed") % {"review": latest_upr.title}
        searches.append((title, Selection(review=(latest_upr.key,))))
    local = Selection(reach=tuple(str(reach) for reach in LOCAL_REACH))
    searches.append((_("that local government can act on"), local))
    searches.append((_("on which a city has an action on record"), Selection(action=("any",))))
    return [Part("", label, finder().total(each), each.url) for label, each in searches]


def _is_upr(review: Review) -> bool:
    return review.mechanism.kind == Mechanism.Kind.UPR
