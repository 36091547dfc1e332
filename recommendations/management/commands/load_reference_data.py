"""``manage.py load_reference_data``: create the reference records that are missing."""

from django.core.management.base import BaseCommand, CommandError

from mechanisms import reference as mechanisms_reference
from mechanisms.reference_rows import ReferenceDataError
from recommendations import reference as recommendations_reference


class Command(BaseCommand):
    """Loads both apps' reference data and says how many records were created."""

    help = "Create the countries, mechanisms, reviews, themes and other reference records that are missing."

    def handle(self, **options: object) -> None:
        """Load and print one line for each kind of record."""
        try:
            created = {**mechanisms_reference.load(), **recommendations_reference.load()}
        except ReferenceDataError as problem:
            raise CommandError(str(problem)) from problem
        for kind, count in created.items():
            self.stdout.write(f"{kind}: {count} created")
