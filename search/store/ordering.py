"""The orders of results, worked out beforehand: for each recommendation its place, so that a page is a look-up.

Arrays are indexed by the recommendation's id, which counts up from 1 without large gaps.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from pyroaring import BitMap

from search.store.reading import ids_of
from search.store.records import Records
from search.store.vocabulary import Names

ORDERS = ("newest", "paragraph", "updated")
_WALK = 2_000
"""So many places from the top are looked at one by one where most of the records are hits."""


@dataclass(frozen=True)
class Orders:
    """Places in each order. Two ids never share a place: at last the id decides.

    ``spellings`` holds the distinct (paragraph, kind) in their order, ``spelling`` the index of each record's own;
    ``tops`` are the first ids of each order.
    """

    review: np.ndarray
    spelling: np.ndarray
    spellings: list[tuple[str, str]]
    places: Mapping[str, np.ndarray]
    tops: Mapping[str, np.ndarray]

    @classmethod
    def of(cls, records: Records, names: Names) -> "Orders":
        """Work out the places of all recommendations."""
        nothing = np.zeros(1, dtype=np.int64)
        empty = cls(nothing, nothing.astype(np.int32), [], {"updated": nothing}, {})
        return empty.changed(records, names, renamed=True)

    def changed(self, records: Records, names: Names, *, renamed: bool) -> "Orders":
        """Return the orders with these recommendations at the places they have now."""
        if not len(records.ids):
            return self._ranked(names) if renamed else self
        ids, size = records.ids, max(len(self.review), int(records.ids.max()) + 1)
        review, spelling, updated = (
            _grown(each, size) for each in (self.review, self.spelling, self.places["updated"])
        )
        spellings, moves, spelt = _spelt(self.spellings, records)
        if moves is not None:
            spelling = moves[spelling]
        moved = moves is not None or bool(((review[ids] != records.reviews) | (spelling[ids] != spelt)).any())
        review[ids], spelling[ids], updated[ids] = records.reviews, spelt, -records.updated
        orders = replace(
            self, review=review, spelling=spelling, spellings=spellings, places={**self.places, "updated": updated}
        )
        if moved or renamed or size > len(self.review):
            return orders._ranked(names)
        top = top_after(self.tops["updated"], self.places["updated"], updated, ids)
        return replace(orders, tops={**self.tops, "updated": top})

    def _ranked(self, names: Names) -> "Orders":
        """Work out the places by review and paragraph, and who stands at the top."""
        places = dict(self.places)
        known = max(names.reviews, default=0) + 1
        for order, field in (("newest", "newest_first"), ("paragraph", "in_document_order")):
            rank = np.full(max(known, int(self.review.max()) + 1), known, dtype=np.int64)
            for pk, facts in names.reviews.items():
                rank[pk] = getattr(facts, field)
            keys = rank[self.review] << 32 | self.spelling
            place = np.empty(len(keys), dtype=np.int64)
            place[np.argsort(keys, kind="stable")] = np.arange(len(keys))
            places[order] = place
        return replace(self, places=places, tops={order: first_places(place) for order, place in places.items()})

    def page(self, found: BitMap, order: str, start: int, stop: int) -> list[int]:
        """Return the ids from ``start`` to ``stop`` of the hits in an order."""
        places, stop = self.places[order], min(stop, len(found))
        if start >= stop:
            return []
        top = self._from_top(found, order, stop)
        if top is not None:
            return top[start:stop]
        ids = ids_of(found)
        keys = places[ids]
        if stop < len(ids):
            # Of those level with the last one wanted, the ids decide, and they ascend already.
            last = np.partition(keys, stop - 1)[stop - 1]
            before = np.flatnonzero(keys < last)
            kept = np.concatenate((before, np.flatnonzero(keys == last)[: stop - len(before)]))
            ids, keys = ids[kept], keys[kept]
        return [int(pk) for pk in ids[np.lexsort((ids, keys))][start:stop]]

    def _from_top(self, found: BitMap, order: str, stop: int) -> list[int] | None:
        """Walk down from the top, where many are hits; None where that did not give enough."""
        top = self.tops[order]
        if len(found) * len(top) < 4 * stop * len(self.review) or stop > len(top):
            return None
        hits = [pk for pk in top.tolist() if pk in found]
        return hits if len(hits) >= stop else None

    def all(self, found: BitMap, order: str) -> np.ndarray:
        """Return every hit in an order, four bytes each."""
        ids = ids_of(found)
        return ids[np.argsort(self.places[order][ids], kind="stable")]


def first_places(places: np.ndarray, most: int = _WALK) -> np.ndarray:
    """Return the ids of the first ``most`` places."""
    ids = np.arange(len(places))
    if len(places) > most:
        ids = np.nonzero(places <= np.partition(places, most - 1)[most - 1])[0]
    return ids[np.lexsort((ids, places[ids]))][:most]


def top_after(
    top: np.ndarray, before: np.ndarray, places: np.ndarray, moved: np.ndarray, most: int = _WALK
) -> np.ndarray:
    """Return the ids of the first places after some have ``moved``, from those that were ``top`` by ``before``.

    All places are looked through (40 ms for 270,000) only where one of the top has moved down to its end or below.
    """
    fell = moved[places[moved] >= before[top[-1]]] if len(top) == most else moved
    if np.isin(fell, top).any() or len(top) < most:
        return first_places(places, most)
    ids = np.union1d(top, moved)
    return ids[np.lexsort((ids, places[ids]))][:most]


def _grown(values: np.ndarray, size: int) -> np.ndarray:
    """Return a copy with room for ids below ``size``."""
    grown = np.zeros(size, dtype=values.dtype)
    grown[: len(values)] = values
    return grown


def _spelt(
    known: list[tuple[str, str]], records: Records
) -> tuple[list[tuple[str, str]], np.ndarray | None, np.ndarray]:
    """Return the spellings with those of the records among them, where the known ones moved to, and the records' own.

    None of the known ones moved where no new one came in.
    """
    paragraphs, kinds = records.paragraphs, records.kinds
    pairs, own = np.unique(paragraphs.codes.astype(np.int64) << 8 | kinds.codes, return_inverse=True)
    written = [(paragraphs.distinct[pair >> 8], kinds.distinct[pair & 255]) for pair in pairs.tolist()]
    new = set(written).difference(known)
    spellings = sorted({*known, *new}) if new else known
    number = {pair: place for place, pair in enumerate(spellings)}
    moves = np.array([number[pair] for pair in known] or [0], dtype=np.int32) if new else None
    return spellings, moves, np.array([number[pair] for pair in written], dtype=np.int32)[own]
