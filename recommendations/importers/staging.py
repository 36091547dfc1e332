"""Rows of an import wait in temporary tables until one statement a table moves them into the record.

Filling a temporary table takes no lock, so people go on writing meanwhile; moving the rows is the database's own work
and takes less than half the time of inserting them one by one (docs/decisions/0002). A row is a tuple of values in the
order of its fields, foreign keys as primary keys.
"""

import io
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from itertools import count
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.backends.utils import CursorWrapper

Row = tuple[object, ...]
Converter = Callable[[object], object]
_numbers = count(1)
_SAVEPOINT = "rows_of_an_import"


def new_ids(model: type[models.Model], number: int) -> list[int]:
    """Return ``number`` free primary keys, ascending.

    On PostgreSQL they are drawn from the table's sequence, so that nobody else gets them. On SQLite they follow the
    largest key ever used: before using them, see that nobody wrote to the table since.
    """
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            drawn = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(drawn, [table, number])
            return sorted(pk for (pk,) in cursor.fetchall())
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        used = cursor.fetchone()
        first = (int(used[0]) if used else 0) + 1
        return list(range(first, first + number))


class StagedRows:
    """Rows for one table. Append to ``waiting`` and call :meth:`stage` now and then; then insert or update."""

    def __init__(self, model: type[models.Model], fields: Sequence[str]) -> None:
        self.waiting: list[Row] = []
        self._fields = [model._meta.get_field(name) for name in fields]
        self._columns = [connection.ops.quote_name(str(field.column)) for field in self._fields]  # type: ignore[union-attr]
        self._table = connection.ops.quote_name(model._meta.db_table)
        self._staged = connection.ops.quote_name(f"staged_{model._meta.model_name}_{next(_numbers)}")
        self._is_made = False

    def stage(self) -> None:
        """Move what waits from memory into the temporary table."""
        if not self.waiting:
            return
        with connection.cursor() as cursor, _together(cursor):
            if not self._is_made:
                columns = ", ".join(self._columns)
                empty = f"SELECT {columns} FROM {self._table} LIMIT 0"  # noqa: S608
                cursor.execute(f"CREATE TEMPORARY TABLE {self._staged} AS {empty}")
                self._is_made = True
            if connection.vendor == "postgresql":
                self._copy(cursor)
            else:
                marks = ", ".join(["%s"] * len(self._fields))
                cursor.executemany(f"INSERT INTO {self._staged} VALUES ({marks})", self._converted())  # noqa: S608
        self.waiting = []

    def _converted(self) -> Any:
        """Return an iterator of the waiting rows as SQLite takes them, converted column by column."""
        columns: list[Sequence[object]] = list(zip(*self.waiting, strict=True))
        for place, field in enumerate(self._fields):
            convert = _to_sqlite(field)
            if convert:
                columns[place] = list(map(convert, columns[place]))
        return zip(*columns, strict=True)

    def _copy(self, cursor: CursorWrapper) -> None:
        lines = ("\t".join(map(_copy_value, row)) for row in self.waiting)
        stream = io.StringIO("\n".join(lines) + "\n")
        cursor.copy_expert(f"COPY {self._staged} FROM STDIN", stream)

    def insert(self) -> None:
        """Insert the rows into the record."""
        self.stage()
        if self._is_made:
            columns = ", ".join(self._columns)
            with connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO {self._table} ({columns}) SELECT {columns} FROM {self._staged}")  # noqa: S608

    def update(self, keys: int = 1) -> None:
        """Update the record by the last ``keys`` columns of the rows; the others are set."""
        self.stage()
        if self._is_made:
            assigned = ", ".join(f"{column} = {self._staged}.{column}" for column in self._columns[:-keys])
            same = " AND ".join(f"{self._table}.{name} = {self._staged}.{name}" for name in self._columns[-keys:])
            with connection.cursor() as cursor:
                cursor.execute(f"UPDATE {self._table} SET {assigned} FROM {self._staged} WHERE {same}")  # noqa: S608

    def drop(self) -> None:
        """Give the space back."""
        if self._is_made:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP TABLE IF EXISTS {self._staged}")


@contextmanager
def _together(cursor: CursorWrapper) -> Iterator[None]:
    """Let SQLite write many rows as one piece without the lock that Django's transactions take at once."""
    if connection.vendor != "sqlite":
        yield
        return
    cursor.execute(f"SAVEPOINT {_SAVEPOINT}")
    try:
        yield
    except BaseException:
        cursor.execute(f"ROLLBACK TO {_SAVEPOINT}")
        raise
    finally:
        cursor.execute(f"RELEASE {_SAVEPOINT}")


def _to_sqlite(field: object) -> Converter | None:
    """Return how values of a field become what SQLite stores, None where they are that already."""
    if isinstance(field, models.UUIDField):
        return lambda value: value.hex if isinstance(value, UUID) else value
    if isinstance(field, models.DateTimeField):
        return _datetime_for_sqlite
    if isinstance(field, models.DateField):
        return _date_for_sqlite
    return _json if isinstance(field, models.JSONField) else None


@lru_cache(maxsize=1000)
def _datetime_for_sqlite(value: datetime) -> object:
    return connection.ops.adapt_datetimefield_value(value)


@lru_cache(maxsize=20_000)
def _date_for_sqlite(value: date | None) -> object:
    return value.isoformat() if value else None


def _json(value: object) -> object:
    """Return JSON text; a string is taken to be JSON already, so that one text can serve many rows."""
    return value if value is None or isinstance(value, str) else json.dumps(value)


_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _copy_value(value: object) -> str:
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    if value is None:
        return r"\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, (dict, list)):
        return json.dumps(value).translate(_ESCAPES)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value)
