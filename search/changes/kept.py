"""What a process has worked out, kept while what it was made of stays the same.

Of everything together, while a token of the data version stays the same:

    menus = KeptWhile[Menu](most=64)
    menus.get(data_version().pages, "en", read_menu)

Of single recommendations, while they look the same:

    kept = KeptOfRecords[Card](most=2_000)
    cards = kept.get(version, look, ids)         # those that are kept, by id
    kept.put(version, look, {7: card})           # ``version`` was asked before the record was read

``look`` is whatever else the value depends on, such as the language. The log of changes says what to forget.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from threading import Lock
from typing import Generic, TypeVar

from django.db.models.signals import post_migrate

from search.changes.log import changes_since
from search.changes.version import Version

Value = TypeVar("Value")

LOOKS = 16
"""So many values are kept of one recommendation, such as the words of different searches marked in it."""


class KeptWhile(Generic[Value]):
    """At most ``most`` values by key, all of them made while a token was the same; the oldest give way."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._token = ""
        self._values: dict[Hashable, Value] = {}
        # Migrating, and emptying the database, fill the tables anew without a word in the log of changes.
        post_migrate.connect(self.forget, dispatch_uid=("search.changes.kept", id(self)))

    def get(self, token: str, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value under ``key``; make it where there is none of this ``token``, which was just asked."""
        with self._lock:
            if self._token != token:
                self._token, self._values = token, {}
            if key in self._values:
                return self._values[key]
        value = make()
        with self._lock:
            # Where another thread has seen a later token meanwhile, this value may be out of date.
            if self._token == token:
                self._values[key] = value
                _shorten(self._values, self._most)
        return value

    def forget(self, **kwargs: object) -> None:
        """Make everything anew."""
        with self._lock:
            self._values = {}


class KeptOfRecords(Generic[Value]):
    """Values by recommendation and look, of at most ``most`` recommendations; the oldest give way."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._version = Version()
        self._values: dict[int, dict[Hashable, Value]] = {}
        # Migrating, and emptying the database, fill the tables anew without a word in the log of changes.
        post_migrate.connect(self.forget, dispatch_uid=("search.changes.kept", id(self)))

    def get(self, version: Version, look: Hashable, ids: Iterable[int]) -> dict[int, Value]:
        """Return what is kept of these recommendations, at ``version`` or later (one query where it has changed)."""
        self._follow(version)
        with self._lock:
            kept = {pk: self._values.get(pk, {}).get(look) for pk in ids}
        return {pk: value for pk, value in kept.items() if value is not None}

    def put(self, version: Version, look: Hashable, values: Mapping[int, Value]) -> None:
        """Keep what was worked out after ``version`` was asked; nothing where changes came in meanwhile."""
        with self._lock:
            if not _same(self._version, version):
                return
            for pk, value in values.items():
                looks = self._values.setdefault(pk, {})
                looks[look] = value
                _shorten(looks, LOOKS)
            _shorten(self._values, self._most)

    def forget(self, **kwargs: object) -> None:
        """Work everything out anew."""
        with self._lock:
            self._values = {}

    def _follow(self, version: Version) -> None:
        """Forget what looks different by now. The lock is never held while the database is asked."""
        known = self._version
        if _same(known, version):
            return
        changes = changes_since(known)
        with self._lock:
            if self._version is not known:
                return
            if changes is None or any(change.rebuild or change.vocabularies for change in changes):
                self._values = {}
            else:
                for pk in (pk for change in changes for pk in change.recommendations):
                    self._values.pop(pk, None)
            if changes is None:
                self._version = version
            elif changes:
                self._version = Version(changes[-1].number, changes[-1].token)


def _same(one: Version, other: Version) -> bool:
    return (one.number, one.token) == (other.number, other.token)


def _shorten(values: dict, most: int) -> None:
    while len(values) > most:
        del values[next(iter(values))]
