"""Build the demo site: see :mod:`home.demo`."""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from home.demo import cities, example, logins, pages, recommendations
from home.demo.files import EXAMPLE_CITY
from home.demo.page_files import PageFileError
from home.demo.reset import reset
from mechanisms.reference_rows import ReferenceDataError
from recommendations.importers.parsed import UnreadableFile
from recommendations.importers.run import DatabaseKeepsChanging

PRODUCTION = "config.settings.production"


class Command(BaseCommand):
    """Load what is missing of the demo and print one line a step. A second run changes nothing."""

    help = "Build the demo site from the files in demo/. What exists already stays as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--reset", action="store_true", help="empty the record and the pages first (development)")
        parser.add_argument(
            "--with-logins", action="store_true", help="make the demo's logins outside development too (no production)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the steps in order; a mistake in a demo file ends the command with its place."""
        if options["reset"] and not settings.DEBUG:
            raise CommandError("--reset empties the record; it works in development (DEBUG) only.")
        if options["with_logins"] and settings.SETTINGS_MODULE == PRODUCTION:
            raise CommandError("Logins with published passwords are never made in production.")
        if options["reset"]:
            reset()
            self.stdout.write("Emptied the record, the pages and the demo's logins.")
        try:
            self._load(with_logins=settings.DEBUG or options["with_logins"])
        except (
            ReferenceDataError,
            PageFileError,
            ValidationError,
            UnreadableFile,
            DatabaseKeepsChanging,
            recommendations.DemoImportRefused,
        ) as error:
            raise CommandError(str(error)) from error

    def _load(self, *, with_logins: bool) -> None:
        folder = EXAMPLE_CITY
        self._step("recommendations imported", recommendations.import_facts)
        self._step("recommendations told in plain words", recommendations.apply_plain_words)
        self._step("cities", cities.load_cities)
        self._step("city actions", cities.load_actions)
        self._step("example city", lambda: cities.load_cities(f"{folder}/city", is_example=True))
        self._step("assessors of the example city", example.load_assessors)
        self._step(
            "actions of the example city",
            lambda: cities.load_actions(f"{folder}/actions", f"{folder}/contributions", recorded=True),
        )
        if with_logins:
            self._step("logins", logins.create_logins)
        self._step("progress entries of the example city", example.load_progress)
        built = pages.build_pages()
        self.stdout.write(f"{built.pages} pages and {built.translations} translations")
        self.stdout.write(f"{built.links} links in the menus")

    def _step(self, what: str, load: Callable[[], int]) -> None:
        self.stdout.write(f"{load()} {what}")
