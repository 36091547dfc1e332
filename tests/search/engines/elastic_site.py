"""A site on Elasticsearch, for tests: its settings, and indexes that nobody else has."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.test import override_settings
from elasticsearch import Elasticsearch

from search.engines.elastic.server import elastic_server
from search.engines.text import database_text_engine
from search.finding import Finder, StoreFinder, finder


@contextmanager
def elastic_site(url: str) -> Iterator[Elasticsearch]:
    """Let the site search on the server at ``url``; yields a client. Its indexes are gone afterwards."""
    prefix = f"test-{uuid.uuid4().hex[:12]}"
    with (
        override_settings(ELASTICSEARCH_URL=url, ELASTICSEARCH_INDEX_PREFIX=prefix),
        Elasticsearch(url, request_timeout=60) as client,
    ):
        server = elastic_server()
        assert server is not None
        server.breaker.close()
        yield client
        for name in client.indices.get(index=f"{prefix}-*"):
            client.indices.delete(index=name)


def on_elastic() -> Finder:
    """What answers on this site."""
    return finder()


def on_database() -> Finder:
    """What answers where there is no Elasticsearch."""
    return StoreFinder(database_text_engine())
