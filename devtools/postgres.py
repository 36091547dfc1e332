"""PostgreSQL for the tests: a cluster of our own, quick and unsafe (no fsync), which is gone when it stops."""

import os
import shutil
import subprocess
from pathlib import Path

from devtools.console import DevError
from devtools.processes import as_user, run_quietly
from devtools.server import Server, failed, free_port, new_folder, plain_user, wait_for

START_SECONDS = 60
USER = "tests"
QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "listen_addresses": "127.0.0.1",
    # Looking at tables in the middle of a test's long transaction, it takes them for empty, and plans go by that.
    "autovacuum": "off",
}


def programs() -> Path | None:
    """Return the folder of the newest PostgreSQL server programs, None where there are none."""
    # Debian keeps each version's programs off the path.
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    found = versions[-1] if versions else shutil.which("initdb")
    return Path(found).parent if found else None


def missing() -> str:
    """Return why PostgreSQL cannot be started here, "" where it can."""
    return "" if programs() else "its server programs are not installed"


def start() -> Server:
    """Make a cluster in a new folder and start it on a free port."""
    folder = programs()
    if folder is None:
        raise DevError(f"PostgreSQL cannot be started: {missing()}.")
    home = new_folder("postgres")
    data, log = home / "data", home / "log"
    port = free_port()
    initdb: list[str | Path] = [folder / "initdb", "-D", data, "-U", USER, "-A", "trust", "--no-sync"]
    initdb += ["-E", "UTF8", "--locale=C.UTF-8"]
    user = plain_user()
    run_quietly(initdb, "PostgreSQL could not make a cluster.", user=user, cwd=home)
    options = [part for name, value in QUICK.items() for part in ("-c", f"{name}={value}")]
    with log.open("w") as output:
        process = subprocess.Popen(
            [folder / "postgres", "-D", data, "-p", str(port), "-k", home, *options],
            cwd=home,
            env={**os.environ, "HOME": str(home)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **as_user(user),
        )
    server = Server(url=f"postgres://{USER}@127.0.0.1:{port}/postgres", pid=process.pid, folder=str(home))
    ask: list[str | Path] = [folder / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]

    def has_settled() -> bool:
        return process.poll() is not None or not subprocess.run(ask, check=False).returncode

    if wait_for(has_settled, START_SECONDS) and process.poll() is None:
        return server
    raise failed(server, "PostgreSQL", log)
