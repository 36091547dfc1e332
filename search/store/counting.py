"""Counts of facets: for each value, how many records its link finds.

Counts are disjunctive: a facet ignores its own chosen values. Where all chosen values must hold ("match all"), a count
is what remains when the value joins them.
"""

from collections.abc import Iterable
from dataclasses import replace

from pyroaring import BitMap

from search.selection.parameters import BY_NAME, MANY
from search.store.conditions import Narrowing, Places

FACETS = (
    *("theme", "mechanism", "review", "city", "by", "status", "action", "position", "reach", "group", "state", "sdg"),
    *("kind", "country", "year"),
)
"""Every facet, in the order of the filter panel (UX.md §5)."""
PLACES = ("city", "by", "status", "action")

Counts = dict[str, int]


def counts(narrowing: Narrowing, names: Iterable[str]) -> dict[str, Counts]:
    """Return the counts of the facets named. Values that no record has may be left out but for those of places.

    Raises KeyError for a name that is no facet.
    """
    return {name: _of_places(narrowing, name) if name in PLACES else _of_values(narrowing, name) for name in names}


def _of_values(narrowing: Narrowing, name: str) -> Counts:
    selection = narrowing.selection
    matches_all = name in MANY and getattr(selection, f"match_{name}") == "all"
    among = narrowing.found if matches_all else narrowing.without(name)
    return {
        str(value): count for value, ids in _held(narrowing, name) if (count := among.intersection_cardinality(ids))
    }


def _held(narrowing: Narrowing, name: str) -> Iterable[tuple[str, BitMap]]:
    if name not in FACETS:
        raise KeyError(name)
    return narrowing.store.membership[name].items()


def _of_places(narrowing: Narrowing, name: str) -> Counts:
    """Ask for each value what its link asks: without this facet's own values, with this one."""
    among, asked = narrowing.without("places"), Places.of(narrowing.selection)
    counted: Counts = {}
    for value in narrowing.selection.vocabularies.entries(BY_NAME[name].vocabulary):
        ids = replace(asked, **{name: (value,)}).found(narrowing.store)  # type: ignore[arg-type]
        counted[value] = len(among) if ids is None else among.intersection_cardinality(ids)
    return counted
