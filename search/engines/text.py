"""A database's text index: from the tree of a search text to the ids of recommendations."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Protocol, TypeVar

import numpy as np
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from pyroaring import BitMap

from search.analysis.indexed_text import IndexedText
from search.query import Node

Thing = TypeVar("Thing")

RANKING_LIMIT = 20_000
"""Matches up to which a search is ranked: ranking costs about a microsecond each, so more would be felt."""


class TextEngine(Protocol):
    """The text index of a database. Whoever writes to it does so in the transaction that changes the record."""

    name: str

    def ids(self, node: Node) -> BitMap:
        """Return the recommendations that the search finds."""

    def ids_of_each(self, nodes: Sequence[Node]) -> list[BitMap]:
        """Return what each of several searches finds, by one query; ``nodes`` are one or a few."""

    def ranked(self, node: Node, limit: int = RANKING_LIMIT) -> list[int] | None:
        """Return all of them, the best first; None where there are more than ``limit``."""

    def take_turn(self) -> None:
        """Wait until nobody else is writing texts, and keep others waiting until the transaction ends.

        To be called before a text is read, so that nobody writes an older reading over a newer one.
        """

    def write(self, texts: Iterable[IndexedText]) -> None:
        """Insert texts, or replace those of the same recommendations."""

    def remove(self, ids: Iterable[int]) -> None:
        """Forget recommendations; what is not there may be named too."""

    def clear(self) -> None:
        """Forget everything."""

    def rebuild(self) -> None:
        """Make the index anew from the stored documents, in one transaction that readers do not notice."""

    def tidy(self) -> None:
        """Put in order what many writings left behind, outside of any transaction."""

    def differences(self) -> Iterable[tuple[int, str]]:
        """Yield where the index differs from the stored documents: a recommendation (0: no particular one) and how."""


@cache
def _engine(vendor: str) -> TextEngine:
    if vendor == "sqlite":
        from search.engines.sqlite import SqliteTextEngine

        return SqliteTextEngine()
    if vendor == "postgresql":
        from search.engines.postgres import PostgresTextEngine

        return PostgresTextEngine()
    raise ImproperlyConfigured(f"There is no text index for {vendor}; use SQLite or PostgreSQL.")


def database_text_engine() -> TextEngine:
    """Return the text index of the database in use."""
    return _engine(connection.vendor)


def bitmap(ids: "np.ndarray[tuple[int], np.dtype[np.uint32]]") -> BitMap:
    """Return the set of an array of ids (of 32 bits: four thousand million records will do)."""
    plain = array("I")
    plain.frombytes(ids.tobytes())
    return BitMap(plain)


def in_chunks(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    """Yield the things in lists of at most ``size``."""
    rest = iter(things)
    while chunk := list(islice(rest, size)):
        yield chunk
