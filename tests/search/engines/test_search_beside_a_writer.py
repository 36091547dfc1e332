"""Whoever searches while texts are written finds no record that the search excludes (PostgreSQL's GIN, read early)."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from search.analysis.indexed_text import Field, analyse
from search.engines.text import TextEngine, database_text_engine
from search.query import parse_query

pytestmark = pytest.mark.postgres

FIRST = 1_000_000_000
CHUNKS, AT_ONCE = 60, 50
WRITTEN = range(FIRST, FIRST + CHUNKS * AT_ONCE)
FAMILIES = {"rights": "housing", "children": "schools"}
"""Each text holds a word and its pair; so nothing may be found by the one without the other."""


@pytest.fixture
def engine(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[TextEngine]:
    """The engine outside of any transaction; what the test wrote is forgotten afterwards."""
    with django_db_blocker.unblock():
        engine = database_text_engine()
        yield engine
        engine.remove(WRITTEN)


def test_no_text_is_found_by_half_of_its_words(engine: TextEngine) -> None:
    wrong: list[int] = []
    done = threading.Event()

    def search() -> None:
        trees = [parse_query(f"{word} -{pair}") for word, pair in FAMILIES.items()]
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET enable_seqscan = off")  # few rows would be read without the index
            while not done.is_set():
                wrong.extend(pk for tree in trees for pk in engine.ids(tree) if pk >= FIRST)
        finally:
            connection.close()

    def put_in_order() -> None:
        try:
            while not done.is_set():
                with connection.cursor() as cursor:
                    cursor.execute("SELECT gin_clean_pending_list('search_text_tsv')")
        finally:
            connection.close()

    beside = [threading.Thread(target=search), threading.Thread(target=put_in_order)]
    for thread in beside:
        thread.start()
    try:
        for chunk in range(CHUNKS):
            first = FIRST + chunk * AT_ONCE
            engine.write(
                analyse(pk, [Field(f"{' '.join([*FAMILIES, *FAMILIES.values()])} of {pk} {pk * 7} {pk * 13}", "en")])
                for pk in range(first, first + AT_ONCE)
            )
    finally:
        done.set()
        for thread in beside:
            thread.join(timeout=30)
    assert wrong == []
