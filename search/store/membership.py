"""Which recommendations have which value: the same few queries for all of them or for those that changed."""

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet
from pyroaring import BitMap

from cities.models import ActionContribution, Implementation
from recommendations.models import Recommendation, RecommendationTheme, RecommendingState
from search.selection.parameters import MANY, NONE
from search.store.reading import Numbers, Only, columns, grouped, grouped_texts, rows
from search.store.records import Records
from search.store.vocabulary import Names

Membership = dict[str, dict[str, BitMap]]
"""Kind of value → value → the public recommendations that have it.

Kinds named like a parameter hold its values, "none" included. The others: ``public`` (all, under ""), ``upr`` (those
of the Universal Periodic Review, under ""), ``word`` under "city|kind of assessor|status", ``differs`` under the city
whose assessors give different words, ``action`` under "city|status of the action".
"""

KINDS = (
    *("public", "upr", "mechanism", "review", "country", "year", "kind", "position", "reach"),
    *("theme", "group", "state", "sdg", "word", "differs", "action"),
)


def read_membership(records: Records, names: Names, only: Only = None) -> Membership:
    """Return what each value has, from ``records`` and what is linked to them (seven queries)."""
    by_value = _of_records(records, names)
    public = by_value["public"].setdefault("", BitMap())
    for name, links, target, own in _LINKS:
        values: dict[int, str] = getattr(names, name)
        for pk, ids in grouped(*columns(_narrowed(links.objects.all(), own, only), Numbers(target), Numbers(own))):
            # A value made after the names were read comes with a change of its own.
            for kind, value in _written(name, values.get(pk, "")):
                _add(by_value, kind, value, ids & public)
    for kind in MANY:
        # Outside the Universal Periodic Review nobody recommends.
        asked = by_value["upr"].setdefault("", BitMap()) if kind == "state" else public
        by_value[kind][NONE] = asked - BitMap.union(BitMap(), *by_value[kind].values())
    _add_places(by_value, public, only)
    return {kind: {value: ids for value, ids in by_value[kind].items() if ids} for kind in KINDS}


_LINKS: tuple[tuple[str, Any, str, str], ...] = (
    ("theme", RecommendationTheme, "tag_id", "content_object_id"),
    ("group", Recommendation.groups.through, "affectedgroup_id", "recommendation_id"),
    ("state", RecommendingState, "country_id", "recommendation_id"),
    ("goal", Recommendation.sdg_goals.through, "sdggoal_id", "recommendation_id"),
    ("target", Recommendation.sdg_targets.through, "sdgtarget_id", "recommendation_id"),
)
"""Tables that link recommendations to values: (field of ``Names``, table, column of the value, of the record)."""


def _written(name: str, value: str) -> list[tuple[str, str]]:
    """Return the parameters and values that find what is linked to a value; a target belongs to its goal too."""
    if not value:
        return []
    if name == "target":
        return [("sdg", value), ("sdg", value.partition(".")[0])]
    return [("sdg" if name == "goal" else name, value)]


def _of_records(records: Records, names: Names) -> defaultdict[str, dict[str, BitMap]]:
    """Return what the records have by their own columns, and by their review."""
    by_value: defaultdict[str, dict[str, BitMap]] = defaultdict(dict)
    for pk, ids in grouped(records.reviews, records.ids):
        review = names.reviews.get(pk)
        if review is None:
            # Made after the names were read; it comes with a change of its own.
            continue
        _add(by_value, "public", "", ids)
        for kind in ("review", "mechanism", "country", "year"):
            if value := getattr(review, kind):
                _add(by_value, kind, value, ids)
        if review.is_upr:
            _add(by_value, "upr", "", ids)
    public = by_value["public"].get("", BitMap())
    for kind, values in (("kind", records.kinds), ("position", records.positions), ("reach", records.reaches)):
        for value, ids in grouped_texts(values, records.ids):
            by_value[kind][value] = ids & public
    # Where no answer is recorded, one was due in the Universal Periodic Review alone.
    unanswered = by_value["position"].pop("", BitMap())
    by_value["position"][NONE] = unanswered & by_value["upr"].get("", BitMap())
    return by_value


def _add_places(by_value: Membership, public: BitMap, only: Only) -> None:
    words = _narrowed(Implementation.objects.all(), "recommendation", only).order_by()
    statuses: dict[tuple[int, str], set[str]] = defaultdict(set)
    said: defaultdict[str, list[int]] = defaultdict(list)
    for pk, city, by, status in rows(words.values_list("recommendation_id", "city__slug", "assessor__kind", "status")):
        said[joined(city, by, status)].append(pk)
        statuses[pk, city].add(status)
    differing: defaultdict[str, list[int]] = defaultdict(list)
    for (pk, city), given in statuses.items():
        if len(given) > 1:
            differing[city].append(pk)
    actions = _narrowed(ActionContribution.objects.filter(action__live=True), "recommendation", only).order_by()
    done: defaultdict[str, list[int]] = defaultdict(list)
    for pk, city, status in rows(actions.values_list("recommendation_id", "action__city__slug", "action__status")):
        done[joined(city, status)].append(pk)
    for kind, found in (("word", said), ("differs", differing), ("action", done)):
        by_value[kind] = {value: BitMap(ids) & public for value, ids in found.items()}


def joined(*parts: str) -> str:
    """Return values that belong together as one; none of them has the bar in it."""
    return "|".join(parts)


def _narrowed(queryset: QuerySet, column: str, only: Only) -> QuerySet:
    return queryset if only is None else queryset.filter(**{f"{column}__in": only})


def _add(by_value: Membership, kind: str, value: str, ids: BitMap) -> None:
    """Add ids to a value. The bitmap passed is never changed."""
    held = by_value[kind].get(value)
    by_value[kind][value] = ids if held is None else held | ids
