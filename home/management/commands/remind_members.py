"""Remind members of what grew old and what comes near."""

from typing import Any

from django.core.management.base import BaseCommand

from home.mail.outbox import forget
from home.mail.reminders import remind


class Command(BaseCommand):
    """``remind_members``: queue reminders, each once, and forget mail delivered long ago."""

    help = "Queue reminders of old words and coming dates, each once. The worker does this by itself."

    def handle(self, *args: Any, **options: Any) -> None:
        """Queue, and say how many."""
        told = remind()
        forget()
        if told:
            self.stdout.write(f"{told} reminders queued")
