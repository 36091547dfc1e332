"""``manage.py build_dataset``: make the file of the whole public dataset when it is due."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from search.dataset import keeping


class Command(BaseCommand):
    """Make the dataset once a night where anything changed, and at once where there is none to hand out."""

    help = "Make the zip of the whole public dataset when it is due: once a night, and after words were taken away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--now", action="store_true", help="make it now, due or not")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it and say what is in it."""
        if not options["now"] and not keeping.is_due(timezone.now()):
            return
        made = keeping.make()
        rows = sum(table["rows"] for table in made.tables)
        self.stdout.write(f"The dataset: {len(made.tables)} tables, {rows} rows, {made.size} bytes.")
