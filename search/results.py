"""The results of a selection: how many, and one page of them ready to print.

    results = Results(selection)
    results.total            # all of them
    results.page             # a Django page of ids: .number, .has_next(), .paginator.num_pages
    results.rows             # [Row(recommendation, themes, states, places), ...]
    results.facets           # [Facet, ...]
    results.order            # in which they stand: "relevance" may have become "newest"

Cost: ``total`` 1 query (2 or 3 more with words), ``rows`` at most 5 more, whatever the page size; none at all while
there are problems.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch

from cities.models import ActionContribution, Assessor, City, CityAction, Implementation
from mechanisms.models import Country
from recommendations.models import Recommendation, RecommendingState, Theme
from recommendations.querysets import RecommendationQuerySet
from recommendations.repeats import Saying, said_also, saying_of
from search.facets import Facet, facet_names, presented
from search.finding import Answer, finder
from search.selection import Selection
from search.selection.parameters import PAGING_ENDS_AT


@dataclass
class Place:
    """One city on one record: the words of its assessors side by side, and its published actions."""

    city: City
    words: list[Implementation] = field(default_factory=list)
    actions: list[CityAction] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """One record of a page with all a card prints, fetched."""

    recommendation: Recommendation
    themes: list[Theme]
    states: list[Country]
    places: list[Place]
    said_also: list[Recommendation]
    """Other records that say the same, the oldest first."""

    @property
    def saying(self) -> Saying:
        """When the same was said also."""
        return saying_of(self.recommendation, self.said_also)

    @property
    def review_title(self) -> str:
        """What its review is called in the active language."""
        return self.recommendation.review.title

    @property
    def theme_labels(self) -> tuple[str, ...]:
        """What its themes are called in the active language."""
        return tuple(theme.label for theme in self.themes)

    @property
    def has_example(self) -> bool:
        """Whether anything made up stands in the row; its page then says so."""
        return self.recommendation.is_example or any(place.city.is_example for place in self.places)


class Results:
    """What a selection finds. Everything is worked out on first use and once, all of it from one answer.

    ``facets`` names those that will be wanted; by default all of them.
    """

    def __init__(self, selection: Selection, facets: Sequence[str] | None = None) -> None:
        self.selection = selection
        self.facet_names = facet_names(selection) if facets is None else facets

    @cached_property
    def answer(self) -> Answer:
        """The finder's answer."""
        return finder().answer(self.selection, self.facet_names)

    @property
    def total(self) -> int:
        """How many records are found, beyond the end of paging too."""
        return self.answer.total

    @property
    def order(self) -> str:
        """The order in force."""
        return self.answer.order

    @cached_property
    def page(self) -> Page:
        """The page asked for, or the last one there is; ``page.object_list`` holds ids."""
        pages = _Pages([], self.selection.per_page)
        pages.count = min(self.total, PAGING_ENDS_AT)
        number = min(self.selection.page, pages.num_pages)
        return Page(self.answer.ids, number, pages)

    @property
    def ends_early(self) -> bool:
        """Whether there are more records than pages show; an export has them all."""
        return self.total > PAGING_ENDS_AT

    @cached_property
    def rows(self) -> list[Row]:
        """The records of the page."""
        return fetched(self.answer.ids)

    @cached_property
    def facets(self) -> list[Facet]:
        """The facets with counts and links."""
        return presented(self.selection, self.answer.counts)


class _Pages(Paginator):
    """Pages of records whose number is known already."""

    count = 0


def fetched(ids: Sequence[int]) -> list[Row]:
    """Return these records in this order, with all that a card prints (five queries).

    A record that was withdrawn or merged since the ids were read is left out.
    """
    records = with_card_data(Recommendation.objects.public().filter(pk__in=ids)).in_bulk() if ids else {}
    return [row_of(records[pk]) for pk in ids if pk in records]


def with_card_data(records: RecommendationQuerySet) -> RecommendationQuerySet:
    """Fetch with the records what ``row_of`` reads: five queries for any number; one more where one repeats another."""
    words = Implementation.objects.select_related("city", "assessor").order_by("city__name", "assessor__kind", "pk")
    actions = ActionContribution.objects.filter(action__live=True).select_related("action__city")
    states = RecommendingState.objects.select_related("country").order_by("order")
    return (
        records.with_citation()
        .with_repetition()
        .prefetch_related(
            "themes",
            Prefetch("recommending", states),
            Prefetch("implementations", words),
            Prefetch("contributions", actions.order_by("action__city__name", "-action__starts_on", "pk")),
        )
    )


_SIDES = Assessor.Kind.values
"""The order in which the sides of a city speak: the city, the community, then independent bodies."""


def row_of(record: Recommendation) -> Row:
    """Gather a record fetched by ``with_card_data``; cities in the order of their names."""
    places: dict[int, Place] = {}
    for word in record.implementations.all():
        places.setdefault(word.city_id, Place(word.city)).words.append(word)
    for contribution in record.contributions.all():
        action = contribution.action
        places.setdefault(action.city_id, Place(action.city)).actions.append(action)
    for place in places.values():
        place.words.sort(key=lambda word: _SIDES.index(word.assessor.kind))
    ordered: Sequence[Place] = sorted(places.values(), key=lambda place: place.city.name)
    themes = sorted(record.themes.all(), key=lambda theme: theme.label)
    states = [made_by.country for made_by in record.recommending.all()]
    return Row(record, themes, states, list(ordered), said_also(record))
