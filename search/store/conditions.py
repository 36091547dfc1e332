"""What each parameter finds: one small function a facet, from the selection to a set of recommendations.

This is the definition of a search's filters (docs/decisions/0005-what-a-search-means.md); ``tests/search/oracle.py``
says the same a second time, as database queries.

**Places.** ``city`` scopes ``by``, ``status``, ``differs`` and ``action``: a record is found when at least one of the
chosen cities meets them all. Without a city each is asked of all cities together: the word of at least one assessor
somewhere, an action somewhere, no action anywhere.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from pyroaring import BitMap

from recommendations.models import Recommendation
from search.selection import Selection
from search.selection.parameters import MANY, NONE, NOT_ASSESSED
from search.store.store import NOBODY, Store

Values = tuple[str, ...]


class Narrowing:
    """The conditions of one selection as sets. ``words``: what its text finds, None where it has no text."""

    def __init__(self, store: Store, selection: Selection, words: BitMap | None = None) -> None:
        self.store = store
        self.selection = selection
        self._conditions = {} if words is None else {"q": words}
        for name, condition in CONDITIONS.items():
            ids = condition(store, selection)
            if ids is not None:
                self._conditions[name] = ids

    @cached_property
    def found(self) -> BitMap:
        """The records that meet every condition."""
        return self.without("")

    def without(self, name: str) -> BitMap:
        """The records that meet every condition but ``name``, an entry of ``CONDITIONS``."""
        if name and name not in self._conditions:
            return self.found
        sets = sorted((ids for each, ids in self._conditions.items() if each != name), key=len)
        # The scope of the search is a condition, so that public records alone are left; but for a facet without it.
        return BitMap.intersection(self.store.public, *sets) if sets else self.store.public


def _scope(store: Store, selection: Selection) -> BitMap:
    """The home country, unless a country is asked for, or a review of another one by its key."""
    if selection.country:
        return any_of(store, "country", selection.country)
    home = store.get("country", settings.HOME_COUNTRY)
    return home | any_of(store, "review", selection.review) if selection.review else home


def _one_of(name: str) -> Callable[[Store, Selection], BitMap | None]:
    """The values of a record's own column. "None" of ``position`` is asked in the Universal Periodic Review alone."""

    def condition(store: Store, selection: Selection) -> BitMap | None:
        values = getattr(selection, name)
        return any_of(store, name, values) if values else None

    return condition


def _many(name: str) -> Callable[[Store, Selection], BitMap | None]:
    """Values of which a record may have several: at least one of those chosen, or all of them."""

    def condition(store: Store, selection: Selection) -> BitMap | None:
        values = getattr(selection, name)
        if not values:
            return None
        if getattr(selection, f"match_{name}") == "all":
            return BitMap.intersection(*(store.get(name, value) for value in values))
        return any_of(store, name, values)

    return condition


def _none_of(name: str) -> Callable[[Store, Selection], BitMap | None]:
    def condition(store: Store, selection: Selection) -> BitMap | None:
        values = getattr(selection, f"not_{name}")
        return store.public - any_of(store, name, values) if values else None

    return condition


def _years(store: Store, selection: Selection) -> BitMap | None:
    first, last = selection.year_from, selection.year_to
    if first is None and last is None:
        return None
    years = [year for year in store.membership["year"] if (first or 0) <= int(year) <= (last or 9999)]
    return any_of(store, "year", years)


# Places


@dataclass(frozen=True)
class Places:
    """What is asked of cities."""

    city: Values
    by: Values
    status: Values
    differs: bool
    action: Values

    @classmethod
    def of(cls, selection: Selection) -> "Places":
        """Return what a selection asks."""
        return cls(selection.city, selection.by, selection.status, selection.differs, selection.action)

    def found(self, store: Store) -> BitMap | None:
        """The records that meet it; None where nothing is asked."""
        asked = self.by or self.status or self.differs or self.action
        if not self.city:
            return self._in(store, "") if asked else None
        return _union(self._in(store, city) if asked else _published(store, city) for city in self.city)

    def _in(self, store: Store, city: str) -> BitMap:
        """In one city, or ("") in all of them together."""
        conditions = (self._said(store, city), self._disagreed(store, city), self._done(store, city))
        return BitMap.intersection(*(ids for ids in conditions if ids is not None))

    def _said(self, store: Store, city: str) -> BitMap | None:
        """``status`` and ``by``: the word of an assessor of one of these kinds is one of these; or there is no word."""
        if not (self.by or self.status):
            return None
        words = [(status, ids) for by, status, ids in store.words.get(city, ()) if not self.by or by in self.by]
        if not self.status:
            return _union(ids for _status, ids in words)
        found = _union(ids for status, ids in words if status in self.status)
        if NOT_ASSESSED in self.status:
            found = found | (_takes_status(store) - _union(ids for _status, ids in words))
        return found

    def _disagreed(self, store: Store, city: str) -> BitMap | None:
        """``differs``: two assessors of one city give different words."""
        if not self.differs:
            return None
        return store.get("differs", city) if city else _union(store.membership["differs"].values())

    def _done(self, store: Store, city: str) -> BitMap | None:
        """``action``: what published actions there are; drafts do not count."""
        if not self.action:
            return None
        done = store.actions.get(city, ())
        anything = _union(ids for _status, ids in done)
        found = _union(ids for status, ids in done if status in self.action)
        if "any" in self.action:
            found = found | anything
        return found | (store.public - anything) if NONE in self.action else found


def _published(store: Store, city: str) -> BitMap:
    """Anything published there: a word or an action."""
    words = (ids for _by, _status, ids in store.words.get(city, ()))
    return _union(words) | _union(ids for _status, ids in store.actions.get(city, ()))


def _takes_status(store: Store) -> BitMap:
    """Only recommendations and pledges can be assessed (``Recommendation.takes_status``)."""
    kinds = (Recommendation.Kind.RECOMMENDATION, Recommendation.Kind.PLEDGE)
    return any_of(store, "kind", [str(kind) for kind in kinds])


def any_of(store: Store, kind: str, values: Iterable[str]) -> BitMap:
    """The records that have at least one of the values; not to be changed."""
    return _union(store.get(kind, value) for value in values)


def _union(sets: Iterable[BitMap]) -> BitMap:
    given = [ids for ids in sets if ids]
    if len(given) < 2:
        return given[0] if given else NOBODY
    return BitMap.union(*given)


CONDITIONS: dict[str, Callable[[Store, Selection], BitMap | None]] = {
    "country": _scope,
    **{name: _one_of(name) for name in ("mechanism", "review", "kind", "position", "reach")},
    **{name: _many(name) for name in MANY},
    "places": lambda store, selection: Places.of(selection).found(store),
    "year": _years,
    **{f"not_{name}": _none_of(name) for name in MANY},
}
"""Every filter once, by name; together with the words they must all hold."""
