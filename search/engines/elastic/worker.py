"""What the worker, the commands and the health page ask of Elasticsearch."""

from collections.abc import Iterator

from elasticsearch import ApiError, TransportError

from search.engines.elastic.bulk import NotTaken
from search.engines.elastic.checking import elastic_differences
from search.engines.elastic.delivery import Delivery
from search.engines.elastic.server import ElasticAway, elastic_server


def deliver() -> int:
    """Bring the index up to date; return how many recommendations were sent (0 where this site has no server).

    Raises ElasticAway where the server does not take them now; what is due stays due.
    """
    return _delivery(rebuild=False)


def rebuild() -> int:
    """Build the index anew while the former one serves; otherwise as ``deliver``."""
    return _delivery(rebuild=True)


def _delivery(*, rebuild: bool) -> int:
    server = elastic_server()
    if server is None:
        return 0
    delivery = Delivery(server.for_writing)
    try:
        return delivery.rebuild() if rebuild else delivery.run()
    except (ApiError, TransportError, NotTaken) as error:
        raise ElasticAway(str(error)) from error


def differences() -> Iterator[tuple[int, str]]:
    """Yield where the index differs from the record; nothing where this site has no server."""
    server = elastic_server()
    if server is not None:
        yield from elastic_differences(server.for_writing)


def state() -> str:
    """Return "ok", "away" or "" (no server here): as this process saw the server last, without asking it."""
    server = elastic_server()
    if server is None:
        return ""
    return "away" if server.breaker.is_open else "ok"
