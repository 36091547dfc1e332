"""CSV files as people have them: told by their content, read record by record, refused in a sentence.

Encodings: ``text_encoding``. Separators: comma, semicolon, tab or ``|``, whichever splits the first record into most
fields. Excel's own first line ``sep=;`` is obeyed and not counted.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from mechanisms.normalise import clean_space, label_key
from recommendations.importers.parsed import UnreadableFile
from recommendations.importers.plain_text import MAX_TEXT_LENGTH, is_damaged
from recommendations.importers.source_file import SourceFile
from recommendations.importers.text_encoding import BYTE_ORDER_MARKS, UTF16_MARKS, encoding_of, text_stream

SEPARATORS = ",;\t|"
MAX_LINE = 1_000_000
"""Characters. No row of recommendations comes near."""
MAX_LINES_OF_ROW = 2_000
"""Lines one quoted record may run over; more means that a quotation mark was never closed."""


@dataclass(frozen=True, slots=True)
class CsvRecord:
    """One data record: ``row`` counts records, the header being 1; ``cells`` follow the header's columns."""

    row: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A CSV file that has been understood so far: its columns as titled, and how to read on."""

    source: SourceFile
    encoding: str
    separator: str
    columns: list[str]
    header_row: int

    @property
    def keys(self) -> list[str]:
        """The column titles as keys: "Recommending_States" and "recommending states" are the same."""
        return [label_key(column) for column in self.columns]

    def records(self) -> Iterator[CsvRecord]:
        """Yield each record that is not blank.

        Raises:
            UnreadableFile: a line is too long, a quotation mark is not closed, or there is no record at all.
        """
        empty = True
        with text_stream(self.source, self.encoding) as stream:
            reader = _reader(_Lines(self.source, stream), self.separator)
            for row, cells in enumerate(_numbered(self.source, reader), 1):
                if row > self.header_row and any(cell.strip() for cell in cells):
                    empty = False
                    yield CsvRecord(row, cells)
        if empty:
            raise UnreadableFile(_("“%(name)s” has a header but no rows below it.") % {"name": self.source.name})


def open_table(source: SourceFile) -> CsvTable:
    """Tell encoding and separator, and read the header.

    Raises:
        UnreadableFile: the file is no text, or its first record cannot be read.
    """
    encoding = encoding_of(source)
    with text_stream(source, encoding) as stream:
        lines = _Lines(source, stream)
        first = next((line for line in lines if line.strip()), "")
        separator = lines.separator or _separator_of(first)
    with text_stream(source, encoding) as stream:
        for row, header in enumerate(_numbered(source, _reader(_Lines(source, stream), separator)), 1):
            columns = _trimmed([clean_space(title) for title in header])
            if columns:
                return CsvTable(source, encoding, separator, columns, row)
    raise UnreadableFile(_("“%(name)s” holds nothing but blank lines.") % {"name": source.name})


def columns_of(source: SourceFile) -> list[str]:
    """Return the keys of the header's columns, judged by the start of the file; empty where it is no CSV."""
    head = source.head
    if b"\0" in head and not head.startswith(UTF16_MARKS):
        return []
    text = head.decode(
        next((name for bom, name in BYTE_ORDER_MARKS.items() if head.startswith(bom)), "utf-8"), "replace"
    )
    try:
        lines = _Lines(source, io.StringIO(text, newline=""))
        first = next((line for line in lines if line.strip()), "")
        separator = lines.separator or _separator_of(first)
        rows = csv.reader(_Lines(source, io.StringIO(text, newline="")), delimiter=separator)
        return [label_key(title) for title in next((row for row in rows if any(row)), [])]
    except (csv.Error, UnreadableFile):
        return []


def table_problem(record: CsvRecord, width: int) -> str | None:
    """Return the sentence that says why a record does not fit its header of ``width`` columns, or is no text."""
    values = {"count": len(record.cells), "width": width}
    if len(record.cells) < width:
        return _("The row has %(count)s of the header’s %(width)s columns: it was cut off.") % values
    if any(cell.strip() for cell in record.cells[width:]):
        return (
            _(
                "The row has more columns (%(count)s) than the header (%(width)s): "
                "a quotation mark is missing somewhere."
            )
            % values
        )
    if any(is_damaged(cell) for cell in record.cells):
        return _("The row holds characters that are no text.")
    if any(len(cell) > MAX_TEXT_LENGTH for cell in record.cells):
        return _("The row has a cell longer than any paragraph of a UN document.")
    return None


class _Lines:
    """The lines of a file for ``csv.reader``: no line without end, no quotation mark that swallows the file."""

    def __init__(self, source: SourceFile, stream: io.TextIOBase) -> None:
        """Read from ``stream``; ``source`` is named in refusals."""
        self._source = source
        self._stream = stream
        self._count = 0
        self.row_started_at = 0
        self.row = 1
        self.separator = ""

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._read()
        if self._count == 0 and line[:4].lower() == "sep=" and len(line.rstrip("\r\n")) == 5:
            self.separator = line[4]
            line = self._read()
        self._count += 1
        if self._count - self.row_started_at > MAX_LINES_OF_ROW:
            raise _unclosed(self._source, self.row)
        if not line:
            raise StopIteration
        return line

    def start_row(self, row: int) -> None:
        """Note that record ``row`` starts with the next line."""
        self.row = row
        self.row_started_at = self._count

    def _read(self) -> str:
        line = self._stream.readline(MAX_LINE + 1)
        if len(line) > MAX_LINE:
            raise UnreadableFile(
                _("Row %(row)s of “%(name)s” has a line of more than %(count)s characters; no row is that long.")
                % {"name": self._source.name, "row": self.row, "count": MAX_LINE},
                row=self.row,
            )
        return line


@dataclass(slots=True)
class _Reader:
    lines: _Lines
    rows: Iterator[list[str]]


def _reader(lines: _Lines, separator: str) -> _Reader:
    return _Reader(lines, csv.reader(lines, delimiter=separator, strict=True))


def _numbered(source: SourceFile, reader: _Reader) -> Iterator[list[str]]:
    """Yield the records, turning the csv module's complaints into sentences with the row."""
    row = 1
    while True:
        reader.lines.start_row(row)
        try:
            yield next(reader.rows)
        except StopIteration:
            return
        except csv.Error as error:
            if "field limit" in str(error):
                raise UnreadableFile(
                    _("Row %(row)s of “%(name)s” has a cell longer than any paragraph of a UN document.")
                    % {"name": source.name, "row": row},
                    row=row,
                ) from error
            # The strict parser's other complaints all come from quotation marks.
            raise _unclosed(source, row) from error
        row += 1


def _unclosed(source: SourceFile, row: int) -> UnreadableFile:
    return UnreadableFile(
        _("Row %(row)s of “%(name)s” has a quotation mark that is not closed, or one in the middle of a cell.")
        % {"name": source.name, "row": row},
        row=row,
    )


def _separator_of(line: str) -> str:
    def columns(separator: str) -> int:
        try:
            return len(next(csv.reader([line], delimiter=separator), []))
        except csv.Error:
            return 0

    return max(SEPARATORS, key=columns)


def _trimmed(titles: list[str]) -> list[str]:
    """Drop untitled columns at the end, which spreadsheets add."""
    while titles and not titles[-1]:
        titles.pop()
    return titles
