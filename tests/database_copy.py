"""A copy of the test database, with its reference data, for tests that start processes of their own."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
_PATIENCE = 30.0


@dataclass
class DatabaseCopy:
    """A database of its own; ``url`` is what DATABASE_URL wants."""

    url: str
    file: Path | None = None
    """Where it lies, on SQLite."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """How to reach it, on PostgreSQL."""

    @contextmanager
    def connect(self) -> Iterator[Any]:
        """Yield a connection past Django."""
        opened = sqlite3.connect(self.file) if self.file else psycopg2.connect(**self.settings)
        with closing(opened) as made:
            yield made

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with self.connect() as opened, closing(opened.cursor()) as cursor:
            cursor.execute(sql)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows

    def sizes(self, *tables: str) -> dict[str, int]:
        """Return how many rows the tables have."""
        return {table: self.ask(f"SELECT COUNT(*) FROM {table}")[0][0] for table in tables}  # noqa: S608

    def wait_until_left(self) -> None:
        """Wait until the server has noticed that a killed client is gone."""
        if self.file:
            return
        deadline = time.monotonic() + _PATIENCE
        others = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        while self.ask(others)[0][0]:
            assert time.monotonic() < deadline, "somebody is still connected"
            time.sleep(0.05)

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        """Start ``manage.py`` with these arguments on this database."""
        environment = {**os.environ, "DATABASE_URL": self.url, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
        return subprocess.Popen(
            [sys.executable, ROOT / "manage.py", *map(str, arguments)],
            env=environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )


class DatabaseCopies:
    """Makes copies of the test database, and removes them in the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: list[str] = []
        self._template: str | None = None

    def make(self) -> DatabaseCopy:
        """Return a new copy. Call it outside of any test transaction."""
        return self._on_sqlite() if connection.vendor == "sqlite" else self._on_postgres()

    def _on_sqlite(self) -> DatabaseCopy:
        template = self._folder / "template.sqlite3"
        if not template.exists():
            connection.ensure_connection()
            with closing(sqlite3.connect(template)) as target:
                connection.connection.backup(target)
                target.execute("PRAGMA journal_mode=WAL")
        self._made.append(f"copy-{len(self._made)}.sqlite3")
        file = self._folder / self._made[-1]
        shutil.copy(template, file)
        return DatabaseCopy(f"sqlite:///{file}", file)

    def _on_postgres(self) -> DatabaseCopy:
        own = connection.settings_dict
        server = {"host": own["HOST"], "port": own["PORT"], "user": own["USER"], "password": own["PASSWORD"]}
        name = f"{own['NAME']}_copy_{len(self._made)}"
        # The server copies a database only while nobody is connected to it.
        connection.close()
        self._execute(server, f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}" TEMPLATE "{own["NAME"]}"')
        self._made.append(name)
        access = own["USER"] + (f":{own['PASSWORD']}" if own["PASSWORD"] else "")
        place = f"{own['HOST'] or ''}" + (f":{own['PORT']}" if own["PORT"] else "")
        return DatabaseCopy(f"postgres://{access}@{place}/{name}", settings={**server, "dbname": name})

    def remove(self) -> None:
        """Remove the copies from the server (files go with their folder)."""
        if connection.vendor == "sqlite":
            return
        own = connection.settings_dict
        server = {"host": own["HOST"], "port": own["PORT"], "user": own["USER"], "password": own["PASSWORD"]}
        self._execute(server, *(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)' for name in self._made))

    @staticmethod
    def _execute(server: Mapping[str, Any], *statements: str) -> None:
        with closing(psycopg2.connect(**server, dbname="postgres")) as opened:
            opened.autocommit = True
            with closing(opened.cursor()) as cursor:
                for statement in statements:
                    cursor.execute(statement)


@pytest.fixture(scope="module")
def copies(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[DatabaseCopies]:
    """Makes copies of the test database for other processes; use it in tests without database marks of their own."""
    with django_db_blocker.unblock():
        made = DatabaseCopies(tmp_path_factory.mktemp("databases"))
        yield made
        made.remove()
