"""Excel workbooks: opened whatever their name ends with, their tables found by the titles of the columns.

The size a sheet claims for itself is not used.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from recommendations.importers.parsed import UnreadableFile
from recommendations.importers.source_file import SourceFile

HEADER_WITHIN_ROWS = 20
_MISLEADING_SUFFIXES = frozenset((".xls", ".xla", ".xlsb", ".ods"))


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A table on a sheet: its titles, the row they stand in, and the rows below."""

    header: list[str]
    header_row: int
    rows: Iterator[Sequence[object]]


def is_workbook(source: SourceFile) -> bool:
    """Tell whether ``source`` is an Excel workbook of today's format (a zip archive)."""
    return "xl/workbook.xml" in source.zip_members


def find_table(source: SourceFile, is_header: Callable[[list[str]], bool], first: str = "") -> SheetTable | None:
    """Return the first table whose titles ``is_header`` accepts, None where no sheet has one.

    The sheet named ``first`` is looked at before the others: a person may have added some.
    """
    workbook = _open(source)
    for name in sorted(workbook.sheet_names, key=lambda name: name != first):
        sheet = workbook.get_sheet_by_name(name)
        if not isinstance(sheet, CalamineSheet):
            continue
        rows = iter(sheet.iter_rows())
        for number, cells in enumerate(rows, 1):
            header = [str(cell) for cell in cells]
            if is_header(header):
                return SheetTable(header, number, rows)
            if number == HEADER_WITHIN_ROWS:
                break
    return None


def cell_text(cell: object) -> str:
    """Return what a cell shows: whole numbers without ".0"."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _open(source: SourceFile) -> CalamineWorkbook:
    """Open the workbook; the library goes by some endings of the name, so those are kept from it."""
    if source.path.suffix.lower() in _MISLEADING_SUFFIXES:
        with source.open() as stream:
            return CalamineWorkbook.from_filelike(stream)
    return CalamineWorkbook.from_path(str(source.path))


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
