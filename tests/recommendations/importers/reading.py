"""Reads a file as an import does, without a database: detect, then every row."""

from pathlib import Path

from recommendations.importers.detect import AUTO, detect
from recommendations.importers.parsed import ParsedRecommendation, RowError
from recommendations.importers.source_file import SourceFile
from tests.recommendations.importers.word_lists import CONTEXT

Rows = list[ParsedRecommendation | RowError]


def read_any(path: Path, format_name: str = AUTO) -> tuple[str, Rows]:
    """Return the name of the format and all rows, with errors."""
    source = SourceFile(path, path.name)
    reader = detect(source, format_name)
    return reader.NAME, list(reader.read(source, CONTEXT))


def read_good(path: Path, format_name: str = AUTO) -> list[ParsedRecommendation]:
    """Return the rows of a file that must not have errors."""
    _, rows = read_any(path, format_name)
    assert [row for row in rows if isinstance(row, RowError)] == []
    return [row for row in rows if isinstance(row, ParsedRecommendation)]


def read_one(path: Path) -> ParsedRecommendation:
    """Return the only row of a file."""
    (row,) = read_good(path)
    return row


def read_error(path: Path) -> RowError:
    """Return the only row of a file, which must be an error."""
    ((row),) = read_any(path)[1]
    assert isinstance(row, RowError)
    return row


def save(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    """Write a file with exactly this content."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path
