"""A search as CSV: every record, streamed.

It opens right in Excel: UTF-8 with its mark, and a cell that a spreadsheet would run as a formula begins with an
apostrophe.
"""

import csv
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import get_language, override

from search.delivery import delivered
from search.exports.columns import cells, header
from search.exports.file_names import as_file
from search.problem_details import refused
from search.records import chunks, found_ids
from search.selection import Selection

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@delivered
def as_csv(request: HttpRequest) -> HttpResponseBase:
    """Answer every record of the search as CSV; ``header=machine`` gives names and codes that never change."""
    selection = Selection.parse(request.GET)
    if selection.problems:
        return refused(selection.problems)
    response = StreamingHttpResponse(_lines(request, selection), content_type="text/csv; charset=utf-8")
    return as_file(response, selection, "csv")


class _Echo:
    """What ``csv.writer`` writes to: gives each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _lines(request: HttpRequest, selection: Selection) -> Iterator[str]:
    language = get_language()
    writer = csv.writer(_Echo())
    with override(language):
        first = writer.writerow(header(selection))
    yield f"\ufeff{first}"
    for rows in chunks(found_ids(selection)):
        # Between two chunks the reader's language may no longer be the active one.
        with override(language):
            lines = [
                writer.writerow(map(neutralised, cells(row, selection, request.build_absolute_uri))) for row in rows
            ]
        yield "".join(lines)


def neutralised(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell
