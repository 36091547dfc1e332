"""Three engines, one answer: on real data each finds exactly what a plain reading of the tokens finds.

The database here is the one the suite runs on, so SQLite and PostgreSQL are both compared with the same oracle.
"""

import pytest

from recommendations.models import Recommendation
from search.analysis.indexed_text import IndexedText
from search.engines.text import database_text_engine
from search.indexing.reading import TextReader
from search.models import SearchDocument
from search.query import parse_query
from tests.paths import needs_shared_data
from tests.search.queries import of_corpus, of_people
from tests.search.text_oracle import Oracle

pytestmark = [pytest.mark.django_db, needs_shared_data, pytest.mark.slow]


@pytest.fixture(scope="module")
def oracle(real_data: None) -> Oracle:
    """Reads the records anew, past what is stored."""
    return Oracle(TextReader().read(Recommendation.objects.public().values_list("pk", flat=True)))


@pytest.fixture(scope="module")
def queries(real_data: None) -> list[str]:
    """What people type, and what real texts are made of."""
    texts = Recommendation.objects.public().exclude(text="").order_by("slug").values_list("text", flat=True)
    return of_people() + of_corpus([text for text in texts if len(text.split()) > 5], 150)


def test_the_database_finds_what_the_tokens_say(oracle: Oracle, queries: list[str]) -> None:
    engine = database_text_engine()
    trees = {query: parse_query(query) for query in queries}
    assert len(trees) >= 250
    assert len(oracle.folded) > 20_000
    wrong = {}
    found = 0
    for query, tree in trees.items():
        expected, ids = oracle.ids(tree), set(engine.ids(tree))
        found += bool(expected)
        if ids != expected:
            wrong[query] = (len(ids - expected), len(expected - ids))
    assert not wrong
    assert found > 150, "most searches find something"


def test_ranking_keeps_the_set_and_ends_at_its_limit(oracle: Oracle, queries: list[str]) -> None:
    engine = database_text_engine()
    for query in queries[::5]:
        tree = parse_query(query)
        expected = oracle.ids(tree)
        ranked = engine.ranked(tree, limit=5_000)
        if len(expected) > 5_000:
            assert ranked is None, query
        else:
            assert ranked is not None
            assert len(ranked) == len(set(ranked))
            assert set(ranked) == expected, query


def test_the_stored_documents_are_the_index(oracle: Oracle) -> None:
    assert set(SearchDocument.objects.values_list("pk", flat=True)) == set(oracle.folded)
    assert list(database_text_engine().differences()) == []


def test_ghosts_and_strangers_are_named(oracle: Oracle) -> None:
    """Whoever writes the table of documents past the engine is found out."""
    engine = database_text_engine()
    changed, lost = SearchDocument.objects.order_by("pk")[:2]
    SearchDocument.objects.filter(pk=changed.pk).update(x="_all _ otherword")
    SearchDocument.objects.filter(pk=lost.pk).delete()
    named = dict(engine.differences())
    assert set(named) == {changed.pk, lost.pk}
    assert "other words" in named[changed.pk]
    assert "ghost" in named[lost.pk]
    SearchDocument.objects.bulk_create([lost])
    SearchDocument.objects.filter(pk=changed.pk).update(s=changed.s, x=changed.x)
    engine.write([IndexedText(each.pk, each.s, each.x) for each in (changed, lost)])
    assert list(engine.differences()) == []
