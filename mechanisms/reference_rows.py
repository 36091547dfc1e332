"""Reading reference data: CSV files (UTF-8, comma, header) whose mistakes are named by file and row.

Lists inside a cell are separated by `` | ``. Row 1 is the header, as a spreadsheet counts.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import connections, models

LIST_SEPARATOR = "|"

T = TypeVar("T")
M = TypeVar("M", bound=models.Model)


class ReferenceDataError(ValueError):
    """A reference data file is wrong; the message names file, row and reason."""

    def __init__(self, file: Path, row: int, reason: str) -> None:
        super().__init__(f"{file.name}, row {row}: {reason}")


@dataclass(frozen=True)
class ReferenceRow:
    """One row of a reference data file: its cells by column name, and where it stands."""

    file: Path
    number: int
    cells: dict[str, str]

    def error(self, reason: str) -> ReferenceDataError:
        """Return the error that says what is wrong with this row."""
        return ReferenceDataError(self.file, self.number, reason)

    def text(self, column: str) -> str:
        """Return the cell's text, which may be empty."""
        return self.cells[column]

    def needed(self, column: str) -> str:
        """Return the cell's text; an empty cell is an error."""
        if not self.cells[column]:
            raise self.error(f"{column} is empty")
        return self.cells[column]

    def items(self, column: str) -> list[str]:
        """Return the parts of a list cell."""
        return [part for part in (part.strip() for part in self.cells[column].split(LIST_SEPARATOR)) if part]

    def number_or_none(self, column: str) -> int | None:
        """Return the cell as a whole number, or None where it is empty."""
        return self._parsed(column, int, "a whole number")

    def decimal_or_none(self, column: str) -> Decimal | None:
        """Return the cell as a number with decimals, or None where it is empty."""
        return self._parsed(column, Decimal, "a number such as 40.44")

    def whole_number(self, column: str) -> int:
        """Return the cell as a whole number; an empty cell is an error."""
        self.needed(column)
        return self.number_or_none(column) or 0

    def date_or_none(self, column: str) -> date | None:
        """Return the cell as a date (2015-05-11), or None where it is empty."""
        return self._parsed(column, date.fromisoformat, "a date such as 2015-05-11")

    def yes(self, column: str) -> bool:
        """Return whether the cell says yes; anything but yes or no is an error."""
        if self.cells[column] not in ("yes", "no"):
            raise self.error(f"{column} is {self.cells[column]!r}, not yes or no")
        return self.cells[column] == "yes"

    def found(self, column: str, known: dict[str, T]) -> T:
        """Return what the cell names among ``known``; an unknown name is an error."""
        name = self.needed(column)
        if name not in known:
            raise self.error(f"{column} {name!r} is not known")
        return known[name]

    def checked(self, record: M) -> M:
        """Return ``record`` if its own fields are valid (lengths, choices, patterns); else raise the row's error."""
        relations = {field.name for field in record._meta.concrete_fields if field.is_relation}
        try:
            record.clean_fields(exclude=relations | {"key"})
        except ValidationError as problem:
            raise self.error(
                "; ".join(f"{name}: {' '.join(texts)}" for name, texts in problem.message_dict.items())
            ) from problem
        return record

    def _parsed(self, column: str, parse: Callable[[str], T], what: str) -> T | None:
        value = self.cells[column]
        if not value:
            return None
        try:
            return parse(value)
        except (ValueError, ArithmeticError) as problem:
            raise self.error(f"{column} is {value!r}, not {what}") from problem


def read_rows(file: Path, columns: Iterable[str]) -> list[ReferenceRow]:
    """Return all rows of ``file``, which must have exactly ``columns``; cells are trimmed, empty lines skipped.

    Raises :class:`ReferenceDataError` for a missing file, another encoding, a wrong header or a ragged row.
    """
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            return list(_rows(file, csv.reader(stream, strict=True), list(columns)))
    except FileNotFoundError as problem:
        raise ReferenceDataError(file, 0, "the file is missing") from problem
    except UnicodeDecodeError as problem:
        raise ReferenceDataError(file, 0, "the file is not UTF-8") from problem


def _rows(file: Path, reader: Iterator[list[str]], columns: list[str]) -> Iterator[ReferenceRow]:
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if number == 1:
                if cells != columns:
                    raise ReferenceDataError(file, 1, f"the header is {','.join(cells)}, not {','.join(columns)}")
            elif cells:
                if len(cells) != len(columns):
                    raise ReferenceDataError(file, number, f"{len(cells)} cells instead of {len(columns)}")
                yield ReferenceRow(file, number, dict(zip(columns, (cell.strip() for cell in cells), strict=True)))
    except csv.Error as problem:
        raise ReferenceDataError(file, number + 1, str(problem)) from problem
    if number == 0:
        raise ReferenceDataError(file, 1, "the file is empty")


def unique(rows: list[ReferenceRow], key_of: Callable[[ReferenceRow], str]) -> list[ReferenceRow]:
    """Return ``rows`` if their keys differ; else raise the error of the row that repeats a key."""
    first: dict[str, int] = {}
    for row in rows:
        key = key_of(row)
        if key in first:
            raise row.error(f"{key!r} stands in row {first[key]} already")
        first[key] = row.number
    return rows


def is_migrated(model: type[models.Model], using: str) -> bool:
    """Return whether the model's table exists: it does not after ``migrate <app> zero``, which also loads."""
    return model._meta.db_table in connections[using].introspection.table_names()


def create_missing(records: dict[str, M], present: dict[str, M], using: str) -> int:
    """Create the ``records`` whose key is not ``present``, in one statement; return how many.

    ``present`` afterwards holds them too, so that other files can refer to them. What exists stays as it is.
    """
    missing = {key: record for key, record in records.items() if key not in present}
    if missing:
        first = next(iter(missing.values()))
        type(first)._default_manager.using(using).bulk_create(missing.values())
    present.update(missing)
    return len(missing)
