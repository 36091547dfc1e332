"""Elasticsearch and the database give the same answer: sets, totals and the count of every facet."""

import os
import random
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from elasticsearch import Elasticsearch

from mechanisms.models import Country
from recommendations.models import Recommendation
from search.engines.elastic import worker
from search.indexing.reading import TextReader
from search.selection import Selection
from search.store.counting import FACETS
from tests.paths import needs_shared_data
from tests.search.engines.elastic_site import elastic_site, on_database, on_elastic
from tests.search.queries import of_corpus, of_people
from tests.search.test_counts import random_search
from tests.search.text_oracle import Oracle
from tests.search.world import build_world

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]


def counted(counts: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """Values that nobody has may be left out or not."""
    return {facet: {value: count for value, count in values.items() if count} for facet, values in counts.items()}


def assert_same(selection: Selection) -> int:
    """Compare both finders on one selection; return how many records it finds."""
    elastic, database = on_elastic().answer(selection, FACETS), on_database().answer(selection, FACETS)
    assert (elastic.engine, elastic.fallback) == ("elasticsearch", False)
    assert elastic.total == database.total, selection.query
    assert counted(elastic.counts) == counted(database.counts), selection.query
    assert len(elastic.ids) == len(set(elastic.ids)) == len(database.ids)
    return elastic.total


@pytest.fixture(scope="module")
def delivered(real_data: None) -> Iterator[None]:
    """The real data on Elasticsearch."""
    with elastic_site(os.environ["TEST_ELASTICSEARCH_URL"]):
        worker.deliver()
        yield


@needs_shared_data
@pytest.mark.slow
def test_words_find_the_same_records_on_real_data(delivered: None) -> None:
    oracle = Oracle(TextReader().read(Recommendation.objects.public().values_list("pk", flat=True)))
    texts = Recommendation.objects.public().exclude(text="").order_by("slug").values_list("text", flat=True)
    everywhere = tuple(Country.objects.filter(reviews__isnull=False).distinct().values_list("iso3", flat=True))
    wrong = []
    queries = of_people() + of_corpus([text for text in texts if len(text.split()) > 5], 150)
    for number, query in enumerate(queries):
        # A whole citation finds its record alone; the oracle knows words only.
        selection = Selection(q=query, country=everywhere)
        assert selection.understood is not None
        # What is asked for includes the words that mean the same.
        expected = oracle.ids(selection.understood.node)
        if number % 5:
            total = on_elastic().answer(selection).total
        else:
            total = assert_same(selection)
            if set(on_elastic().all_ids(selection)) != expected:
                wrong.append(query)
        if total != len(expected):
            wrong.append(query)
    assert not wrong
    assert list(worker.differences()) == []


def test_random_selections_have_the_same_counts(elastic: Elasticsearch, soak: bool) -> None:
    build_world()
    worker.deliver()
    chance = random.Random(11)
    words = ["", "", "rent", "-rent", '"lower the rent"', "evict* OR water", "law rents"]
    found = 0
    for _number in range(1_000 if soak else 100):
        selection = replace(
            random_search(chance), q=chance.choice(words), sort=chance.choice(["", "newest", "paragraph", "updated"])
        )
        found += bool(assert_same(selection))
        assert set(on_elastic().all_ids(selection)) == set(on_database().all_ids(selection)), selection.query
    assert found > 30
    assert list(worker.differences()) == []


def test_orders_are_those_of_the_database(elastic: Elasticsearch) -> None:
    build_world()
    worker.deliver()
    for order in ("newest", "paragraph", "updated"):
        selection = Selection(sort=order, country=("USA", "SVN"))
        assert list(on_elastic().all_ids(selection)) == list(on_database().all_ids(selection)), order
        for page in (1, 2, 50):
            paged = replace(selection, page=page)
            assert on_elastic().answer(paged).ids == on_database().answer(paged).ids, (order, page)
