"""The servers the tests need: PostgreSQL, Elasticsearch and Chromium; found, installed (as root on Debian), started.

Each server runs in a folder of its own under the system's temporary folder, as a user without rights, on a free port of
this machine, and is gone with its data when it is stopped.
"""

import json
import os
import shutil
import socket
from collections.abc import Callable
from contextlib import ExitStack

from devtools import elasticsearch, postgres
from devtools.console import DevError, say, step
from devtools.processes import ROOT, run_quietly
from devtools.server import Server

STATE = ROOT / "var" / "services.json"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
ENVIRONMENT = {"postgres": "TEST_POSTGRES_URL", "elasticsearch": "TEST_ELASTICSEARCH_URL"}
STARTERS: dict[str, Callable[[], Server]] = {"postgres": postgres.start, "elasticsearch": elasticsearch.start}
MISSING: dict[str, Callable[[], str]] = {"postgres": postgres.missing, "elasticsearch": elasticsearch.missing}
PACKAGES = {"postgres": ["postgresql"], "elasticsearch": ["openjdk-17-jre-headless", "maven"], "chromium": ["chromium"]}


def chromium() -> str:
    """Return the path of the browser the tests drive, "" where there is none."""
    named = os.environ.get("CHROMIUM_PATH", "")
    return named or next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), "")


def install_missing() -> None:
    """Install what the tests need and this machine lacks: Debian's packages (as root), Elasticsearch with Maven."""
    wanted = [package for name in ("postgres", "elasticsearch") if lacks_programs(name) for package in PACKAGES[name]]
    if not chromium():
        wanted += PACKAGES["chromium"]
    if wanted:
        apt_install(wanted)
    if elasticsearch.missing():
        with step("Fetching Elasticsearch"):
            elasticsearch.fetch()


def lacks_programs(name: str) -> bool:
    """Whether a server's programs are missing (Elasticsearch: Java, and Maven where the archive is not here)."""
    if os.environ.get(ENVIRONMENT[name]):
        return False
    if name == "elasticsearch":
        return not elasticsearch.java_home() or not (elasticsearch.ARCHIVE.exists() or shutil.which("mvn"))
    return bool(postgres.missing())


def apt_install(packages: list[str]) -> None:
    """Install packages with apt-get, refreshing the lists first (twice where the first time fails)."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise DevError(f"These are missing and only root on Debian can install them here: {', '.join(packages)}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    with step(f"Installing {', '.join(packages)}"):
        try:
            run_quietly(["apt-get", "update", "-q"], "", environment=quiet)
        except DevError:
            run_quietly(["apt-get", "update", "-q"], "The package lists could not be read.", environment=quiet)
        run_quietly(
            ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages],
            "The packages could not be installed.",
            environment=quiet,
        )


def reachable(url: str) -> bool:
    """Whether something listens where a server's address points."""
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 5432), timeout=2):
            return True
    except OSError:
        return False


def obtain(name: str, stack: ExitStack) -> tuple[str, str]:
    """Return a server's address and "", or "" and why it is not at hand.

    In this order: the address the environment names, a server `./dev services start` left running, and one of our own,
    which ``stack`` stops.
    """
    variable = ENVIRONMENT[name]
    named = os.environ.get(variable) or kept().get(name, {}).get("url", "")
    if named:
        if reachable(named):
            return named, ""
        if os.environ.get(variable):
            raise DevError(f"{variable} names {named}, where nothing answers; start that server or unset {variable}.")
    lacking = MISSING[name]()
    if lacking:
        return "", lacking
    with step(f"Starting {name}"):
        server = STARTERS[name]()
    stack.callback(server.stop)
    return server.url, ""


def kept() -> dict[str, dict]:
    """Return the servers that `./dev services start` left running, by name."""
    try:
        return json.loads(STATE.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}


def keep_running() -> int:
    """Start both servers, note them for `./dev test`, and print how to use them."""
    install_missing()
    servers = {name: entry for name, entry in kept().items() if reachable(entry["url"])}
    STATE.parent.mkdir(exist_ok=True)
    for name, starter in STARTERS.items():
        if name not in servers:
            with step(f"Starting {name}"):
                servers[name] = starter().as_dict()
            STATE.write_text(json.dumps(servers, indent=1), encoding="utf-8")
    for name, entry in servers.items():
        say(f"export {ENVIRONMENT[name]}={entry['url']}")
    say("./dev test finds them by itself. Stop them with ./dev services stop.")
    return 0


def stop_kept() -> int:
    """Stop the servers that `./dev services start` left running and remove their data."""
    servers = kept()
    for name, entry in servers.items():
        with step(f"Stopping {name}"):
            Server.from_dict(entry).stop()
    STATE.unlink(missing_ok=True)
    if not servers:
        say("No servers were running.")
    return 0
