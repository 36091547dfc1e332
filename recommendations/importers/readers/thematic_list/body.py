"""The text of a Word file as it streams by: lines outside tables, and tables as rows of cells of lines."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mechanisms.normalise import clean_space

# The list of a large review has about 60,000 elements and 300,000 characters; 10 MB of such lists about 6,000,000
# and 31,000,000.
MOST_ELEMENTS = 8_000_000
MOST_ELEMENTS_OF_FEW_WORDS = 2_500_000
"""From here on a list has two characters of text an element; what has not is made to fill the memory."""
MOST_CHARACTERS = 60_000_000

# What is not on the page: deletions, the other copy of a drawing, and properties (a tab stop is a "tab" too).
_NOT_PRINTED = frozenset({"del", "moveFrom", "Fallback", "rPr", "pPr", "sectPr"})
_AS_PRINTED = {"br": "\n", "cr": "\n", "p": "\n", "tab": " ", "noBreakHyphen": "-"}
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,6}|#x[0-9A-Fa-f]{1,5});")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: where it stands in the grid, its non-empty lines, and whether it goes on from the row above."""

    column: int
    width: int
    lines: tuple[str, ...]
    continues: bool = False


Row = list[Cell]


@dataclass(slots=True)
class Table:
    """Rows of a table, and the tables inside its cells (whose text is part of those cells too)."""

    rows: list[Row] = field(default_factory=list)
    inner: list["Table"] = field(default_factory=list)


class OversizedFileError(Exception):
    """The file unpacks to more than any list holds."""


class DocumentTypeError(Exception):
    """A part has a document type declaration."""


@dataclass(slots=True)
class _OpenCell:
    """A cell being read."""

    column: int
    width: int = 1
    continues: bool = False
    pieces: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _OpenTable:
    """A table being read: its rows so far, the row under way and the cell under way."""

    table: Table
    row: Row = field(default_factory=list)
    column: int = 0
    cell: _OpenCell | None = None


class TextTarget:
    """Collects the text from the parser's events. ``lxml`` calls its methods; their names and shapes are lxml's."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.body: list[str | Table] = []
        self._tables: list[_OpenTable] = []
        self._loose: list[str] = []
        self._elements = 0
        self._characters = 0
        self._hidden = 0
        self._in_text = False

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        """Refuse the document type, before anything it declares is used."""
        raise DocumentTypeError

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Note a table, row or cell that begins, and what is printed without being text."""
        self._elements += 1
        if self._elements > max(MOST_ELEMENTS_OF_FEW_WORDS, min(MOST_ELEMENTS, self._characters // 2)):
            raise OversizedFileError
        name = tag.rpartition("}")[2]
        if self._hidden or name in _NOT_PRINTED:
            self._hidden += 1
        elif name == "t":
            self._in_text = True
        elif name in _AS_PRINTED:
            self._pieces().append(_AS_PRINTED[name])
        elif name == "tbl":
            self._end_loose()
            self._tables.append(_OpenTable(Table()))
        elif self._tables:
            self._start_in_table(self._tables[-1], name, attributes)

    def _start_in_table(self, open_table: _OpenTable, name: str, attributes: Mapping[str, str]) -> None:
        if name == "tr":
            open_table.row, open_table.column = [], 0
        elif name == "gridBefore":
            open_table.column = _number(attributes, 0)
        elif name == "tc":
            open_table.cell = _OpenCell(open_table.column)
        elif open_table.cell and name == "gridSpan":
            open_table.cell.width = max(1, _number(attributes, 1))
        elif open_table.cell and name == "vMerge":
            open_table.cell.continues = _value(attributes) != "restart"

    def data(self, text: str) -> None:
        """Keep text that is printed."""
        if self._in_text:
            self._characters += len(text)
            if self._characters > MOST_CHARACTERS:
                raise OversizedFileError
            self._pieces().append(text)

    def end(self, tag: str) -> None:
        """Close what ``start`` opened."""
        name = tag.rpartition("}")[2]
        if self._hidden:
            self._hidden -= 1
        elif name == "t":
            self._in_text = False
        elif name == "p" and not self._tables:
            self._end_loose()
        elif self._tables and name in {"tc", "tr", "tbl"}:
            self._end_in_table(self._tables[-1], name)

    def _end_in_table(self, open_table: _OpenTable, name: str) -> None:
        if name == "tc" and open_table.cell:
            cell, open_table.cell = open_table.cell, None
            lines = () if cell.continues else tuple(_lines(cell.pieces))
            open_table.row.append(Cell(cell.column, cell.width, lines, cell.continues))
            open_table.column = cell.column + cell.width
        elif name == "tr":
            open_table.table.rows.append(open_table.row)
        elif name == "tbl":
            self._tables.pop()
            self._end_table(open_table.table)

    def _end_table(self, table: Table) -> None:
        if not self._tables:
            self.body.append(table)
            return
        self._tables[-1].table.inner.append(table)
        for row in table.rows:
            for cell in row:
                self._pieces().extend(f"\n{line}\n" for line in cell.lines)

    def close(self) -> list[str | Table]:
        """Return the body."""
        self._end_loose()
        return self.body

    def _pieces(self) -> list[str]:
        """Return where printed text belongs now: the innermost open cell, or the text outside tables."""
        cell = next((open_table.cell for open_table in reversed(self._tables) if open_table.cell), None)
        return cell.pieces if cell else self._loose

    def _end_loose(self) -> None:
        self.body.extend(_lines(self._loose))
        self._loose.clear()


def _value(attributes: Mapping[str, str]) -> str:
    return next((value for key, value in attributes.items() if key.rpartition("}")[2] == "val"), "")


def _number(attributes: Mapping[str, str], default: int) -> int:
    """Return the number of an element such as gridSpan; Word allows 63 columns."""
    value = _value(attributes)
    return min(int(value), 63) if value.isascii() and value.isdigit() else default


def _lines(pieces: list[str]) -> Iterator[str]:
    """Yield the non-empty lines of a text; a paragraph or a line break starts a new one.

    OHCHR's lists hold leftovers of the HTML they were made from: a literal "&nbsp;", perhaps spread over several runs.
    """
    printed = _ENTITY.sub(lambda match: html.unescape(match.group()), "".join(pieces))
    return (line for raw in printed.split("\n") if (line := clean_space(raw)))
