"""``manage.py rebuild_search``: make every index anew while people go on searching."""

from typing import Any

from django.core.management.base import BaseCommand

from search.engines.text import database_text_engine
from search.indexing.writing import make_everything_due, read_due


class Command(BaseCommand):
    """Read every text again and make the index of the database anew. Safe to stop and to repeat."""

    help = "Make every search index anew, while people go on searching."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild and report."""
        make_everything_due()
        read = read_due()
        engine = database_text_engine()
        engine.rebuild()
        self.stdout.write(f"{engine.name}: the texts of {read} recommendations are indexed.")
