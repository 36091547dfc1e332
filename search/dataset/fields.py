"""The columns of the dataset's tables, and how a value is written."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from search.exports.csv_file import neutralised

STRING, INTEGER, DATE, DATETIME, BOOLEAN, YEAR = "string", "integer", "date", "datetime", "boolean", "year"
"""Types of the Table Schema."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its name for ever, its type, what it holds, and whether every row has it."""

    name: str
    about: str
    type: str = STRING
    required: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns that name a row of another table."""

    fields: tuple[str, ...]
    table: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what it holds, its columns, what names a row, and its rows (one query, streamed)."""

    name: str
    title: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    rows: Callable[[], Iterator[Sequence[object]]]
    references: tuple[Reference, ...] = ()


def written(value: object) -> str:
    """Return a value as the tables write it; nothing is an empty cell, and no text is a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    return neutralised(str(value).replace("\0", ""))
