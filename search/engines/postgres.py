"""The text index of PostgreSQL: a table of its own (``id``, ``tsv``) with a GIN index.

Vectors and queries are literals that we write ourselves (``'right':3 '=rights':3``): a text search configuration would
split ``es_viviend`` and drop ``=`` and ``_``. A folded word begins with ``=``, a stem does not; so both share a vector.

The index keeps no list of pending entries (``fastupdate``). While that list is worked off, a text already has some of
its words in the index and not yet others, and a search with "not" finds what it must not: seen on PostgreSQL 15 in two
of three searches beside a writer.
"""

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

import numpy as np
from django.db import connection, transaction
from pyroaring import BitMap

from search.analysis.indexed_text import EVERY, GAP, MOST_PLACES, IndexedText
from search.analysis.stems import ANALYSER_VERSION
from search.analysis.terms import Word, term_of
from search.engines.text import RANKING_LIMIT, bitmap, in_chunks
from search.query import All, Node, Not, Words

CREATE = (
    "CREATE TABLE search_text (id integer PRIMARY KEY, tsv tsvector NOT NULL)",
    "CREATE INDEX search_text_tsv ON search_text USING gin (tsv) WITH (fastupdate = off)",
)

_CHUNK = 2_000
_TURN = 20_240_818
"""The number of the lock that writers of texts take; any that nobody else in this database takes."""
_INBOX = """CREATE TEMPORARY TABLE IF NOT EXISTS search_text_inbox (
    id integer, s text, x text, tsv tsvector, analyser_version integer
) ON COMMIT DELETE ROWS"""
_EMPTY_INBOX = "DELETE FROM search_text_inbox"
_STORE = """INSERT INTO search_document (id, s, x, analyser_version)
    SELECT id, s, x, analyser_version FROM search_text_inbox
    ON CONFLICT (id) DO UPDATE SET s = excluded.s, x = excluded.x, analyser_version = excluded.analyser_version"""
_LEARN = """INSERT INTO search_text (id, tsv) SELECT id, tsv FROM search_text_inbox
    ON CONFLICT (id) DO UPDATE SET tsv = excluded.tsv"""


class PostgresTextEngine:
    """See ``TextEngine``."""

    name = "postgresql"

    def ids(self, node: Node) -> BitMap:
        """Return the recommendations that the search finds."""
        (found,) = self.ids_of_each([node])
        return found

    def ids_of_each(self, nodes: Sequence[Node]) -> list[BitMap]:
        """Return what each of several searches finds, by one query."""
        one = "(SELECT string_agg(int4send(id), '') FROM search_text WHERE tsv @@ %s::tsquery)"
        return [bitmap(each) for each in self._columns("SELECT " + ", ".join([one] * len(nodes)), *map(query, nodes))]

    def ranked(self, node: Node, limit: int = RANKING_LIMIT) -> list[int] | None:
        """Return all of them, the best first; None where there are more than ``limit``."""
        text = query(node)
        with connection.cursor() as cursor:
            # Counting ends at the limit, so that a broad word costs no more than a narrow one.
            cursor.execute(
                "SELECT COUNT(*) FROM (SELECT 1 FROM search_text WHERE tsv @@ %s::tsquery LIMIT %s) AS found",
                [text, limit + 1],
            )
            count = cursor.fetchone()[0]
        if not 0 < count <= limit:
            return None if count else []
        best_first = """SELECT string_agg(int4send(id), '' ORDER BY ts_rank(tsv, %s::tsquery, 1) DESC, id)
            FROM search_text WHERE tsv @@ %s::tsquery"""
        (found,) = self._columns(best_first, text, text)
        return found.tolist()

    def take_turn(self) -> None:
        """Wait until nobody else is writing texts, and keep others waiting until the transaction ends."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])

    def write(self, texts: Iterable[IndexedText]) -> None:
        """Insert texts, or replace those of the same recommendations."""
        for chunk in in_chunks(texts, _CHUNK):
            # Tokens have nothing in them that COPY would want escaped.
            rows = (f"{text.id}\t{text.s}\t{text.x}\t{vector(text)}\t{ANALYSER_VERSION}\n" for text in chunk)
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(_INBOX)
                cursor.execute(_EMPTY_INBOX)
                cursor.copy_expert("COPY search_text_inbox FROM STDIN", StringIO("".join(rows)))
                cursor.execute(_STORE)
                cursor.execute(_LEARN)

    def remove(self, ids: Iterable[int]) -> None:
        """Forget recommendations; what is not there may be named too."""
        named = list(ids)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_text WHERE id = ANY(%s)", [named])
            cursor.execute("DELETE FROM search_document WHERE id = ANY(%s)", [named])

    def clear(self) -> None:
        """Forget everything."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_text")
            cursor.execute("DELETE FROM search_document")

    def rebuild(self) -> None:
        """Make what differs in the index anew from the stored documents, in one transaction."""
        with transaction.atomic():
            self.take_turn()
            wrong = [pk for pk, _why in self.differences()]
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM search_text WHERE id = ANY(%s)", [wrong])
                cursor.execute("SELECT id, s, x FROM search_document WHERE id = ANY(%s)", [wrong])
                texts = [IndexedText(*row) for row in cursor.fetchall()]
            self.write(texts)

    def tidy(self) -> None:
        """Nothing to do: each text is whole in the index when it is written."""

    def differences(self) -> Iterator[tuple[int, str]]:
        """Yield where the index differs from the stored documents."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM search_text EXCEPT SELECT id FROM search_document ORDER BY 1")
            ghosts = [pk for (pk,) in cursor.fetchall()]
            cursor.execute("SELECT id FROM search_document ORDER BY id")
            stored = [pk for (pk,) in cursor.fetchall()]
        yield from ((pk, "is a ghost in the text index") for pk in ghosts)
        for chunk in in_chunks(stored, _CHUNK):
            # Two questions instead of a join: right after a rebuild the planner knows no sizes yet, and a join read
            # the whole index once for every chunk.
            with connection.cursor() as cursor:
                cursor.execute("SELECT id, tsv::text FROM search_text WHERE id = ANY(%s)", [list(chunk)])
                indexed = dict(cursor.fetchall())
                cursor.execute("SELECT id, s, x FROM search_document WHERE id = ANY(%s) ORDER BY id", [list(chunk)])
                documents = cursor.fetchall()
            for pk, s, x in documents:
                tsv = indexed.get(pk)
                if tsv is None:
                    yield pk, "is not in the text index"
                elif set(tsv.split()) != set(vector(IndexedText(pk, s, x)).split()):
                    yield pk, "is in the text index with other words"

    @staticmethod
    def _columns(sql: str, *parameters: str) -> "list[np.ndarray[tuple[int], np.dtype[np.uint32]]]":
        """Return what ``string_agg`` joined, column by column: seven times quicker than fetching rows."""
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return [np.frombuffer(joined or b"", dtype=">u4").astype(np.uint32) for joined in cursor.fetchone()]


def vector(text: IndexedText) -> str:
    """Return the literal of a record's tsvector: each token with its places, which the limits of the tokens allow."""
    places: dict[str, list[int]] = {}
    for place, token in enumerate(text.x.split(), 1):
        if token != GAP:
            places.setdefault(f"={token}", []).append(place)
    for place, token in enumerate(text.s.split(), 1):
        places.setdefault(token, []).append(place)
    return " ".join(f"'{token}':{','.join(map(str, at[:MOST_PLACES]))}" for token, at in places.items())


def query(node: Node) -> str:
    """Return the literal of a search's tsquery."""
    if isinstance(node, Words):
        return _term(node)
    if isinstance(node, Not):
        return f"('={EVERY}' & !{query(node.node)})"
    if isinstance(node, All):
        # Negations last, and never alone: an index finds what is there, not what is not.
        wanted = [query(each) for each in node.nodes if not isinstance(each, Not)] or [f"'={EVERY}'"]
        unwanted = [f"!{query(each.node)}" for each in node.nodes if isinstance(each, Not)]
        return f"({' & '.join(wanted + unwanted)})"
    return f"({' | '.join(map(query, node.nodes))})"


def _term(words: Words) -> str:
    term = term_of(words)
    if isinstance(term, Word):
        return f"({' | '.join([*map(_quoted, term.stems), _quoted(f'={term.folded}')])})"
    tokens = [_quoted(f"={token}") for token in term.tokens]
    return f"({' <-> '.join(tokens)}{':*' if term.prefix else ''})"


def _quoted(token: str) -> str:
    return f"'{token}'"
