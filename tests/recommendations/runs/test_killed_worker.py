"""A real worker, killed with -9 in the middle: all or nothing, the run is seen as interrupted, and can be run again."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.database_copy import DatabaseCopies, DatabaseCopy
from tests.recommendations.importers.conftest import copies  # noqa: F401 - a fixture
from tests.recommendations.importers.importing import write_csv

pytestmark = pytest.mark.slow

ROWS = 3_000
PATIENCE = 180.0
RUNS = "recommendations_importrun"
_HELPERS = """
from django.core.files.base import File
from recommendations.models import ImportRun
from recommendations.runs import steps
from recommendations.runs.locks import is_there_a_worker
from django.contrib.auth import get_user_model
def user():
    return get_user_model().objects.get_or_create(username="editor")[0]
def upload(path):
    run, _new = steps.upload(File(open(path, "rb"), name="many.csv"), user())
def choose():
    run = ImportRun.objects.get()
    said = {column["title"]: column["guess"] for column in run.preview["columns"]}
    steps.choose(run.pk, user(), format_name="csv", review=None, columns=said)
def again():
    steps.check_again(ImportRun.objects.get().pk, user())
def start():
    run = ImportRun.objects.get()
    steps.start(run.pk, user(), digest=run.digest, skip_errors=False)
"""


def do(database: DatabaseCopy, what: str) -> None:
    """Do a person's step in a process of its own."""
    process = database.start("shell", "-v0", "-c", _HELPERS + what)
    _output, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, errors


@contextmanager
def worker(database: DatabaseCopy) -> Iterator[subprocess.Popen[str]]:
    """Run the worker of imports."""
    process = database.start("work_imports", "--with-parent")
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def state(database: DatabaseCopy) -> tuple[str, str]:
    ((found, phase),) = database.ask(f"SELECT state, phase FROM {RUNS}")  # noqa: S608
    return found, phase


def is_in(database: DatabaseCopy, phase: str) -> bool:
    """Whether the worker is in this phase, or past it."""
    found, reached = state(database)
    return found not in ("waiting", "working") or reached in (phase, "writing")


def test_a_worker_killed_in_the_middle(copies: DatabaseCopies, tmp_path: Path) -> None:  # noqa: F811
    file = write_csv(
        tmp_path / "many.csv",
        [
            {
                "mechanism": "CEDAW",
                "country": "Chile",
                "document_symbol": "CEDAW/C/CHL/CO/99",
                "paragraph": str(number),
                "text": f"Paragraph {number} asks for homes and clean water. " * 4,
                "themes": "Right to education | Weather on the moon",
            }
            for number in range(1, ROWS + 1)
        ],
    )
    database = copies.make()
    made = "recommendations_recommendation", "recommendations_importbatch", "recommendations_importchange"
    nothing = database.sizes(*made)
    do(database, f"upload({json.dumps(str(file))})")
    with worker(database):
        wait_for(lambda: state(database)[0] == "choosing")
        do(database, "choose()")
        wait_for(lambda: state(database)[0] == "ready")
    # Killed while it reads, and killed while it writes.
    for phase in ("reading", "writing"):
        do(database, "start()")
        with worker(database) as process:
            wait_for(lambda phase=phase: is_in(database, phase))
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        database.wait_until_left()
        sizes = database.sizes(*made)
        if state(database)[0] == "done":
            # It was quicker than the signal: then all of it is there.
            assert sizes["recommendations_importchange"] == ROWS
            return
        assert sizes == nothing
        finished = database.start("tend_imports")
        said, errors = finished.communicate(timeout=PATIENCE)
        assert finished.returncode == 0, errors
        assert "1 were interrupted" in said
        assert state(database)[0] == "failed"
        ((task,),) = database.ask("SELECT COUNT(*) FROM django_tasks_database_dbtaskresult WHERE status = 'RUNNING'")
        assert task == 0
        do(database, "again()")
        with worker(database):
            wait_for(lambda: state(database)[0] == "ready")
    do(database, "start()")
    with worker(database):
        wait_for(lambda: state(database)[0] == "done")
    assert database.sizes(*made)["recommendations_importchange"] == ROWS
    assert database.sizes(*made)["recommendations_importbatch"] == nothing["recommendations_importbatch"] + 1


def test_a_worker_ends_with_what_started_it(copies: DatabaseCopies) -> None:  # noqa: F811
    process = copies.make().start("work_imports", "--with-parent")
    assert process.stdin
    process.stdin.close()
    # Politely, or by the same signal where Python was still starting.
    assert process.wait(timeout=PATIENCE) in (0, -signal.SIGTERM)
