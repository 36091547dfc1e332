"""The road to Elasticsearch: the client we ship with talks to the server ./dev services starts."""

import os
import uuid
from collections.abc import Iterator

import pytest
from elasticsearch import Elasticsearch

pytestmark = pytest.mark.elasticsearch


@pytest.fixture
def client() -> Iterator[Elasticsearch]:
    """A client of the test server."""
    with Elasticsearch(os.environ["TEST_ELASTICSEARCH_URL"], request_timeout=30) as client:
        yield client


@pytest.fixture
def index(client: Elasticsearch) -> Iterator[str]:
    """A strict index as the search will use it: whitespace-separated tokens, keyword facets, no source."""
    name = f"road-{uuid.uuid4().hex}"
    client.indices.create(
        index=name,
        mappings={
            "dynamic": "strict",
            "_source": {"enabled": False},
            "properties": {"s": {"type": "text", "analyzer": "whitespace"}, "theme": {"type": "keyword"}},
        },
        settings={"number_of_shards": 1, "number_of_replicas": 0},
    )
    yield name
    client.indices.delete(index=name)


def test_the_cluster_is_healthy(client: Elasticsearch) -> None:
    assert client.cluster.health(wait_for_status="yellow")["status"] in {"yellow", "green"}


def test_what_is_indexed_is_found_and_counted(client: Elasticsearch, index: str) -> None:
    client.index(index=index, id="1", document={"s": "right es_viviend", "theme": ["housing"]})
    client.index(index=index, id="2", document={"s": "right water", "theme": ["water"]}, refresh=True)
    found = client.search(
        index=index,
        query={"bool": {"must": [{"term": {"s": "es_viviend"}}]}},
        aggs={"themes": {"terms": {"field": "theme"}}},
    )
    assert [hit["_id"] for hit in found["hits"]["hits"]] == ["1"]
    assert [(bucket["key"], bucket["doc_count"]) for bucket in found["aggregations"]["themes"]["buckets"]] == [
        ("housing", 1)
    ]
