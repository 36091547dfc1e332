"""UHRI's Excel export: one sheet, 16 columns, several values a cell on lines that start with "- ".

The columns are found by their titles, wherever the header stands in the first rows, with UHRI's "Reccomending" or
spelled right.
"""

import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from mechanisms.normalise import label_key
from recommendations.importers.parsed import ParsedRecommendation, ReadContext, RowError, UnreadableFile
from recommendations.importers.source_file import SourceFile
from recommendations.importers.uhri_rows import UhriCleaner, UhriRow, split_values
from recommendations.importers.workbook import cell_text, find_table, is_workbook, sentence_for_crashes

NAME = "uhri-xlsx"
PRECEDENCE = 40

EXPECTED = ("Text", "Countries Concerned", "Reccomending Body", "Document Symbol", "OHCHR Annotation Id")
"""The columns without which a row says too little; the rest may be missing. Printed as UHRI spells them."""
_REQUIRED = frozenset(("text", "countries", "bodies", "symbol", "annotation_id"))
_RECOMMENDING = re.compile(r"\brec+om+ending\b")

_FIELDS = {
    "text": "text",
    "countries concerned": "countries",
    "country concerned": "countries",
    "recommending body": "bodies",
    "document symbol": "symbol",
    "themes": "themes",
    "affected persons": "groups",
    "sdgs": "sdgs",
    "document publication date": "published",
    "upr recommending states": "states",
    "upr position": "positions",
    "type": "kinds",
    "ohchr annotation id": "annotation_id",
    "upr session": "sessions",
    "upr cycle": "cycles",
}
_SINGLE = frozenset(("text", "symbol", "annotation_id"))


def matches(source: SourceFile) -> bool:
    """Tell whether this is an Excel workbook."""
    return is_workbook(source)


def read(source: SourceFile, context: ReadContext) -> Iterator[ParsedRecommendation | RowError]:
    """Yield each row of the first sheet that has UHRI's columns."""
    cleaner = UhriCleaner(context)
    with sentence_for_crashes(source):
        table = find_table(source, lambda header: _REQUIRED.issubset(_fields(header)), first="UHRISearchResult")
        if table is None:
            raise UnreadableFile(
                _("“%(name)s” is a workbook, but no sheet has the columns of UHRI's export (%(columns)s).")
                % {"name": source.name, "columns": ", ".join(EXPECTED)}
            )
        fields = _fields(table.header)
        empty = True
        for number, cells in enumerate(table.rows, table.header_row + 1):
            if any(cell != "" for cell in cells):
                empty = False
                yield cleaner.clean(_row(number, fields, cells))
        if empty:
            raise UnreadableFile(_("“%(name)s” has a header but no rows below it.") % {"name": source.name})


def _fields(header: Sequence[str]) -> list[str | None]:
    return [_FIELDS.get(_RECOMMENDING.sub("recommending", label_key(title))) for title in header]


def _row(number: int, fields: list[str | None], cells: Sequence[object]) -> UhriRow:
    values: dict[str, object] = {}
    for field, cell in zip(fields, cells, strict=False):
        if field is None or cell == "":
            continue
        if field == "published":
            values[field] = cell
        elif field in _SINGLE:
            values[field] = str(cell)
        else:
            values[field] = split_values(cell_text(cell))
    values.setdefault("text", "")
    return UhriRow(number, **values)  # type: ignore[arg-type]
