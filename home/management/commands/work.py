"""``manage.py work``: everything that happens later, beside the web process."""

import signal
import threading
from argparse import ArgumentParser
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from recommendations.runs.process import WorkerProcess
from search.engines.elastic.server import ElasticAway
from search.indexing import upkeep


@dataclass
class TimedJob:
    """A command that runs again and again."""

    command: str
    every: timedelta
    last_run: float = float("-inf")


class Command(BaseCommand):
    """Run the timed jobs until told to stop: publish what is scheduled, deliver mail, remind, forget
    old sessions, make the dataset.

    A thread of its own keeps the search indexes in step with the record, several times a second. A process of its own
    checks and writes imports.

    A job that fails is reported and tried again at its next turn; it does not stop the others. SIGTERM and Ctrl-C let
    the running job finish.
    """

    help = "Run everything that happens later: publishing, imports, search, mail, reminders, dataset, housekeeping."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--once", action="store_true", help="run each job once and end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the jobs."""
        jobs = [
            TimedJob("publish_scheduled", timedelta(minutes=1)),
            TimedJob("deliver_mail", timedelta(seconds=10)),
            TimedJob("remind_members", timedelta(hours=1)),
            TimedJob("forget_senders", timedelta(minutes=10)),
            TimedJob("forget_submissions", timedelta(days=1)),
            TimedJob("tend_imports", timedelta(seconds=15)),
            TimedJob("build_dataset", timedelta(minutes=1)),
            TimedJob("check_links", timedelta(days=7)),
            TimedJob("clearsessions", timedelta(days=1)),
        ]
        if options["once"]:
            for job in jobs:
                call_command(job.command)
            call_command("work_imports", "--once")
            try:
                upkeep.catch_up()
            except ElasticAway as error:
                self.stderr.write(f"Elasticsearch does not take changes; they wait: {error}")
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _signal, _frame: stop.set())
        search = threading.Thread(target=upkeep.keep_up, args=(stop,), name="search indexes")
        search.start()
        imports = WorkerProcess()
        self.stdout.write("The worker is running.")
        while not stop.is_set():
            if (code := imports.keep_alive()) is not None:
                self.stderr.write(f"The worker of imports ended with code {code}; it was started again.")
            now = timezone.now().timestamp()
            for job in jobs:
                if now - job.last_run >= job.every.total_seconds() and not stop.is_set():
                    self._run(job)
                    job.last_run = now
            stop.wait(timeout=5)
        imports.stop()
        search.join()
        self.stdout.write("The worker has stopped.")

    def _run(self, job: TimedJob) -> None:
        close_old_connections()
        try:
            call_command(job.command)
        except Exception as error:  # noqa: BLE001 - one failing job must not stop the others; it is reported
            self.stderr.write(f"{job.command} failed and will be tried again: {error}")
