"""``manage.py undo_import BATCH``: take an import back."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from recommendations.importers.run import DatabaseKeepsChanging
from recommendations.importers.undo import AlreadyUndone, undo_import
from recommendations.models import ImportBatch


class Command(BaseCommand):
    """Take an import back: values it wrote go back, records it made are withdrawn, later edits are left and named."""

    help = "Take an import back. What somebody edited since is left alone and named."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("batch", type=int, help="the number of the import, as import_recommendations printed it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Undo and report."""
        try:
            outcome = undo_import(options["batch"])
        except ImportBatch.DoesNotExist as error:
            raise CommandError(f"There is no import {options['batch']}.") from error
        except (AlreadyUndone, DatabaseKeepsChanging) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Import {options['batch']}: {outcome.withdrawn} recommendations withdrawn, {outcome.restored} restored, "
            f"{len(outcome.left)} left as somebody edited them since."
        )
        for citation in outcome.left:
            self.stdout.write(f"  left: {citation}")
