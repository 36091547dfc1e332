"""``manage.py tend_imports``: see to imports that nobody finishes. ``work`` calls it."""

from typing import Any

from django.core.management.base import BaseCommand

from recommendations.runs.tending import tend


class Command(BaseCommand):
    """End imports whose worker was killed, and remove uploaded files after 30 days. What was imported stays."""

    help = "End imports whose worker was killed, and remove old uploads. What was imported stays."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do both, and say so where there was something to do."""
        interrupted, cleaned = tend()
        if interrupted or cleaned:
            self.stdout.write(f"Imports: {interrupted} were interrupted, {cleaned} old uploads removed.")
