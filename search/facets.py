"""Facets of a search: for each, its values with the number of records behind each link.

Counts are disjunctive: a facet ignores its own chosen values, so "Housing (41)" is what housing alone gives beside
all other filters; where all chosen values must hold ("match all"), it is what remains when the value joins them.
``FacetValue.url`` is the search that has exactly ``count`` results.

Counting is the finder's work; here the counts get their order, their labels and their links.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from search.finding import finder
from search.selection import Selection
from search.selection.parameters import BY_NAME, MANY, NONE, NOT_ASSESSED
from search.store.counting import FACETS

Counts = Mapping[str, int]


@dataclass(slots=True, unsafe_hash=True)
class FacetValue:
    """One value: what links write, how many records ``url`` finds, whether it is chosen or excluded.

    ``facet`` is the name of its facet, ``searched`` the search the facet belongs to. Label and address are worked out
    when they are printed: long lists have hundreds of values. Nobody changes one; it is not frozen, as making it would
    cost four times as much.
    """

    value: str
    count: int
    selected: bool
    excluded: bool
    facet: str
    searched: Selection = field(repr=False, compare=False)

    @property
    def label(self) -> str:
        """What people read."""
        return self.value if self.facet == "year" else self.searched.label(self.facet, self.value)

    @property
    def url(self) -> str:
        """The address of exactly these records."""
        if self.facet == "year":
            return self.searched.only(year_from=int(self.value), year_to=int(self.value)).url
        beside = getattr(self.searched, self.facet) if _matches_all(self.searched, self.facet) else ()
        return self.searched.only(**{self.facet: (*beside, self.value)}).url


@dataclass(frozen=True)
class Facet:
    """One facet: its parameter, its name in the active language, and all its values.

    Values of a scale stand in its order; others by count, zeros last; "none" at the end. ``match`` is "any" or "all",
    ``can_match_all`` whether the choice is offered.
    """

    name: str
    label: str
    values: list[FacetValue]
    match: str = "any"
    can_match_all: bool = False

    @property
    def selected(self) -> list[FacetValue]:
        """The chosen values."""
        return [value for value in self.values if value.selected]

    @property
    def excluded(self) -> list[FacetValue]:
        """The values left out."""
        return [value for value in self.values if value.excluded]


def facet_names(selection: Selection) -> list[str]:
    """Return the facets of a search: country only when one was asked for; none while the address has a problem."""
    return [] if selection.problems else [name for name in FACETS if name != "country" or selection.country]


def facet_counts(selection: Selection) -> list[Facet]:
    """Return every facet of a search with its counts. "Not assessed" comes only with a city."""
    return facets(selection, facet_names(selection))


def facets(selection: Selection, names: Iterable[str]) -> list[Facet]:
    """Return these facets of a search. Raises KeyError for a name that is no facet."""
    names = list(names)
    return presented(selection, finder().answer(selection, names).counts)


def facet(selection: Selection, name: str) -> Facet:
    """Return one facet; ``name`` is its parameter, or ``year``. Raises KeyError for a name that is no facet."""
    return facets(selection, [name])[0]


def presented(selection: Selection, counts: Mapping[str, Counts]) -> list[Facet]:
    """Return the facets that were counted, in the order of ``counts``."""
    return [_facet(selection, name, values) for name, values in counts.items()]


def _facet(selection: Selection, name: str, counts: Counts) -> Facet:
    if name == "year":
        years = sorted(counts.items(), reverse=True)
        return Facet(name, str(_("Year")), [_year_value(selection, year, count) for year, count in years if count])
    chosen = getattr(selection, name)
    excluded = getattr(selection, f"not_{name}") if name in MANY else ()
    values = [
        FacetValue(value, counts.get(value, 0), value in chosen, value in excluded, name, selection)
        for value in _offered(selection, name, counts)
    ]
    if name not in _SCALES:
        values.sort(key=lambda each: (each.value == NONE, -each.count))
    match = "all" if _matches_all(selection, name) else "any"
    return Facet(name, str(BY_NAME[name].label), values, match, name in MANY)


def _matches_all(selection: Selection, name: str) -> bool:
    return name in MANY and getattr(selection, f"match_{name}") == "all"


_SCALES = ("kind", "position", "reach", "by", "status", "action")
"""Facets whose values have an order of their own."""


def _offered(selection: Selection, name: str, counts: Counts) -> list[str]:
    """All values of the vocabulary that could have results, the chosen ones always; "none" where the field has it."""
    parameter = BY_NAME[name]
    offered = list(selection.vocabularies.entries(parameter.vocabulary))
    if name in ("mechanism", "review", "country", "sdg"):
        # A mechanism or review of another country, and an SDG target nobody named, would only be noise.
        offered = [value for value in offered if counts.get(value)]
    if name == "status" and not selection.city:
        offered.remove(NOT_ASSESSED)
    if parameter.has_none:
        offered.append(NONE)
    return offered + [value for value in getattr(selection, name) if value not in offered]


def _year_value(selection: Selection, value: str, count: int) -> FacetValue:
    chosen = (selection.year_from, selection.year_to) == (int(value), int(value))
    return FacetValue(value, count, chosen, excluded=False, facet="year", searched=selection)
