"""``manage.py rebuild_search``: make every index anew while people go on searching."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from search.changes import record
from search.engines.elastic import worker
from search.engines.elastic.server import ElasticAway, elastic_server
from search.engines.text import database_text_engine
from search.indexing.writing import make_everything_due, read_due


class Command(BaseCommand):
    """Read every text again and make the indexes anew, Elasticsearch's where there is one. Safe to stop and repeat."""

    help = "Make every search index anew, while people go on searching."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild and report."""
        make_everything_due()
        read = read_due()
        engine = database_text_engine()
        with transaction.atomic():
            engine.rebuild()
            record((), texts=True)
        self.stdout.write(f"{engine.name}: the texts of {read} recommendations are indexed.")
        if elastic_server() is not None:
            try:
                sent = worker.rebuild()
            except ElasticAway as error:
                raise CommandError(f"Elasticsearch: not rebuilt, the worker will try again. {error}") from error
            self.stdout.write(f"elasticsearch: {sent} recommendations are indexed.")
