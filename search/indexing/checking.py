"""Every difference between the record and its indexes."""

from collections.abc import Iterator
from typing import NamedTuple

from recommendations.models import Recommendation
from search.analysis.stems import ANALYSER_VERSION
from search.engines.elastic import worker
from search.engines.text import database_text_engine, in_chunks
from search.indexing.reading import READ_AT_ONCE, TextReader
from search.models import DueText, SearchDocument


class Difference(NamedTuple):
    """One recommendation (0: none in particular) that an index holds otherwise than the record does."""

    engine: str
    recommendation: int
    why: str


def differences() -> Iterator[Difference]:
    """Yield every difference of every index."""
    yield from text_differences()
    for pk, why in worker.differences():
        yield Difference("elasticsearch", pk, why)


def text_differences() -> Iterator[Difference]:
    """Read every text anew and compare it with what is stored, then what is stored with the index."""
    engine, reader = database_text_engine(), TextReader()
    due = set(DueText.objects.values_list("pk", flat=True))
    left = set(SearchDocument.objects.values_list("pk", flat=True))
    public = list(Recommendation.objects.public().order_by("pk").values_list("pk", flat=True))
    for chunk in in_chunks(public, READ_AT_ONCE):
        stored = SearchDocument.objects.in_bulk(chunk)
        for text in reader.read(chunk):
            why = _difference(text.s, text.x, stored.get(text.id))
            if why:
                yield Difference(engine.name, text.id, f"{why}, and waits to be read" if text.id in due else why)
    for pk in sorted(left.difference(public)):
        yield Difference(engine.name, pk, "is indexed and not public")
    for pk, why in engine.differences():
        yield Difference(engine.name, pk, why)


def _difference(s: str, x: str, document: SearchDocument | None) -> str:
    if document is None:
        return "is not indexed"
    if document.analyser_version != ANALYSER_VERSION:
        return "was indexed by another version of the analyser"
    return "" if (document.s, document.x) == (s, x) else "was indexed with other words"
