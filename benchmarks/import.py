"""How long, with how much memory and behind how long a write lock UHRI's full export is imported, beside a yardstick.

    python benchmarks/import.py [--rows N] [--only json|xlsx]

The files are generated once and kept under ``var/benchmarks``. Everything runs one after the other, each in a process
of its own, on SQLite. Gates: JSON at most 400 MB, xlsx at most 900 MB, lock at most 20 s, time at most twice the
peer's.
"""

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import uhri_file  # noqa: E402 - the path comes first

FOLDER = ROOT / "var" / "benchmarks"
MEGABYTE = 1024 * 1024
MEMORY_GATES = {"json": 400, "xlsx": 900}
LOCK_GATE = 20.0
RATIO_GATE = 2.0
_POLL = 0.05


@dataclass(frozen=True)
class Measured:
    """One run of a program."""

    seconds: float
    megabytes: float
    """The largest it ever was in memory."""
    locked: float = 0.0
    """The longest time in seconds for which nobody else could have written."""


class LockWatch:
    """Tries to write every twentieth of a second, and keeps the longest time in which that was refused."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self.longest = 0.0

    def __enter__(self) -> "LockWatch":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        connection = sqlite3.connect(self._database, timeout=0, isolation_level=None)
        refused_since: float | None = None
        while not self._stop.wait(_POLL):
            now = time.monotonic()
            try:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("ROLLBACK")
                refused_since = None
            except sqlite3.OperationalError:
                refused_since = refused_since or now
                self.longest = max(self.longest, now - refused_since)
        connection.close()


def measure(command: list[object], environment: dict[str, str] | None = None) -> Measured:
    """Run a program to its end; it must succeed."""
    start = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.monotonic() - start
    if status:
        raise SystemExit(f"{' '.join(map(str, command))} failed with status {os.waitstatus_to_exitcode(status)}.")
    return Measured(seconds, used.ru_maxrss * 1024 / MEGABYTE)


def prepared(name: str, count: int, write: Callable[[Path, int], None]) -> Path:
    """Return the generated file, which is made where it is missing."""
    path = FOLDER / f"uhri-{count}.{name}"
    if not path.exists():
        print(f"generating {path.name} …", flush=True)
        unfinished = path.with_suffix(".unfinished")
        write(unfinished, count)
        unfinished.rename(path)
    return path


def empty_database() -> Path:
    """Return a database with tables and reference data, as a new installation has it."""
    database = FOLDER / "empty.sqlite3"
    database.unlink(missing_ok=True)
    measure([sys.executable, ROOT / "manage.py", "migrate", "--verbosity", 0, "--skip-checks"], settings(database))
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return database


def settings(database: Path) -> dict[str, str]:
    """Return the environment of a process that works on ``database``."""
    return {**os.environ, "DATABASE_URL": f"sqlite:///{database}", "DJANGO_SETTINGS_MODULE": "config.settings.test"}


def imported(file: Path, empty: Path, again: bool = False) -> Measured:
    """Import ``file`` into a copy of the ``empty`` database; ``again`` into the one that holds it already."""
    database = FOLDER / "imported.sqlite3"
    if not again:
        for leftover in FOLDER.glob("imported.sqlite3*"):
            leftover.unlink()
        shutil.copy(empty, database)
    command = [sys.executable, ROOT / "manage.py", "import_recommendations", file, "--json", "--skip-checks"]
    with LockWatch(database) as lock:
        run = measure(command, settings(database))
    return Measured(run.seconds, run.megabytes, lock.longest)


def line(name: str, run: Measured, note: str = "") -> None:
    """Print one result."""
    print(f"{name:<28}{run.seconds:8.1f} s{run.megabytes:8.0f} MB{run.locked:8.1f} s locked  {note}", flush=True)


def verdict(value: float, gate: float) -> str:
    """Say whether a gate holds."""
    return f"{'ok' if value <= gate else 'MISSED'} (at most {gate:g})"


def main() -> None:
    """Generate, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=uhri_file.FULL_EXPORT)
    parser.add_argument("--only", choices=("json", "xlsx"))
    chosen = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    json_file = prepared("json", chosen.rows, uhri_file.write_json)
    empty = empty_database()
    peer = measure([sys.executable, ROOT / "benchmarks" / "peer.py", json_file, FOLDER / "peer.sqlite3"])
    print(f"{chosen.rows} rows; {json_file.name}: {json_file.stat().st_size / MEGABYTE:.0f} MB")
    line("sqlite-utils, JSON", peer)
    for name, write in (("json", uhri_file.write_json), ("xlsx", uhri_file.write_xlsx)):
        if chosen.only in (None, name):
            file = prepared(name, chosen.rows, write)
            run = imported(file, empty)
            ratio = run.seconds / peer.seconds
            line(f"import, {name}", run, f"{ratio:.2f} times the peer: {verdict(ratio, RATIO_GATE)}")
            print(f"    memory {verdict(run.megabytes, MEMORY_GATES[name])}, lock {verdict(run.locked, LOCK_GATE)}")
            line(f"the same {name} again", imported(file, empty, again=True))


if __name__ == "__main__":
    main()
