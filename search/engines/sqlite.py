"""The text index of SQLite: an FTS5 table over the columns of ``search_document`` ("external content").

FTS5 keeps no copy of the text, so a row is forgotten by naming the tokens it was indexed with. Other tokens would
leave ghosts, silently: they always come from the stored document.
"""

import json
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from django.db import DatabaseError, connection, transaction
from pyroaring import BitMap

from search.analysis.indexed_text import EVERY, IndexedText
from search.analysis.stems import ANALYSER_VERSION
from search.analysis.terms import Phrase, Term, Word, term_of
from search.engines.text import RANKING_LIMIT, bitmap, in_chunks
from search.query import All, Either, Node, Not, Words

CREATE = """CREATE VIRTUAL TABLE search_text USING fts5(
    s, x, content='search_document', content_rowid='id', tokenize="ascii tokenchars '_'"
)"""

_CHUNK = 500
_PAGES_AT_ONCE = 2_000
_NAMED = "id IN (SELECT value FROM json_each(%s))"
_FORGET = (
    f"INSERT INTO search_text(search_text, rowid, s, x) SELECT 'delete', id, s, x FROM search_document WHERE {_NAMED}"  # noqa: S608
)
_LEARN = f"INSERT INTO search_text(rowid, s, x) SELECT id, s, x FROM search_document WHERE {_NAMED}"  # noqa: S608
_STORE = """INSERT INTO search_document(id, s, x, analyser_version) VALUES (%s, %s, %s, %s)
    ON CONFLICT(id) DO UPDATE SET s = excluded.s, x = excluded.x, analyser_version = excluded.analyser_version"""

_BY_STEMS = "bm25(1.0, 0.0)"
_BY_BOTH = "bm25(1.0, 1.0)"
"""How to rank: by the stems, unless the search has phrases, which know folded words only."""


class SqliteTextEngine:
    """See ``TextEngine``."""

    name = "sqlite"

    def ids(self, node: Node) -> BitMap:
        """Return the recommendations that the search finds."""
        (found,) = self.ids_of_each([node])
        return found

    def ids_of_each(self, nodes: Sequence[Node]) -> list[BitMap]:
        """Return what each of several searches finds, by one query."""
        one = "(SELECT group_concat(rowid) FROM search_text WHERE search_text MATCH %s)"
        return [bitmap(each) for each in self._columns("SELECT " + ", ".join([one] * len(nodes)), *map(match, nodes))]

    def ranked(self, node: Node, limit: int = RANKING_LIMIT) -> list[int] | None:
        """Return all of them, the best first; None where there are more than ``limit``."""
        text = match(node)
        with connection.cursor() as cursor:
            # Counting ends at the limit, so that a broad word costs no more than a narrow one.
            cursor.execute(
                "SELECT COUNT(*) FROM (SELECT 1 FROM search_text WHERE search_text MATCH %s LIMIT %s)",
                [text, limit + 1],
            )
            count = cursor.fetchone()[0]
        if not 0 < count <= limit:
            return None if count else []
        best_first = """SELECT group_concat(rowid) FROM (
            SELECT rowid FROM search_text WHERE search_text MATCH %s AND rank MATCH %s ORDER BY rank
        )"""
        (found,) = self._columns(best_first, text, _BY_BOTH if _has_phrase(node) else _BY_STEMS)
        return found.tolist()

    def take_turn(self) -> None:
        """SQLite has one writer at a time anyway."""

    def write(self, texts: Iterable[IndexedText]) -> None:
        """Insert texts, or replace those of the same recommendations."""
        for chunk in in_chunks(texts, _CHUNK):
            ids = json.dumps([text.id for text in chunk])
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(_FORGET, [ids])
                cursor.executemany(_STORE, [(*text, ANALYSER_VERSION) for text in chunk])
                cursor.execute(_LEARN, [ids])

    def remove(self, ids: Iterable[int]) -> None:
        """Forget recommendations; what is not there may be named too."""
        named = json.dumps(list(ids))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_FORGET, [named])
            cursor.execute(f"DELETE FROM search_document WHERE {_NAMED}", [named])  # noqa: S608

    def clear(self) -> None:
        """Forget everything."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_text(search_text) VALUES ('delete-all')")
            cursor.execute("DELETE FROM search_document")

    def rebuild(self) -> None:
        """Make the index anew from the stored documents, in one transaction that readers do not notice."""
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_text(search_text) VALUES ('rebuild')")

    def tidy(self) -> None:
        """Merge what many writings left in pieces, a little at a time, so that other writers get their turn."""
        with connection.cursor() as cursor:
            pages = -_PAGES_AT_ONCE  # a negative number begins, positive ones go on
            while True:
                before = connection.connection.total_changes
                cursor.execute("INSERT INTO search_text(search_text, rank) VALUES ('merge', %s)", [pages])
                if connection.connection.total_changes - before < 2:
                    return
                pages = _PAGES_AT_ONCE

    def differences(self) -> Iterator[tuple[int, str]]:
        """Yield where the index differs from the stored documents; naming the rows takes a pass over all tokens."""
        with connection.cursor() as cursor:
            try:
                with transaction.atomic():
                    cursor.execute("INSERT INTO search_text(search_text, rank) VALUES ('integrity-check', 1)")
                return
            except DatabaseError as error:
                if "malformed" not in str(error):
                    raise
        yield from self._named_differences()

    def _named_differences(self) -> Iterator[tuple[int, str]]:
        """Compare every token of the index with those of the documents."""
        indexed: dict[int, list[tuple[str, int, str]]] = {}
        with connection.cursor() as cursor:
            cursor.execute("CREATE VIRTUAL TABLE temp.search_text_tokens USING fts5vocab(main, search_text, instance)")
            try:
                cursor.execute("SELECT doc, col, offset, term FROM temp.search_text_tokens")
                for doc, col, offset, term in cursor:
                    indexed.setdefault(doc, []).append((col, offset, term))
            finally:
                cursor.execute("DROP TABLE temp.search_text_tokens")
            cursor.execute("SELECT id, s, x FROM search_document ORDER BY id")
            for pk, s, x in cursor:
                tokens = [
                    (name, at, token) for name, text in (("s", s), ("x", x)) for at, token in enumerate(text.split())
                ]
                found = indexed.pop(pk, [])
                if not found:
                    yield pk, "is not in the text index"
                elif sorted(found) != tokens:
                    yield pk, "is in the text index with other words"
        for pk in sorted(indexed):
            yield pk, "is a ghost in the text index"

    @staticmethod
    def _columns(sql: str, *parameters: str) -> "list[np.ndarray[tuple[int], np.dtype[np.uint32]]]":
        """Return what ``group_concat`` joined, column by column: seven times quicker than fetching rows."""
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return [np.fromstring(joined or "", dtype=np.uint32, sep=",") for joined in cursor.fetchone()]


def match(node: Node) -> str:
    """Return FTS5's query of a search. Every token stands in quotation marks and every expression in brackets."""
    if isinstance(node, Words):
        return _term(term_of(node))
    if isinstance(node, Not):
        return f'(x : "{EVERY}" NOT {match(node.node)})'
    if isinstance(node, Either):
        return f"({' OR '.join(map(match, node.nodes))})"
    return _together(node)


def _together(node: All) -> str:
    """FTS5 knows no "not this" alone: it takes away from what is found."""
    wanted = [match(each) for each in node.nodes if not isinstance(each, Not)]
    unwanted = [match(each.node) for each in node.nodes if isinstance(each, Not)]
    found = f"({' AND '.join(wanted)})" if wanted else f'x : "{EVERY}"'
    return f"({found} NOT ({' OR '.join(unwanted)}))" if unwanted else found


def _term(term: Term) -> str:
    if isinstance(term, Word):
        return f"({_any_of('s', term.stems)} OR {_any_of('x', [term.folded])})"
    return f"(x : {' + '.join(map(_quoted, term.tokens))}{' *' if term.prefix else ''})"


def _any_of(column: str, tokens: Sequence[str]) -> str:
    return " OR ".join(f"{column} : {_quoted(token)}" for token in tokens)


def _quoted(token: str) -> str:
    return f'"{token}"'


def _has_phrase(node: Node) -> bool:
    if isinstance(node, Words):
        return isinstance(term_of(node), Phrase)
    return not isinstance(node, Not) and any(map(_has_phrase, node.nodes))
