"""The records of a search piece by piece, for answers of any length.

The ids are read once (4 bytes a record), the records in chunks by their keys, each with a fixed number of queries, so
memory does not grow with the number of records, and a record that changes meanwhile is neither lost nor read twice.
"""

from collections.abc import Iterator, Sequence

from recommendations.models import Recommendation
from search.document import with_document_data
from search.finding import finder
from search.results import Row, row_of
from search.selection import Selection

CHUNK = 500


def found_ids(selection: Selection) -> Sequence[int]:
    """Return the id of every record found, in the order of the search."""
    return finder().all_ids(selection)


def rows_of(ids: Sequence[int]) -> list[Row]:
    """Return the records with these ids in this order, with all that any export prints (nine queries).

    A record that was withdrawn or merged since the ids were read is left out.
    """
    wanted = [int(pk) for pk in ids]
    records = with_document_data(Recommendation.objects.public().filter(pk__in=wanted)).in_bulk()
    return [row_of(records[pk]) for pk in wanted if pk in records]


def chunks(ids: Sequence[int], size: int = 0) -> Iterator[list[Row]]:
    """Yield the records in pieces of ``size`` (``CHUNK`` where it is 0)."""
    size = size or CHUNK
    for start in range(0, len(ids), size):
        yield rows_of(ids[start : start + size])
