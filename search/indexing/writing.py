"""Keeping the database's text index in step with the record.

A change of a few records is read in its own transaction (``reindex``). Where many changed at once, an import or a new
label, they become due (``make_due``) and are read afterwards in short transactions (``read_due``), so that no writer
waits for long; what a killed process leaves undone stays due for the next: the worker, an import, ``rebuild_search``.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from recommendations.importers.run import collector_at_rest
from recommendations.models import Recommendation
from search.analysis.stems import ANALYSER_VERSION
from search.changes import record
from search.engines.text import database_text_engine, in_chunks
from search.indexing.reading import READ_AT_ONCE, TextReader, among
from search.models import DueText, SearchDocument
from search.query import Not, Words

DUE_AT_ONCE = 5_000
"""Texts read in one transaction, about a second's work: FTS5 merges what each leaves, so fewer are quicker."""


class _State(threading.local):
    reading_due = False


_state = _State()


def is_reading_due() -> bool:
    """Whether this thread is reading what is due, so that its own changes need no second reading."""
    return _state.reading_due


def reindex(ids: Iterable[int], reader: TextReader | None = None) -> list[int]:
    """Read the texts of these recommendations, write those that differ, and return which ones did.

    To be called in the transaction that changed them, after the change.
    """
    engine, reader = database_text_engine(), reader or TextReader()
    written: list[int] = []
    with transaction.atomic():
        engine.take_turn()
        for chunk in in_chunks(ids, READ_AT_ONCE):
            texts = list(reader.read(chunk))
            kept = SearchDocument.objects.filter(among("pk", chunk), analyser_version=ANALYSER_VERSION)
            stored = {document.pk: document for document in kept}
            changed = [text for text in texts if not _is_stored(text.s, text.x, stored.get(text.id))]
            engine.write(changed)
            gone = set(chunk) - {text.id for text in texts}
            removed = list(SearchDocument.objects.filter(pk__in=gone).values_list("pk", flat=True)) if gone else []
            if removed:
                engine.remove(removed)
            written += [text.id for text in changed] + removed
        if written:
            record((), texts=True)
    return written


def _is_stored(s: str, x: str, document: SearchDocument | None) -> bool:
    return document is not None and document.s == s and document.x == x


def make_due(ids: Iterable[int]) -> None:
    """Let the texts of these recommendations be read later."""
    for chunk in in_chunks(ids, READ_AT_ONCE):
        DueText.objects.bulk_create((DueText(pk) for pk in chunk), ignore_conflicts=True)


def make_everything_due() -> None:
    """Let every text be read later."""
    make_found_due(Recommendation.objects.public().values("pk"))
    make_found_due(SearchDocument.objects.values("pk"))


def make_missing_due() -> None:
    """Let be read what the index lacks, what it has to forget, and what another analyser version made."""
    documents = SearchDocument.objects
    public = Recommendation.objects.public()
    make_found_due(public.filter(~Exists(documents.filter(pk=OuterRef("pk")))).values("pk"))
    make_found_due(documents.filter(~Exists(public.filter(pk=OuterRef("pk")))).values("pk"))
    make_found_due(documents.exclude(analyser_version=ANALYSER_VERSION).values("pk"))


def make_found_due(ids: QuerySet) -> None:
    """Let the texts of the ids that a query finds be read later, without bringing them here."""
    sql, parameters = ids.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO search_due_text (id) SELECT * FROM ({sql}) AS found WHERE true ON CONFLICT DO NOTHING",  # noqa: S608
            parameters,
        )


def read_due() -> int:
    """Read every text that is due, in short transactions; return how many recommendations were due."""
    forget_ghosts()
    if not DueText.objects.exists():
        return 0
    reader, read = TextReader(), 0
    with collector_at_rest():
        while ids := _read_some(reader):
            read += len(ids)
    database_text_engine().tidy()
    return read


def _read_some(reader: TextReader) -> list[int]:
    with _reading_due(), transaction.atomic():
        due = DueText.objects.order_by("pk")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        ids = list(due.values_list("pk", flat=True)[:DUE_AT_ONCE])
        changed = reindex(ids, reader)
        if changed:
            record(changed)
        for chunk in in_chunks(ids, READ_AT_ONCE):
            DueText.objects.filter(among("pk", chunk)).delete()
    return ids


@contextmanager
def _reading_due() -> Iterator[None]:
    before, _state.reading_due = _state.reading_due, True
    try:
        yield
    finally:
        _state.reading_due = before


def forget_ghosts() -> None:
    """Empty the text index where somebody emptied the table of documents under it (``flush`` does)."""
    engine = database_text_engine()
    if not SearchDocument.objects.exists() and engine.ids(Not(Words(("",)))):
        engine.clear()
