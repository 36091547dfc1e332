"""A search as a spreadsheet: up to 50,000 records, real dates, a frozen first line, columns wide enough to read.

The sheet is written line by line to a file on disk (``constant_memory``), so memory does not grow with it.
"""

import tempfile
from datetime import date
from typing import IO

import xlsxwriter
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from search.delivery import delivered
from search.exports.columns import COLUMNS, DATES, cells, header
from search.exports.file_names import as_file
from search.exports.too_many import too_many
from search.finding import finder
from search.problem_details import refused
from search.records import chunks, found_ids
from search.selection import Selection

MOST_ROWS = 50_000
CELL_LIMIT = 32_767
"""Characters that a cell of a spreadsheet can hold."""

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDTHS = {"url": 30, "summary": 70, "text": 70, "themes": 35, "review": 20, "cities": 50, "groups": 25}
_USUAL_WIDTH = 16


@delivered
def as_xlsx(request: HttpRequest) -> HttpResponseBase:
    """Answer every record of the search as a spreadsheet; a search that finds too many is told so and gets none."""
    selection = Selection.parse(request.GET)
    if selection.problems:
        return refused(selection.problems)
    total = finder().total(selection)
    if total > MOST_ROWS:
        return too_many(request, selection, total, MOST_ROWS, _("This search finds too much for a spreadsheet."))
    # FileResponse closes the file, which then is gone.
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115
    write_workbook(file, selection, request)
    file.seek(0)
    return as_file(FileResponse(file, content_type=CONTENT_TYPE), selection, "xlsx")


def write_workbook(file: IO[bytes], selection: Selection, request: HttpRequest) -> None:
    """Write the workbook to ``file``. Text stays text: nothing becomes a formula, a number or a link."""
    book = xlsxwriter.Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    book.set_properties({"title": selection.sentence()})
    bold, day_format = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for place, name in enumerate(COLUMNS):
        sheet.set_column(place, place, _WIDTHS.get(name, _USUAL_WIDTH))
    for place, title in enumerate(header(selection)):
        sheet.write_string(0, place, title, bold)
    dates = {place for place, name in enumerate(COLUMNS) if name in DATES}
    line = 0
    for rows in chunks(found_ids(selection)[:MOST_ROWS]):
        for row in rows:
            line += 1
            for place, cell in enumerate(cells(row, selection, request.build_absolute_uri)):
                if cell and place in dates:
                    sheet.write_datetime(line, place, date.fromisoformat(cell), day_format)
                elif cell:
                    sheet.write_string(line, place, cell[:CELL_LIMIT])
    sheet.autofilter(0, 0, line, len(COLUMNS) - 1)
    book.close()
