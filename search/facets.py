"""Facets of a search: for each, its values with the number of records behind each link.

Counts are disjunctive: a facet ignores its own chosen values, so "Housing (41)" is what housing alone gives beside
all other filters; where all chosen values must hold ("match all"), it is what remains when the value joins them.
``FacetValue.url`` is the search that has exactly ``count`` results.

Cost: one query a facet (two where "none" is counted apart, SDG four), whatever the number of values, and one for each
vocabulary not read before (SDG two).
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from recommendations.models import Recommendation, RecommendationTheme, RecommendingState
from recommendations.querysets import RecommendationQuerySet
from search.selection import Selection
from search.selection.filters import CONDITIONS, group_is, matching, places, sdg_is, state_is, theme_is
from search.selection.parameters import BY_NAME, MANY, NONE, NOT_ASSESSED

Counts = dict[str, int]


@dataclass(frozen=True)
class FacetValue:
    """One value: what links write, what people read, how many records ``url`` finds, whether it is chosen or excluded.

    ``searched`` is the search the facet belongs to, ``asked`` what the link changes in it.
    """

    value: str
    label: str
    count: int
    selected: bool
    excluded: bool
    searched: Selection = field(repr=False, compare=False)
    asked: Mapping[str, Any] = field(repr=False, compare=False)

    @property
    def url(self) -> str:
        """The address of exactly these records. Written only when printed: long lists have hundreds of values."""
        return self.searched.only(**self.asked).url


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


def facet_counts(selection: Selection) -> list[Facet]:
    """Return every facet in the order of the filter panel (UX.md §5); none while the address has a problem.

    Country comes only when a country was asked for, "not assessed" only with a city.
    """
    if selection.problems:
        return []
    names = [name for name in _COUNTERS if name != "country" or selection.country]
    return [facet(selection, name) for name in names]


def facet(selection: Selection, name: str) -> Facet:
    """Return one facet; ``name`` is its parameter, or ``year``. Raises KeyError for a name that is no facet."""
    counts = _COUNTERS[name](selection)
    if name == "year":
        return Facet(name, str(_("Year")), [_year_value(selection, year, count) for year, count in counts.items()])
    match = getattr(selection, f"match_{name}") if name in MANY else "any"
    values = [_value(selection, name, value, counts.get(value, 0)) for value in _offered(selection, name, counts)]
    if name not in _SCALES:
        values.sort(key=lambda each: (each.value == NONE, -each.count))
    label = str(BY_NAME[name].label)
    return Facet(name, label, values, match, name in MANY)


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


def _value(selection: Selection, name: str, value: str, count: int) -> FacetValue:
    chosen = getattr(selection, name)
    alone = (value,)
    if name in MANY and getattr(selection, f"match_{name}") == "all":
        alone = (*chosen, value)
    return FacetValue(
        value=value,
        label=selection.label(name, value),
        count=count,
        selected=value in chosen,
        excluded=name in MANY and value in getattr(selection, f"not_{name}"),
        searched=selection,
        asked={name: alone},
    )


def _year_value(selection: Selection, value: str, count: int) -> FacetValue:
    year = int(value)
    chosen = (selection.year_from, selection.year_to) == (year, year)
    asked = {"year_from": year, "year_to": year}
    return FacetValue(value, value, count, chosen, excluded=False, searched=selection, asked=asked)


# Counting


def _by_column(name: str, column: str, *, condition: str = "") -> Callable[[Selection], Counts]:
    """Count by a column of the record or of its review."""

    def count(selection: Selection) -> Counts:
        records = matching(selection, ignoring=condition or name)
        rows = records.values_list(F(column)).annotate(records=Count("pk")).order_by(F(column).desc())
        return {str(value): records for value, records in rows if value is not None}

    return count


def _by_condition(name: str, condition: str, one: Callable[[Selection, str], Q]) -> Callable[[Selection], Counts]:
    """Count by the very conditions that the links have, all in one query: right by construction, for few values."""

    def count(selection: Selection) -> Counts:
        values = _offered(selection, name, {})
        cases = {f"v{index}": Count("pk", filter=one(selection, value)) for index, value in enumerate(values)}
        totals = matching(selection, ignoring=condition).aggregate(**cases)
        return {value: totals[f"v{index}"] for index, value in enumerate(values)}

    return count


def _place_is(name: str) -> Callable[[Selection, str], Q]:
    return lambda selection, value: places(selection.only(**{name: value}))


def _positions(selection: Selection) -> Counts:
    def one(_selection: Selection, value: str) -> Q:
        return CONDITIONS["position"](Selection(position=(value,)))

    return _by_condition("position", "position", one)(selection)


def _records_for(selection: Selection, name: str) -> RecommendationQuerySet:
    """The records a value of a many-valued facet is counted among."""
    if getattr(selection, f"match_{name}") == "all":
        return matching(selection)
    return matching(selection, ignoring=name)


def _through(rows: object, key: str) -> Counts:
    """Count rows of a relation table by the key they point at."""
    counted = rows.values_list(key).annotate(records=Count("pk")).order_by()  # type: ignore[attr-defined]
    return {str(value): count for value, count in counted}


def _none(records: RecommendationQuerySet, without_any: Q) -> Counts:
    return {NONE: records.filter(without_any).count()}


def _themes(selection: Selection) -> Counts:
    records = _records_for(selection, "theme")
    rows = RecommendationTheme.objects.filter(content_object__in=records)
    return _through(rows, "tag__slug") | _none(records, theme_is(NONE))


def _groups(selection: Selection) -> Counts:
    records = _records_for(selection, "group")
    rows = Recommendation.groups.through.objects.filter(recommendation__in=records)
    return _through(rows, "affectedgroup__slug") | _none(records, group_is(NONE))


def _states(selection: Selection) -> Counts:
    records = _records_for(selection, "state")
    rows = RecommendingState.objects.filter(recommendation__in=records)
    return _through(rows, "country__iso3") | _none(records, state_is(NONE))


def _sdgs(selection: Selection) -> Counts:
    records = _records_for(selection, "sdg")
    goals = Recommendation.sdg_goals.through.objects.filter(recommendation__in=records)
    targets = Recommendation.sdg_targets.through.objects.filter(recommendation__in=records)
    counts = Counter(_through(goals, "sdggoal__number"))
    # A goal counts a record once, whether the record has it by itself or by one or more of its targets.
    named = goals.filter(recommendation=OuterRef("recommendation"), sdggoal=OuterRef("sdgtarget__goal"))
    by_target = targets.exclude(Exists(named)).values_list("sdgtarget__goal__number")
    for goal, count in by_target.annotate(records=Count("recommendation", distinct=True)).order_by():
        counts[str(goal)] += count
    return counts | _through(targets, "sdgtarget__code") | _none(records, sdg_is(NONE))


_COUNTERS: dict[str, Callable[[Selection], Counts]] = {
    "theme": _themes,
    "mechanism": _by_column("mechanism", "review__mechanism__slug"),
    "review": _by_column("review", "review__key"),
    "city": _by_condition("city", "places", _place_is("city")),
    "by": _by_condition("by", "places", _place_is("by")),
    "status": _by_condition("status", "places", _place_is("status")),
    "action": _by_condition("action", "places", _place_is("action")),
    "position": _positions,
    "reach": _by_column("reach", "reach"),
    "group": _groups,
    "state": _states,
    "sdg": _sdgs,
    "kind": _by_column("kind", "kind"),
    "country": _by_column("country", "review__country__iso3"),
    "year": _by_column("year", "review__year"),
}
