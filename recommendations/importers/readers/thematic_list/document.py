"""A Word file as plain rows and lines.

python-docx finds a cell by counting the grid again for each one, which takes minutes on a long list, and keeps the
whole tree in memory. Here the text is read as a stream of events, which needs no memory but for the result. Nothing
is trusted: no document type (and so no entity) is accepted, and the size and the number of elements are limited as
they unpack, whatever the archive's directory says.
"""

import html
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from lxml import etree

from mechanisms.normalise import clean_space
from recommendations.importers.parsed import UnreadableFile
from recommendations.importers.source_file import SourceFile

# The list of a large review is about 3 MB of XML with 60,000 elements, and its lesser parts a few KB.
LARGEST_TEXT = 256 * 1024 * 1024
LARGEST_PART = 1024 * 1024
MOST_ELEMENTS = 5_000_000
CHUNK = 64 * 1024

OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
DEFAULT_PART = "word/document.xml"
PROPERTIES_PART = "docProps/core.xml"
MACROS = "vbaProject.bin"

_OFFICE_DOCUMENT = "/officeDocument"
# What is not on the page: deletions, the other copy of a drawing, and properties (a tab stop is a "tab" too).
_NOT_PRINTED = frozenset({"del", "moveFrom", "Fallback", "rPr", "pPr", "sectPr"})
_AS_PRINTED = {"br": "\n", "cr": "\n", "p": "\n", "tab": " ", "noBreakHyphen": "-"}
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,6}|#x[0-9A-Fa-f]{1,5});")
_SAFE = {"resolve_entities": False, "load_dtd": False, "no_network": True, "huge_tree": False}


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


@dataclass(frozen=True, slots=True)
class WordDocument:
    """Body (lines outside tables and tables, in order), the page headers, and the title in the file's properties."""

    body: list[str | Table]
    headers: list[str]
    title: str


def is_word_document(source: SourceFile) -> bool:
    """Tell by its parts whether ``source`` is a Word file of today's format (a zip archive)."""
    names = source.zip_members
    return any(name.startswith("word/document") and name.endswith(".xml") for name in names)


def open_document(source: SourceFile) -> WordDocument:
    """Read the whole Word file.

    Raises:
        UnreadableFile: where it is no Word file, is damaged or protected, or holds what no Word program writes.
    """
    if source.head.startswith(OLE_MAGIC):
        raise UnreadableFile(
            _("{name} is protected by a password or is an old .doc file; save it as .docx without a password.").format(
                name=source.name
            )
        )
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as archive:
            main = _main_part(archive)
            if main is None:
                raise UnreadableFile(_("{name} is not a Word document.").format(name=source.name))
            if any(member.endswith(MACROS) for member in archive.namelist()):
                raise UnreadableFile(_("{name} holds macros; save it as .docx without them.").format(name=source.name))
            return WordDocument(_read_text(archive, main), _read_headers(archive, main), _read_title(archive))
    except _Oversized as error:
        raise UnreadableFile(_("{name} unpacks to more than a list can hold.").format(name=source.name)) from error
    except _Declaration as error:
        raise UnreadableFile(
            _("{name} declares XML entities, which Word never does; it was not read.").format(name=source.name)
        ) from error
    except etree.XMLSyntaxError as error:
        raise UnreadableFile(
            _("{name} is damaged: the text inside it is not valid XML.").format(name=source.name)
        ) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError) as error:
        # RuntimeError: an encrypted member; NotImplementedError: a packing method that Word does not use.
        raise UnreadableFile(_("{name} cannot be opened as a Word document.").format(name=source.name)) from error


class _Oversized(Exception):
    """The file unpacks to more than any list holds."""


class _Declaration(Exception):
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


class _TextTarget:
    """Collects the body from the parser's events. ``lxml`` calls its methods; their names and shapes are lxml's."""

    def __init__(self) -> None:
        self.body: list[str | Table] = []
        self._tables: list[_OpenTable] = []
        self._loose: list[str] = []
        self._elements = 0
        self._hidden = 0
        self._in_text = False

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        """Refuse the document type, before anything it declares is used."""
        raise _Declaration

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Note a table, row or cell that begins, and what is printed without being text."""
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            raise _Oversized
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


def _read_text(archive: zipfile.ZipFile, part: str) -> list[str | Table]:
    """Read a part with text as a stream."""
    parser = etree.XMLParser(target=_TextTarget(), **_SAFE)
    size = 0
    with archive.open(part) as member:
        while chunk := member.read(CHUNK):
            size += len(chunk)
            if size > LARGEST_TEXT:
                raise _Oversized
            parser.feed(chunk)
    return parser.close()


def _read_small(archive: zipfile.ZipFile, part: str) -> etree._Element:
    """Read one of the small parts as a tree."""
    with archive.open(part) as member:
        content = member.read(LARGEST_PART + 1)
    if len(content) > LARGEST_PART:
        raise _Oversized
    root = etree.fromstring(content, etree.XMLParser(**_SAFE))
    if root.getroottree().docinfo.doctype:
        raise _Declaration
    return root


def _main_part(archive: zipfile.ZipFile) -> str | None:
    """Return the name of the part that holds the text: what the package's relations say, else the usual name."""
    names = frozenset(archive.namelist())
    if "_rels/.rels" in names:
        for relation in _read_small(archive, "_rels/.rels").iterfind("{*}Relationship"):
            if relation.get("Type", "").endswith(_OFFICE_DOCUMENT):
                target = posixpath.normpath(relation.get("Target", "").lstrip("/"))
                if target in names and target.startswith("word/"):
                    return target
    return DEFAULT_PART if DEFAULT_PART in names else None


def _read_headers(archive: zipfile.ZipFile, main: str) -> list[str]:
    """Return the text of each page header that has any, its lines kept apart."""
    form = re.compile(rf"{re.escape(posixpath.dirname(main))}/header\d*\.xml")
    headers: list[str] = []
    for name in sorted(name for name in archive.namelist() if form.fullmatch(name)):
        if lines := list(_all_lines(_read_text(archive, name))):
            headers.append("\n".join(lines))
    return headers


def _all_lines(body: list[str | Table]) -> Iterator[str]:
    for block in body:
        if isinstance(block, str):
            yield block
        else:
            yield from (line for row in block.rows for cell in row for line in cell.lines)


def _read_title(archive: zipfile.ZipFile) -> str:
    if PROPERTIES_PART not in archive.namelist():
        return ""
    return clean_space(_read_small(archive, PROPERTIES_PART).findtext("{*}title") or "")


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
