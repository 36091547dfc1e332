"""What the worker does for the search, and what the health page says of it."""

import threading
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from recommendations.models import Recommendation
from search.engines.text import database_text_engine
from search.indexing import upkeep
from search.models import DueText, SearchDocument
from search.query import parse_query
from tests.factories import RecommendationFactory, ReviewFactory

pytestmark = pytest.mark.django_db


def test_one_round_of_the_worker_reads_what_nobody_announced():
    review = ReviewFactory()
    Recommendation.objects.bulk_create([Recommendation(slug="unannounced", review=review, text="rare words")])
    call_command("work", "--once", stdout=StringIO())
    assert len(database_text_engine().ids(parse_query("rare"))) == 1
    assert not DueText.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_worker_goes_on_after_a_failure(monkeypatch):
    record = RecommendationFactory(text="first words")
    SearchDocument.objects.update(analyser_version=1)
    stop, rounds, read_due = threading.Event(), [], upkeep.read_due

    def fail_once() -> int:
        rounds.append(1)
        if len(rounds) == 1:
            raise ValueError("a mistake")
        stop.set()
        return read_due()

    monkeypatch.setattr(upkeep, "read_due", fail_once)
    monkeypatch.setattr(upkeep, "PAUSE", 0.01)
    monkeypatch.setattr(upkeep, "close_old_connections", lambda: None)
    upkeep.keep_up(stop)
    assert len(rounds) == 2
    assert SearchDocument.objects.get(pk=record.pk).analyser_version != 1


def test_the_health_page_knows_the_engine(client: Client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["checks"] == {"database": "ok", "migrations": "ok", "search": "ok"}


def test_without_its_index_a_site_is_not_ready(client: Client):
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE search_text")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["search"] == "unknown"
