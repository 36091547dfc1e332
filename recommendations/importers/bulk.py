"""Writing many rows at once, by the quickest way each database has.

Django's ``bulk_create`` takes about five times as long for rows with many-to-many links (docs/decisions). Here a row is
a tuple of values in the order of ``fields``; SQLite takes them by ``executemany``, PostgreSQL by ``COPY``.
"""

import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from django.db import connection, models
from psycopg2.extras import execute_batch

Row = tuple[object, ...]
_CHUNK = 5000


def new_ids(model: type[models.Model], count: int) -> Iterator[int]:
    """Return ``count`` free primary keys, ascending. Call it inside the transaction that uses them.

    On PostgreSQL they are drawn from the table's sequence, so that nobody else gets them; on SQLite, whose writers
    take turns, they follow the largest key ever used.
    """
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return iter(sorted(pk for (pk,) in cursor.fetchall()))
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        used = cursor.fetchone()
        first = (int(used[0]) if used else 0) + 1
        return iter(range(first, first + count))


def insert_rows(model: type[models.Model], fields: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert ``rows`` (values in the order of ``fields``, foreign keys as primary keys) into the table of ``model``."""
    columns = [model._meta.get_field(name).column for name in fields]
    if connection.vendor == "postgresql":
        _copy(model._meta.db_table, columns, rows)
        return
    convert = [_to_sqlite(model._meta.get_field(name)) for name in fields]
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    sql = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608
    _execute(sql, rows, convert)


def update_rows(
    model: type[models.Model], fields: Sequence[str], rows: Iterable[Row], key: Sequence[str] = ("id",)
) -> None:
    """Update by ``key``: each row holds the values of ``fields`` and, last, those of the key."""
    assigned, wanted = (
        [f"{connection.ops.quote_name(model._meta.get_field(name).column)} = %s" for name in names]
        for names in (fields, key)
    )
    table = connection.ops.quote_name(model._meta.db_table)
    sql = f"UPDATE {table} SET {', '.join(assigned)} WHERE {' AND '.join(wanted)}"  # noqa: S608 - names of the model
    convert = _to_postgres_parameter if connection.vendor == "postgresql" else _to_sqlite
    _execute(sql, rows, [convert(model._meta.get_field(name)) for name in (*fields, *key)])


Converter = Callable[[object], object] | None


def _execute(sql: str, rows: Iterable[Row], convert: Sequence[Converter]) -> None:
    special = [(index, function) for index, function in enumerate(convert) if function]

    def converted(row: Row) -> Row:
        values = list(row)
        for index, function in special:
            values[index] = function(values[index])
        return tuple(values)

    waiting = iter(rows)
    with connection.cursor() as cursor:
        while chunk := list(islice(waiting, _CHUNK)):
            values = [converted(row) for row in chunk] if special else chunk
            if connection.vendor == "postgresql":
                # psycopg2's own executemany waits for the server after every row.
                execute_batch(cursor.cursor, sql, values, page_size=500)
            else:
                cursor.executemany(sql, values)


def _to_sqlite(field: models.Field) -> Converter:
    if isinstance(field, models.UUIDField):
        return lambda value: value.hex if isinstance(value, UUID) else value
    if isinstance(field, models.DateTimeField):
        return lambda value: connection.ops.adapt_datetimefield_value(value)
    if isinstance(field, models.DateField):
        return lambda value: value.isoformat() if isinstance(value, date) else value
    return _json if isinstance(field, models.JSONField) else None


def _to_postgres_parameter(field: models.Field) -> Converter:
    if isinstance(field, models.UUIDField):
        return lambda value: str(value) if value is not None else None
    return _json if isinstance(field, models.JSONField) else None


def _json(value: object) -> object:
    """Return JSON text; a string is taken to be JSON already, so that one text can serve many rows."""
    return value if value is None or isinstance(value, str) else json.dumps(value)


_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _copy_value(value: object) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    if isinstance(value, (dict, list)):
        return json.dumps(value).translate(_ESCAPES)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value)


def _copy(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    sql = f"COPY {connection.ops.quote_name(table)} ({names}) FROM STDIN"
    waiting = iter(rows)
    with connection.cursor() as cursor:
        while chunk := list(islice(waiting, _CHUNK)):
            lines = ("\t".join(map(_copy_value, row)) for row in chunk)
            cursor.copy_expert(sql, io.StringIO("\n".join(lines) + "\n"))
