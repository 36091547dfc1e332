"""One state of the store. It never changes: what changed makes another one that shares all the rest."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from pyroaring import BitMap

from search.changes import Version
from search.store.membership import Membership, read_membership
from search.store.ordering import Orders
from search.store.records import Records
from search.store.vocabulary import Names

NOBODY = BitMap()
"""Shared by all who look up what nobody has; never to be changed."""


Said = tuple[str, str, BitMap]
"""Kind of assessor, status, and the recommendations on which that is said."""
Done = tuple[str, BitMap]
"""Status of an action, and the recommendations it serves."""


@dataclass(frozen=True)
class Store:
    """Every public recommendation by its values, and the orders of results, as of one data version."""

    version: Version
    names: Names
    membership: Membership
    orders: Orders

    @classmethod
    def load(cls, version: Version) -> "Store":
        """Read everything (14 queries). ``version`` was asked before: what changes meanwhile is applied later."""
        names, records = Names.load(), Records.read()
        return cls(version, names, read_membership(records, names), Orders.of(records, names))

    def changed(self, version: Version, ids: Collection[int], *, vocabularies: bool) -> "Store":
        """Return the store with these recommendations read anew (8 queries, 6 more for changed vocabularies)."""
        records = Records.read(ids)
        renamed = vocabularies or not set(records.reviews.tolist()) <= self.names.reviews.keys()
        names = Names.load() if renamed else self.names
        membership = self.membership
        if ids:
            membership = _replaced(membership, BitMap(ids), read_membership(records, names, ids))
        return Store(
            version,
            names,
            membership,
            self.orders.changed(records, names, renamed=renamed),
        )

    @property
    def public(self) -> BitMap:
        """Every recommendation that stands."""
        return self.get("public", "")

    @cached_property
    def words(self) -> dict[str, list[Said]]:
        """By city, what is said there; under "", what is said anywhere."""
        by_city: dict[str, list[Said]] = {"": []}
        for value, ids in self.membership["word"].items():
            city, by, status = value.split("|")
            for place in ("", city):
                by_city.setdefault(place, []).append((by, status, ids))
        return by_city

    @cached_property
    def actions(self) -> dict[str, list[Done]]:
        """By city, what is done there; under "", what is done anywhere."""
        by_city: dict[str, list[Done]] = {"": []}
        for value, ids in self.membership["action"].items():
            city, status = value.split("|")
            for place in ("", city):
                by_city.setdefault(place, []).append((status, ids))
        return by_city

    def get(self, kind: str, value: str) -> BitMap:
        """Return the recommendations that have a value; not to be changed."""
        return self.membership[kind].get(value, NOBODY)


def _replaced(held: Membership, changed: BitMap, read: Membership) -> Membership:
    """Return the membership in which the changed recommendations have the values that were read."""
    return {kind: _replaced_values(values, changed, read[kind]) for kind, values in held.items()}


def _replaced_values(held: dict[str, BitMap], changed: BitMap, read: dict[str, BitMap]) -> dict[str, BitMap]:
    new: dict[str, BitMap] = {}
    for value in {**held, **read}:
        before, after = held.get(value, NOBODY), read.get(value, NOBODY)
        if before & changed != after:
            new[value] = (before - changed) | after
    return {value: ids for value, ids in {**held, **new}.items() if ids} if new else held
