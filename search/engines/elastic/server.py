"""The connection to Elasticsearch, and the breaker that leaves a server alone that is away."""

import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property, lru_cache
from threading import Lock

from django.conf import settings
from elasticsearch import ApiError, BadRequestError, Elasticsearch, TransportError

OPEN_FOR = 10.0
"""Seconds in which nobody asks a server that was away; then one request tries."""

PATIENCE = 2.0
"""Seconds in which a search must be answered."""

PATIENCE_FOR_WRITING = 60.0

logger = logging.getLogger(__name__)


class ElasticAway(Exception):
    """The server or its index cannot answer now; the database can."""


class ElasticRefused(ElasticAway):
    """The server is well and refuses this question: our mistake, and the database answers."""


class Breaker:
    """Opens when the server fails, for ``OPEN_FOR`` seconds at a time; then it lets one request through to try."""

    def __init__(self) -> None:
        self._closes_at = 0.0
        self._is_open = False
        self._lock = Lock()

    @property
    def is_open(self) -> bool:
        """Whether the server is left alone now."""
        return self._is_open and time.monotonic() < self._closes_at

    def lets_through(self) -> bool:
        """Whether this request may ask the server. Of an open breaker's, one may, when its time is over."""
        with self._lock:
            if not self._is_open:
                return True
            if time.monotonic() < self._closes_at:
                return False
            self._closes_at = time.monotonic() + OPEN_FOR
            return True

    def open(self) -> None:
        """The server failed."""
        with self._lock:
            self._is_open, self._closes_at = True, time.monotonic() + OPEN_FOR

    def close(self) -> None:
        """The server answered."""
        self._is_open = False


class Server:
    """One Elasticsearch server (or cluster) as this process sees it."""

    def __init__(self, url: str) -> None:
        self.breaker = Breaker()
        self._url = url

    @cached_property
    def _client(self) -> Elasticsearch:
        return Elasticsearch(self._url, request_timeout=PATIENCE, max_retries=0, retry_on_timeout=False)

    @cached_property
    def for_writing(self) -> Elasticsearch:
        """A patient client, for the worker and commands. Its errors are those of the library."""
        return self._client.options(request_timeout=PATIENCE_FOR_WRITING)

    @contextmanager
    def asked(self) -> Iterator[Elasticsearch]:
        """Yield the client for one question. Raises ElasticAway where there is no answer to be had in time."""
        if not self.breaker.lets_through():
            raise ElasticAway("Elasticsearch was away a moment ago.")
        try:
            yield self._client
        except (BadRequestError, ElasticRefused) as error:
            self.breaker.close()
            logger.exception("Elasticsearch refused a question.")
            raise ElasticRefused(str(error)) from error
        except (ApiError, TransportError, ElasticAway) as error:
            self.breaker.open()
            logger.warning("Elasticsearch is away, the database answers: %s", error)
            raise ElasticAway(str(error)) from error
        self.breaker.close()


@lru_cache(maxsize=4)
def _server(url: str) -> Server:
    return Server(url)


# A connection must not be shared with a child process.
os.register_at_fork(after_in_child=_server.cache_clear)


def elastic_server() -> Server | None:
    """Return the server of this installation; None where it has none."""
    return _server(settings.ELASTICSEARCH_URL) if settings.ELASTICSEARCH_URL else None
