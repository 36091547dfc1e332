"""The site the browser visits: the whole demo in a database of its own, behind a real web server."""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from devtools.processes import ROOT, run_quietly, tail
from devtools.server import free_port, wait_for
from tests.browser.catalogue import WITHDRAWN

SETTINGS = "tests.browser.served"
START_SECONDS = 60
STOP_SECONDS = 20
WITHDRAW = f"""
from django.utils import timezone
from recommendations.models import Recommendation
found = Recommendation.objects.filter(slug="{WITHDRAWN}")
assert found.update(withdrawn_on=timezone.localdate(), withdrawn_reason="Recorded twice by mistake.") == 1
"""
"""The demo withdraws nothing; one record does so here, so that its page can be seen."""


@dataclass(frozen=True)
class LiveSite:
    """A running site. ``address`` has no slash at its end; ``log`` is what the server says."""

    address: str
    log: Path


@contextmanager
def serve(folder: Path) -> Iterator[LiveSite]:
    """Fill a database in ``folder`` with the demo and serve it on a free port until the block ends.

    Nothing is read or written from the test's own process, so tests need no access to the database, and the pages are
    those of an installation without DEBUG.
    """
    environment = {
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "ELASTICSEARCH_URL": "",
    }
    manage = [sys.executable, "manage.py"]
    run_quietly([*manage, "migrate", "--verbosity=0"], "The database was not made.", environment=environment)
    run_quietly([*manage, "load_demo", "--with-logins"], "The demo was not loaded.", environment=environment)
    run_quietly([*manage, "shell", "-c", WITHDRAW], "No record was withdrawn.", environment=environment)
    every_page = "from tests.browser.every_page import build; build()"
    run_quietly([*manage, "shell", "-c", every_page], "The pages of every type were not made.", environment=environment)
    port = free_port()
    site = LiveSite(f"http://127.0.0.1:{port}", folder / "server.log")
    # Threads, for a browser asks for many files at once and keeps its connections.
    bind = [f"--bind=127.0.0.1:{port}", "--worker-class=gthread", "--threads=8", "--pythonpath=site"]
    with site.log.open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *bind, "config.wsgi"],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        if not wait_for(lambda: process.poll() is not None or answers(site), START_SECONDS) or process.poll():
            raise RuntimeError(f"The site did not start:\n{tail(site.log.read_text(encoding='utf-8'))}")
        yield site
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def answers(site: LiveSite) -> bool:
    """Whether the site says that it is well."""
    try:
        with urllib.request.urlopen(f"{site.address}/healthz", timeout=5):
            return True
    except urllib.error.HTTPError:
        raise
    except OSError:
        return False
