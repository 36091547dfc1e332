"""UHRI's Excel export: one sheet, 16 columns, several values a cell on lines that start with "- ".

The columns are found by their titles, wherever the header stands in the first rows, with UHRI's "Reccomending" or
spelled right. The size a sheet claims for itself is not used.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from mechanisms.normalise import label_key
from recommendations.importers.parsed import ParsedRecommendation, ReadContext, RowError, UnreadableFile
from recommendations.importers.source_file import SourceFile
from recommendations.importers.uhri_rows import UhriCleaner, UhriRow, split_values

NAME = "uhri-xlsx"
PRECEDENCE = 40

HEADER_WITHIN_ROWS = 20
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
_MISLEADING_SUFFIXES = frozenset((".xls", ".xla", ".xlsb", ".ods"))
_SINGLE = frozenset(("text", "symbol", "annotation_id"))


def matches(source: SourceFile) -> bool:
    """Tell whether this is an Excel workbook."""
    return "xl/workbook.xml" in source.zip_members


def read(source: SourceFile, context: ReadContext) -> Iterator[ParsedRecommendation | RowError]:
    """Yield each row of the first sheet that has UHRI's columns."""
    cleaner = UhriCleaner(context)
    with sentence_for_crashes(source):
        header_row, fields, rows = _find_table(source)
        empty = True
        for number, cells in enumerate(rows, header_row + 1):
            if any(cell != "" for cell in cells):
                empty = False
                yield cleaner.clean(_row(number, fields, cells))
        if empty:
            raise UnreadableFile(_("“%(name)s” has a header but no rows below it.") % {"name": source.name})


def _find_table(source: SourceFile) -> tuple[int, list[str | None], Iterator[Sequence[object]]]:
    """Return the header's row number, the field each column holds, and the rows below the header."""
    workbook = _open_workbook(source)
    # UHRI's own sheet first; a person may have added others.
    names = sorted(workbook.sheet_names, key=lambda name: name != "UHRISearchResult")
    for name in names:
        sheet = workbook.get_sheet_by_name(name)
        if not isinstance(sheet, CalamineSheet):
            continue
        rows = iter(sheet.iter_rows())
        for number, cells in enumerate(rows, 1):
            fields = [_FIELDS.get(_RECOMMENDING.sub("recommending", label_key(str(cell)))) for cell in cells]
            if _REQUIRED.issubset(fields):
                return number, fields, rows
            if number == HEADER_WITHIN_ROWS:
                break
    raise UnreadableFile(
        _("“%(name)s” is a workbook, but no sheet has the columns of UHRI's export (%(columns)s).")
        % {"name": source.name, "columns": ", ".join(EXPECTED)}
    )


def _open_workbook(source: SourceFile) -> CalamineWorkbook:
    """Open the workbook; the library goes by some endings of the name, so those are kept from it."""
    if source.path.suffix.lower() in _MISLEADING_SUFFIXES:
        with source.open() as stream:
            return CalamineWorkbook.from_filelike(stream)
    return CalamineWorkbook.from_path(str(source.path))


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
            text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
            values[field] = split_values(text)
    values.setdefault("text", "")
    return UhriRow(number, **values)  # type: ignore[arg-type]


@contextmanager
def sentence_for_crashes(source: SourceFile) -> Iterator[None]:
    """Turn whatever the spreadsheet library stumbles over into one sentence.

    A panic in its Rust code arrives as ``PanicException``, which is a ``BaseException`` and has no name to import.
    """
    try:
        yield
    except (CalamineError, OSError, ValueError, MemoryError) as error:
        raise _damaged(source) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(source) from error


def _damaged(source: SourceFile) -> UnreadableFile:
    return UnreadableFile(
        _("“%(name)s” is damaged: its sheet cannot be read. Download it again or save it anew.") % {"name": source.name}
    )
