"""Send what waits in the outbox."""

from typing import Any

from django.core.management.base import BaseCommand

from home.mail.outbox import deliver


class Command(BaseCommand):
    """``deliver_mail``: send every mail that is due. A server that is away is tried again at a later run."""

    help = "Send every mail that is due. The worker does this by itself."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, and say how many where there were any."""
        sent = deliver()
        if sent:
            self.stdout.write(f"{sent} mails sent")
