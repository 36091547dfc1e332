"""Whatever is asked of whatever texts: an engine finds what a plain reading of the tokens finds, and never fails."""

import os
from collections.abc import Callable

import pytest
from elasticsearch import Elasticsearch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.analysis.indexed_text import Field, IndexedText, analyse
from search.engines.elastic import mapping
from search.engines.elastic.clauses import text_clause
from search.engines.text import database_text_engine
from search.models import SearchDocument
from search.query import MAX_DEPTH, Node, QueryError, parse_query
from tests.search.text_oracle import Oracle

pytestmark = pytest.mark.django_db

WORDS = ["right", "rights", "mujer", "mujeres", "nation", "nationality", "26", "101", "Ж", "住房", "rent", "Évict", "a"]
TEXTS = [
    "",
    "right rights",
    "women’s rights, nationality",
    "la mujer y las mujeres",
    "26.101 and 26.102",
    "101 26",
    "Ж 住房 住房",
    "rent rent rent evict",
    "eviction of a nation",
    "a " * 300 + "right",
    "É́vict\u00ad_a",
    *(" ".join(WORDS[at::3]) for at in range(3)),
    *(" ".join(reversed(WORDS[at:])) for at in range(0, 12, 2)),
]

word = st.sampled_from(WORDS)
leaf = st.one_of(
    word,
    st.lists(word, min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"'),
    st.lists(word, min_size=2, max_size=3).map(".".join),
    st.sampled_from(["rig*", "right*", "nation*", "26.10*", "26.101*", "rent.evi*"]),
)


def larger(queries: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Queries made of queries."""
    return st.one_of(
        st.lists(queries, min_size=2, max_size=3).map(lambda parts: f"({' '.join(parts)})"),
        st.lists(queries, min_size=2, max_size=3).map(lambda parts: f"({' OR '.join(parts)})"),
        queries.map(lambda part: f"-({part})"),
    )


written = st.recursive(leaf, larger, max_leaves=12)
anything = st.one_of(written, st.text(max_size=40), st.text("ab()\"-* ORNT'’", max_size=30))

# The records are made once for all examples, which only read them.
once_for_all = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)


def texts() -> list[IndexedText]:
    return [analyse(number, [Field(text, "en"), Field(text, "es")]) for number, text in enumerate(TEXTS, 1)]


def tree_of(query: str) -> Node | None:
    """The tree of a query; None where it is not one, which ``parse_query`` explains."""
    try:
        return parse_query(query)
    except QueryError:
        return None


@pytest.fixture
def oracle() -> Oracle:
    database_text_engine().write(texts())
    assert SearchDocument.objects.count() == len(TEXTS)
    return Oracle(texts())


@once_for_all
@given(query=anything)
def test_the_database_finds_what_the_tokens_say(oracle: Oracle, query: str) -> None:
    tree = tree_of(query)
    if tree is not None:
        expected = oracle.ids(tree)
        assert set(database_text_engine().ids(tree)) == expected
        assert set(database_text_engine().ranked(tree) or []) == expected


DEEPEST = (
    "-(right -(a OR -(b " * 2 + "-(c OR -(rent d))" + ")))" * 2,
    "(" * MAX_DEPTH + "right" + ")" * MAX_DEPTH,
    "-(" * MAX_DEPTH + "right" + ")" * MAX_DEPTH,
    "".join(f"(w{n} OR -(v{n} " for n in range(4)) + "right" + "))" * 4,
    "".join(f"-(w{n} OR -(v{n} " for n in range(4)) + "right" + "))" * 4 + " OR rent",
    " ".join(["right"] * 32),
    " OR ".join(["right"] * 32),
    " ".join(["-right"] * 32),
    '"' + " ".join(["a"] * 32) + '"',
)


@pytest.mark.parametrize("query", DEEPEST)
def test_the_largest_searches_are_answered(oracle: Oracle, query: str) -> None:
    tree = parse_query(query)
    assert set(database_text_engine().ids(tree)) == oracle.ids(tree)


@pytest.fixture
def ask_elastic(elastic: Elasticsearch) -> Callable[[Node], set[int]]:
    """Asks an index with the same texts."""
    name = f"{mapping.alias()}-trees"
    elastic.indices.create(index=name, mappings=mapping.MAPPING, settings=mapping.SETTINGS)
    for text in texts():
        elastic.index(index=name, id=str(text.id), document={"pk": text.id, "s": text.s, "x": text.x})
    elastic.indices.refresh(index=name)

    def ask(tree: Node) -> set[int]:
        found = elastic.search(index=name, query=text_clause(tree), size=1_000, docvalue_fields=[{"field": "pk"}])
        return {hit["fields"]["pk"][0] for hit in found["hits"]["hits"]}

    return ask


@pytest.mark.elasticsearch
@settings(once_for_all, max_examples=200 if os.environ.get("SOAK") != "1" else 5_000)
@given(query=anything)
def test_elasticsearch_finds_what_the_tokens_say(ask_elastic: Callable[[Node], set[int]], query: str) -> None:
    tree = tree_of(query)
    if tree is not None:
        assert ask_elastic(tree) == Oracle(texts()).ids(tree)


@pytest.mark.elasticsearch
@pytest.mark.parametrize("query", DEEPEST)
def test_elasticsearch_answers_the_largest_searches(ask_elastic: Callable[[Node], set[int]], query: str) -> None:
    tree = parse_query(query)
    assert ask_elastic(tree) == Oracle(texts()).ids(tree)
