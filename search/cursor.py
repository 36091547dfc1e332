"""A place in a long list, as an opaque text: "after this record".

A cursor names the record a page ended with, not how many came before, so records that are added or go meanwhile
neither shift nor repeat the rest. It belongs to one search in one order, and is refused elsewhere.
"""

import base64
import binascii
import zlib
from collections.abc import Sequence

import numpy as np

from recommendations.models import Recommendation
from recommendations.querysets import RecommendationQuerySet
from search.selection import Selection

STABLE_ORDERS = ("newest", "paragraph")
"""Orders in which a record keeps its place while others come and go."""


class CursorError(ValueError):
    """A text that is no cursor, or one of another search."""


def cursor_after(selection: Selection, pk: int) -> str:
    """Return the cursor that leads on from a record."""
    return base64.urlsafe_b64encode(f"{pk}.{_mark(selection)}".encode()).decode().rstrip("=")


def read_cursor(selection: Selection, cursor: str) -> int:
    """Return the id of the record a page ended with. Raises ``CursorError``."""
    try:
        written = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError) as error:
        raise CursorError from error
    pk, _dot, mark = written.partition(".")
    if not (pk.isdigit() and len(pk) < 19) or mark != _mark(selection):
        raise CursorError
    # Nothing of the record is ever deleted, so a cursor that was given out names a record that is there.
    if not Recommendation.objects.filter(pk=int(pk)).exists():
        raise CursorError
    return int(pk)


def _mark(selection: Selection) -> str:
    """Tell one search in one order from another; page and page size may change on the way."""
    asked = [pair for pair in selection.pairs if pair[0] not in ("page", "per_page", "view", "group_by", "header")]
    return f"{zlib.crc32(repr((selection.order, asked)).encode()):08x}"


def place_after(ids: Sequence[int], pk: int, order: str) -> int:
    """Return where in ``ids`` the list goes on after a record, whether it is among them or not.

    A record that no longer belongs to the search (withdrawn, merged, changed) still has its place in the order, which
    the database is asked for in about 17 small queries.
    """
    found = np.flatnonzero(np.asarray(ids) == pk)
    if found.size:
        return int(found[0]) + 1
    low, high = 0, len(ids)
    while low < high:
        middle = (low + high) // 2
        if _comes_first(int(ids[middle]), pk, order):
            low = middle + 1
        else:
            high = middle
    return low


def _comes_first(one: int, other: int, order: str) -> bool:
    both: RecommendationQuerySet = Recommendation.objects.filter(pk__in=[one, other])
    ordered = both.newest_first() if order == "newest" else both.in_document_order()
    return ordered.values_list("pk", flat=True).first() == one
