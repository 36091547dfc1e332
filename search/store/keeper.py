"""The store of this process: loaded once, brought up to date before every answer.

Readers share one immutable store. Before each answer the data version is asked (one query); what the log of changes
has since the store's own version is read anew and makes the next store. A "rebuild" (an import) is loaded by a thread
of its own, while the old store serves and takes up later changes; nobody waits for it.

A store belongs to a history, not only to a number: the log must hold the store's own version under its own token. Where
it does not (a transaction was rolled back, a backup restored, another database opened, the log cut short), the store is
loaded anew before the answer.
"""

import logging
import os
import threading

from django.db import connection
from django.db.backends.sqlite3.base import DatabaseWrapper as SqliteWrapper
from django.db.models.signals import post_migrate

from search.changes import Version, data_version
from search.changes.log import changes_since
from search.changes.once import once
from search.changes.pending import AT_MOST
from search.models import Change
from search.store.store import Store

A_LOT = 100
"""Recommendations of one change that no single person made."""

logger = logging.getLogger(__name__)


class Keeper:
    """Keeps the store of one process, for all its threads."""

    def __init__(self) -> None:
        self._store: Store | None = None
        self.after_fork()

    def after_fork(self) -> None:
        """Begin with a lock that nobody holds. A store read before a fork is as good in the child."""
        self._lock = threading.Lock()
        self._rebuilding: threading.Thread | None = None
        self._rebuilt: Store | None = None
        self._due = 0
        """Number of the latest rebuild that the store in use lacks; 0 where it has all."""

    def current(self, version: Version) -> Store:
        """Return the store as of ``version``, which was just asked, or of later."""
        store = self._store
        if store is not None and _same(store.version, version) and not self._due:
            return store
        with self._lock:
            return self._brought_up_to(version)

    def forget(self, **kwargs: object) -> None:
        """Load anew at the next question: after a migration, and for measuring."""
        with self._lock:
            self._store = self._rebuilt = None
            self._due = 0

    def wait(self) -> None:
        """Wait until a rebuild under way is done (for tests and measuring)."""
        if self._rebuilding is not None:
            self._rebuilding.join()

    def _brought_up_to(self, version: Version) -> Store:
        self._take_rebuilt()
        store = self._store
        changes = changes_since(store.version) if store else None
        ids, rebuilds = _now_and_later(changes or [])
        if store is None or changes is None or len(ids) > AT_MOST or (rebuilds and _must_load_here()):
            store, self._due = Store.load(version), 0
        elif changes:
            self._due = max([self._due, *rebuilds])
            last = Version(changes[-1].number, changes[-1].token)
            store = store.changed(last, ids, vocabularies=any(change.vocabularies for change in changes))
        self._store = store
        if self._due:
            self._rebuild()
        return store

    def _take_rebuilt(self) -> None:
        """Let a store that was loaded in the background take over, if it belongs to the same history."""
        rebuilt, self._rebuilt = self._rebuilt, None
        if rebuilt is not None and changes_since(rebuilt.version) is not None:
            self._store = rebuilt
            if rebuilt.version.number >= self._due:
                self._due = 0

    def _rebuild(self) -> None:
        """Load a store in the background, by one thread at a time; whoever comes by starts it again if it failed."""
        if self._rebuilding is None or not self._rebuilding.is_alive():
            self._rebuilding = threading.Thread(target=self._load_in_background, name="facet store", daemon=True)
            self._rebuilding.start()

    def _load_in_background(self) -> None:
        try:
            while True:
                self._rebuilt = store = Store.load(data_version())
                if store.version.number >= self._due:
                    return
        except Exception:
            # The old store goes on, and the next request tries again.
            logger.exception("Loading the facet store failed; the old one goes on serving.")
        finally:
            connection.close()


def _must_load_here() -> bool:
    """Whether another thread would not see what this one sees: inside a transaction, or in a database in memory."""
    in_memory = isinstance(connection, SqliteWrapper) and connection.is_in_memory_db()
    return connection.in_atomic_block or in_memory


def _now_and_later(changes: list[Change]) -> tuple[set[int], list[int]]:
    """Return the recommendations to read before the answer, and the numbers of changes to load in the background.

    Those are rebuilds; and where there is too much to read (the texts of an import follow it in large lots), the lots.
    """
    ids = {pk for change in changes for pk in change.recommendations}
    later = [change.number for change in changes if change.rebuild]
    if len(ids) > AT_MOST:
        lots = [change for change in changes if len(change.recommendations) > A_LOT]
        later += [change.number for change in lots]
        ids = {pk for change in changes if change not in lots for pk in change.recommendations}
    return ids, later


def _same(one: Version, other: Version) -> bool:
    return (one.number, one.token) == (other.number, other.token)


keeper = Keeper()
os.register_at_fork(after_in_child=keeper.after_fork)
# Migrating, and emptying the database, fill the tables anew without a word in the log of changes.
post_migrate.connect(keeper.forget, dispatch_uid="search.store.keeper")


def current_store() -> Store:
    """Return the store of this process as of now; all of one page see the same."""
    version = data_version()
    return once("facet store", lambda: keeper.current(version))
