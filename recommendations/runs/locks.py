"""Who is alive: locks that end with the process that holds them, even when it is killed.

On PostgreSQL these are advisory locks of a connection of their own, on SQLite (one machine) locks of files beside the
database. Asking whether a lock is held writes nothing.
"""

import fcntl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connection, connections

_SPACE = 7301
"""Tells our advisory locks from those of other programs in the same database."""
_WORKER = 0


@contextmanager
def as_worker() -> Iterator[None]:
    """Show, while the block lasts, that there is a worker. There may be several."""
    with _held(_WORKER, shared=True):
        yield


@contextmanager
def at_work_on(run: int) -> Iterator[None]:
    """Show, while the block lasts, that somebody works on this run.

    Raises:
        AlreadyHeld: somebody does already.
    """
    with _held(run, shared=False):
        yield


def is_there_a_worker() -> bool:
    """Tell whether some process would do what waits."""
    return _is_held(_WORKER)


def is_at_work_on(run: int) -> bool:
    """Tell whether some process works on this run now."""
    return _is_held(run)


class AlreadyHeld(Exception):
    """Another process works on it."""


@contextmanager
def _held(number: int, *, shared: bool) -> Iterator[None]:
    with _on_postgresql(number, shared) if connection.vendor == "postgresql" else _on_file(number, shared):
        yield


def _is_held(number: int) -> bool:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database "
                "WHERE locktype = 'advisory' AND granted AND datname = current_database() "
                "AND classid = %s AND objid = %s AND objsubid = 2)",
                [_SPACE, number],
            )
            return bool(cursor.fetchone()[0])
    path = _path(number)
    if not path.exists():
        return False
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@contextmanager
def _on_postgresql(number: int, shared: bool) -> Iterator[None]:
    # Its own connection: the usual one is closed and opened again between two tasks.
    own = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        with own.cursor() as cursor:
            kind = "_shared" if shared else ""
            cursor.execute(f"SELECT pg_try_advisory_lock{kind}(%s, %s)", [_SPACE, number])
            if not cursor.fetchone()[0]:
                raise AlreadyHeld
            yield
            # Said, because the server may notice a closed connection a little later.
            cursor.execute(f"SELECT pg_advisory_unlock{kind}(%s, %s)", [_SPACE, number])
    finally:
        own.close()


@contextmanager
def _on_file(number: int, shared: bool) -> Iterator[None]:
    path = _path(number)
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyHeld from error
        try:
            yield
        finally:
            if not shared:
                path.unlink(missing_ok=True)


def _path(number: int) -> Path:
    name = str(connection.settings_dict["NAME"])
    if "memory" in name:
        folder = Path(tempfile.gettempdir()) / f"{name.partition('?')[0].replace(':', '-').strip('-')}-locks"
    else:
        folder = Path(f"{name}-locks")
    return folder / ("worker" if number == _WORKER else f"run-{number}")
