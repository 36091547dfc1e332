"""``manage.py forget_submissions``: delete what people sent once its time is over."""

from typing import Any

from django.core.management.base import BaseCommand

from home.forms.keeping import forget_submissions
from home.join.joining import forget


class Command(BaseCommand):
    """Delete outdated forms and join requests. ``manage.py work`` runs it every day."""

    help = "Delete what was sent through forms, and who asked to join, once the time they are kept for is over."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete them and say how many."""
        self.stdout.write(f"{forget_submissions()} forms and {forget()} join requests deleted.")
