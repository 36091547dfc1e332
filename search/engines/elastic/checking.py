"""Every difference between the record and the index of Elasticsearch."""

from collections.abc import Iterator

from elasticsearch import ApiError, Elasticsearch, TransportError

from recommendations.models import Recommendation
from search.changes import data_version
from search.engines.elastic import mapping
from search.engines.elastic.documents import DocumentReader
from search.engines.text import in_chunks
from search.models import ElasticIndex

_AT_ONCE = 1_000
_READ_AT_ONCE = 10_000


def elastic_differences(client: Elasticsearch) -> Iterator[tuple[int, str]]:
    """Yield where the index differs from the record: a recommendation (0: no particular one) and how."""
    index = ElasticIndex.objects.filter(alias=mapping.alias()).first()
    waiting = data_version().number - index.number if index else 0
    if index is None:
        yield 0, "has no index of this version"
        return
    if waiting:
        yield 0, f"waits for {waiting} changes to be delivered"
    try:
        client.indices.refresh(index=mapping.alias())
        held = dict(_digests(client))
    except (ApiError, TransportError) as error:
        yield 0, f"cannot be asked: {error}"
        return
    reader = DocumentReader()
    for chunk in in_chunks(Recommendation.objects.public().order_by("pk").values_list("pk", flat=True), _AT_ONCE):
        for pk, document in reader.read(chunk).items():
            digest = held.pop(pk, None)
            if digest != document["digest"]:
                yield pk, "is indexed otherwise" if digest else "is not indexed"
    yield from ((pk, "is indexed and not public") for pk in sorted(held))


def _digests(client: Elasticsearch) -> Iterator[tuple[int, str]]:
    """Yield what the index holds: each recommendation and the digest of its document."""
    opened: str = client.open_point_in_time(index=mapping.alias(), keep_alive="2m")["id"]
    after: list[int] | None = None
    try:
        while True:
            answer = client.search(
                pit={"id": opened, "keep_alive": "2m"},
                size=_READ_AT_ONCE,
                sort=[{"pk": "asc"}],
                search_after=after,
                source=False,
                stored_fields="_none_",
                docvalue_fields=[{"field": "pk"}, {"field": "digest"}],
                track_total_hits=False,
            )
            hits = answer["hits"]["hits"]
            if not hits:
                return
            yield from ((hit["fields"]["pk"][0], hit["fields"]["digest"][0]) for hit in hits)
            after = hits[-1]["sort"]
    finally:
        client.close_point_in_time(id=opened)
