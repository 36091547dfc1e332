"""Columns out of the database by the hundred thousand: each packed into one value, unpacked by numpy.

Seven times quicker than rows. Several columns of one query come in the same order, whatever it is.
"""

from array import array
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Aggregate, QuerySet, TextField
from pyroaring import BitMap

Only = Collection[int] | None
"""The recommendations to read; None for all of them."""

_SEPARATOR = "\x1f"


@dataclass(frozen=True)
class Coded:
    """A column of texts: the distinct ones, and for each row which of them it has."""

    distinct: list[str]
    codes: np.ndarray


class Packed(Aggregate):
    """A column packed by the database; the class says what it holds. Columns that may be null cannot be packed."""

    output_field = TextField()
    on_sqlite = ""
    on_postgresql = ""

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Join the values as text."""
        return self.as_sql(compiler, connection, template=self.on_sqlite, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Join the values' bytes, or texts."""
        return self.as_sql(compiler, connection, template=self.on_postgresql, **context)

    @staticmethod
    def unpack(packed: Any) -> Any:
        """Return the values, in the order of the other columns."""
        raise NotImplementedError


class Numbers(Packed):
    """Whole numbers below two thousand million: ids."""

    on_sqlite = "group_concat(%(expressions)s)"
    on_postgresql = "string_agg(int4send((%(expressions)s)::int4), ''::bytea)"

    @staticmethod
    def unpack(packed: Any) -> np.ndarray:
        """Return an array of numbers."""
        if isinstance(packed, str):
            return np.fromstring(packed, dtype=np.int64, sep=",")
        return np.frombuffer(packed or b"", dtype=">i4").astype(np.int64)


class Texts(Packed):
    """Short texts without control characters."""

    on_sqlite = "group_concat(%(expressions)s, char(31))"
    on_postgresql = "string_agg(%(expressions)s, chr(31))"

    @staticmethod
    def unpack(packed: Any) -> "Coded":
        """Return the texts, each distinct one once."""
        texts = [] if packed is None else packed.split(_SEPARATOR)
        number = {text: place for place, text in enumerate(dict.fromkeys(texts))}
        return Coded(list(number), np.fromiter(map(number.__getitem__, texts), np.int32, len(texts)))


class Moments(Packed):
    """Moments, in microseconds since 1970."""

    on_sqlite = "group_concat(%(expressions)s)"
    on_postgresql = "string_agg(int8send((extract(epoch from %(expressions)s) * 1000000)::bigint), ''::bytea)"

    @staticmethod
    def unpack(packed: Any) -> np.ndarray:
        """Return an array of numbers."""
        if isinstance(packed, str):
            return np.array(packed.split(","), dtype="datetime64[us]").astype(np.int64)
        return np.frombuffer(packed or b"", dtype=">i8").astype(np.int64)


def columns(queryset: QuerySet, *packed: Packed) -> list[Any]:
    """Return columns of a queryset, aligned with each other (one query)."""
    named = {f"column_{place}": column for place, column in enumerate(packed)}
    values = queryset.order_by().aggregate(**named)
    # One after the other: the packed form of a column is given back before the next is unpacked.
    return [column.unpack(values.pop(name)) for name, column in named.items()]


def rows(queryset: QuerySet) -> list[tuple[Any, ...]]:
    """Return the rows of a ``values_list`` as the database gives them."""
    sql, parameters = queryset.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def grouped(values: np.ndarray, ids: np.ndarray) -> Iterator[tuple[int, BitMap]]:
    """Yield each number among ``values`` with the ids that stand beside it."""
    order = np.argsort(values, kind="stable")
    distinct, starts = np.unique(values[order], return_index=True)
    if len(distinct):
        for value, part in zip(distinct.tolist(), np.split(ids[order], starts[1:]), strict=True):
            yield value, bitmap_of(part)


def grouped_texts(texts: Coded, ids: np.ndarray) -> Iterator[tuple[str, BitMap]]:
    """Yield each text with the ids that stand beside it."""
    return ((texts.distinct[code], found) for code, found in grouped(texts.codes, ids))


def bitmap_of(ids: np.ndarray) -> BitMap:
    """Return the ids of a numpy array."""
    plain = array("I")
    plain.frombytes(ids.astype(np.uint32, copy=False).tobytes())
    return BitMap(plain)


def ids_of(found: BitMap) -> np.ndarray:
    """Return the ids of a bitmap, ascending."""
    return np.frombuffer(found.to_array(), dtype=np.uint32)
