"""Read a bounce that came back as mail."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from home.mail.bounces import read_bounce


class Command(BaseCommand):
    """``read_bounce < MAIL``: for the mail server's pipe at the sender's address. See :mod:`home.mail.bounces`."""

    help = "Read one mail from the standard input; an address that failed for good gets no more mail."

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, and say which addresses get no more mail. Other mail is no failure: the pipe would bounce it."""
        for address in read_bounce(sys.stdin.buffer.read()):
            self.stdout.write(f"{address} gets no more mail")
