"""``manage.py work_imports``: the worker of imports, a process of its own. ``work`` starts it."""

import os
import signal
import sys
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from recommendations.runs.locks import as_worker
from recommendations.runs.tasks import BACKEND

_SECONDS_BETWEEN_LOOKS = "1"


class Command(BaseCommand):
    """Check and write what was uploaded in the admin, one after another, until told to stop.

    SIGTERM lets the running import finish. While it runs it holds a lock, by which the admin knows that there is a
    worker.
    """

    help = "Check and write the imports that wait. manage.py work starts this in a process of its own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--once", action="store_true", help="do what waits and end")
        parser.add_argument("--with-parent", action="store_true", help="end when the process that started this ends")

    def handle(self, *args: Any, **options: Any) -> None:
        """Wait for work."""
        if options["with_parent"]:
            threading.Thread(target=_end_with_parent, daemon=True, name="parent").start()
        with as_worker():
            if options["once"]:
                _do_what_waits()
                return
            # Never with the reloader: it would cut an import off.
            call_command(
                "db_worker",
                f"--backend={BACKEND}",
                "--no-reload",
                "--no-startup-delay",
                f"--interval={_SECONDS_BETWEEN_LOOKS}",
                verbosity=0,
            )


def _do_what_waits() -> None:
    """Do one task after the other until none is left, on this very connection."""
    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name=BACKEND,
        startup_delay=False,
        max_tasks=None,
        worker_id=f"once-{os.getpid()}",
        excluded_queue_names=[],
    )
    while True:
        ready = DBTaskResult.objects.ready().filter(backend_name=BACKEND)
        with exclusive_transaction(ready.db):
            if (task := ready.get_locked()) is None:
                return
            task.claim(worker.worker_id)
        worker.run_task(task)


def _end_with_parent() -> None:
    """Stop politely as soon as the other end of our input is closed, which it is when its process is gone."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
