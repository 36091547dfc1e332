"""One page of a search as a document: what the API's list and ``recommendations.json`` both answer (DESIGN.md §6).

    listing = Listing.parse(request.GET)
    if listing.problems: ...
    listing.document("/api/v1/recommendations", request.build_absolute_uri, [("lang", "es")])

``next`` leads on by a cursor in the orders where records keep their place (``search/cursor.py``), beyond the end of
paging too; in the others by page number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import prefetch_related_objects
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from search.cursor import STABLE_ORDERS, CursorError, cursor_after, place_after, read_cursor
from search.document import DOCUMENT_RELATIONS, Absolute, Data, facet_data, record_data
from search.records import found_ids, rows_of
from search.results import Results, Row
from search.selection import Problem, ProblemKind, Selection

_NO_CURSOR = _("“%(value)s” is no place in this search. Begin again without it.")
_NO_PAGES_BY_CURSOR = _("A place in the list and a page number do not go together. Keep one.")


@dataclass(frozen=True)
class Listing:
    """A search and where in it to begin: at its page, or after a record."""

    selection: Selection
    after: int | None = None
    problems: tuple[Problem, ...] = ()

    @classmethod
    def parse(cls, query: QueryDict) -> "Listing":
        """Read an address: the parameters of a search and ``cursor``. What is wrong becomes ``problems``."""
        rest = query.copy()
        cursors: list[str] = [value for value in rest.pop("cursor", []) if value.strip()]
        selection = Selection.parse(rest)
        if selection.problems or not cursors:
            return cls(selection, problems=selection.problems)
        if selection.page > 1:
            return cls(selection, problems=(_wrong("page", str(selection.page), _NO_PAGES_BY_CURSOR),))
        try:
            if len(cursors) > 1 or selection.order not in STABLE_ORDERS:
                raise CursorError
            return cls(selection, read_cursor(selection, cursors[0]))
        except CursorError:
            return cls(selection, problems=(_wrong("cursor", cursors[-1], _NO_CURSOR),))

    def document(self, path: str, absolute: Absolute, also: Sequence[tuple[str, str]] = ()) -> Data:
        """Return the document; ``next`` is written at ``path`` with the parameters of the search and ``also``."""
        results = Results(self.selection)
        rows, onward = self._by_page(results) if self.after is None else self._by_cursor(self.after)
        prefetch_related_objects([row.recommendation for row in rows], *DOCUMENT_RELATIONS)
        following = None
        if onward:
            pairs = [pair for pair in self.selection.pairs if pair[0] != "page"]
            following = absolute(f"{path}?{urlencode([*pairs, *onward, *also])}")
        return {
            "count": results.total,
            "next": following,
            "results": [record_data(row, absolute) for row in rows],
            "facets": {facet.name: facet_data(facet) for facet in results.facets},
            "selection": {"sentence": self.selection.sentence(), "problems": []},
        }

    def _by_page(self, results: Results) -> tuple[list[Row], list[tuple[str, str]]]:
        rows, page = results.rows, results.page
        is_last = page.number * self.selection.per_page >= results.total
        if self.selection.order in STABLE_ORDERS:
            onward = [] if is_last or not rows else [("cursor", self._after(rows))]
        else:
            onward = [("page", str(page.number + 1))] if page.has_next() else []
        return rows, onward

    def _by_cursor(self, after: int) -> tuple[list[Row], list[tuple[str, str]]]:
        ids = found_ids(self.selection)
        start = place_after(ids, after, self.selection.order)
        end = start + self.selection.per_page
        rows = rows_of(ids[start:end])
        return rows, [("cursor", self._after(rows))] if end < len(ids) and rows else []

    def _after(self, rows: list[Row]) -> str:
        return cursor_after(self.selection, rows[-1].recommendation.pk)


def _wrong(name: str, value: str, sentence: object) -> Problem:
    return Problem(name, value, ProblemKind.SYNTAX, str(sentence))
