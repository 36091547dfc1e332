"""From a selection to its answer: how many records, which ones stand on the page, what each facet's values would find.

    finder().answer(selection, facets=["theme", "city"])     # Answer(total, ids, counts, order, engine)

Page, exports, feeds and API all ask here, so that they never tell different numbers.
"""

from array import array
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol

from pyroaring import BitMap

from search.changes import data_version
from search.citation import read_citation
from search.engines.elastic.finder import ElasticFinder
from search.engines.elastic.server import elastic_server
from search.engines.text import TextEngine, database_text_engine
from search.query import Node
from search.selection import Selection
from search.selection.parameters import PAGING_ENDS_AT
from search.store import Narrowing, Store, counts, current_store

TEXTS_REMEMBERED = 64


@dataclass(frozen=True)
class Answer:
    """What a selection finds.

    ``ids`` are those of the page asked for, in order, or of the last page there is. ``counts`` holds facet → value →
    count for the facets asked for; a value that is left out has none. ``order`` is the order in force: "relevance"
    becomes "newest" where too much is found to rank it. ``fallback``: the database answers because Elasticsearch is
    away.
    """

    total: int
    ids: list[int]
    counts: Mapping[str, Mapping[str, int]]
    order: str
    engine: str
    fallback: bool = False


class Finder(Protocol):
    """What answers selections. A selection with problems finds nothing."""

    def answer(self, selection: Selection, facets: Sequence[str] = ()) -> Answer:
        """Return total, page and counts."""

    def all_ids(self, selection: Selection) -> Sequence[int]:
        """Return every hit in order, beyond the end of paging too: a compact array, for exports."""

    def total(self, selection: Selection) -> int:
        """Return how many records are found."""

    def on_record(self, country: tuple[str, ...]) -> int:
        """Return how many records there are of these countries, of the home country where none is named."""


def finder() -> Finder:
    """Return what answers selections here: Elasticsearch where this site has one, else the database."""
    database = StoreFinder(database_text_engine())
    server = elastic_server()
    return ElasticFinder(server, database) if server else database


def page_within(selection: Selection, total: int) -> tuple[int, int]:
    """Return where the page asked for begins and ends among ``total`` hits; beyond the last page, the last one."""
    reachable = min(total, PAGING_ENDS_AT)
    last = max(1, -(-reachable // selection.per_page))
    start = (min(selection.page, last) - 1) * selection.per_page
    return start, min(start + selection.per_page, reachable)


@dataclass
class Words:
    """What a search text finds: all of it, and of these what is cited by name, which comes first.

    ``ranked`` is worked out when it is wanted: all that the words find, the best first, or None where that is too much.
    """

    node: Node
    ids: BitMap
    cited: BitMap
    ranked: list[int] | None = None
    was_ranked: bool = False


Wording = tuple[str, str]
"""A state of all that words can find: of the texts, and of the list of words that mean the same."""


@dataclass
class _Texts:
    """The texts searched last, with what they found in one state. A city's progress is no other state."""

    state: Wording = ("", "")
    words: OrderedDict[str, Words] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def get(self, text: str, state: Wording) -> Words | None:
        with self.lock:
            if self.state != state:
                self.state = state
                self.words.clear()
            return self.words.get(text)

    def forget(self) -> None:
        """Ask the text index again."""
        with self.lock:
            self.words.clear()

    def put(self, text: str, state: Wording, words: Words) -> None:
        with self.lock:
            if self.state == state:
                self.words[text] = words
                if len(self.words) > TEXTS_REMEMBERED:
                    self.words.popitem(last=False)


texts_found = _Texts()
"""What this process remembers of texts."""


class StoreFinder:
    """Words by the database's text index, everything else by the facet store in memory."""

    def __init__(self, engine: TextEngine) -> None:
        self.engine = engine

    def answer(self, selection: Selection, facets: Sequence[str] = ()) -> Answer:
        """Return total, page and counts (one query for the data version; with words, one or two more)."""
        if selection.problems:
            return Answer(0, [], {name: {} for name in facets}, selection.order, self.engine.name)
        found = self._find(selection)
        hits = found.narrowing.found
        start, stop = page_within(selection, len(hits))
        order, ids = self._in_order(selection, found, start, stop)
        return Answer(len(hits), ids, counts(found.narrowing, facets), order, self.engine.name)

    def all_ids(self, selection: Selection) -> Sequence[int]:
        """Return every hit in order, four bytes each."""
        if selection.problems:
            return []
        found = self._find(selection)
        hits, first = found.narrowing.found, self._first(selection, found)
        if first is None:
            return array("I", found.store.orders.all(hits, selection.order).tobytes())
        rest = found.store.orders.all(hits - BitMap(first.ids), "newest")
        return array("I", first.ids) + array("I", rest.tobytes())

    def total(self, selection: Selection) -> int:
        """Return how many records are found."""
        return 0 if selection.problems else len(self._find(selection).narrowing.found)

    def on_record(self, country: tuple[str, ...]) -> int:
        """Return how many records there are of these countries, of the home country where none is named."""
        return self.total(Selection(country=country))

    def _find(self, selection: Selection) -> "_Found":
        store = current_store()
        understood = selection.understood
        words = self._words(selection, understood.node) if understood else None
        return _Found(store, Narrowing(store, selection, words.ids if words else None), words)

    def _words(self, selection: Selection, node: Node) -> Words:
        version = data_version()
        state = (version.texts, version.vocabularies)
        words = texts_found.get(selection.q, state)
        if words is None:
            words = self._look_up(selection, node)
            texts_found.put(selection.q, state, words)
        return words

    def _look_up(self, selection: Selection, node: Node) -> Words:
        """A whole citation finds its record only; a symbol or a paragraph alone finds also what mentions it."""
        text = selection.q
        citation = read_citation(text)
        cited = BitMap(citation.records() if citation else [])
        if citation and citation.is_whole:
            return Words(node, cited, cited)
        # Where the order is wanted, what is ranked is all that is found: one question answers both.
        ranked = self.engine.ranked(node) if selection.order == "relevance" else None
        ids = self.engine.ids(node) if ranked is None else BitMap(ranked)
        return Words(node, cited | ids, cited, ranked, was_ranked=selection.order == "relevance")

    def _in_order(self, selection: Selection, found: "_Found", start: int, stop: int) -> tuple[str, list[int]]:
        """Return the order in force and the ids of the page."""
        orders, hits = found.store.orders, found.narrowing.found
        first = self._first(selection, found)
        if first is None:
            return selection.order, orders.page(hits, selection.order, start, stop)
        page, order = first.ids[start:stop], "relevance" if first.is_ranked else "newest"
        if len(page) < stop - start:
            rest, gone = hits - BitMap(first.ids), len(first.ids)
            page = page + orders.page(rest, "newest", max(0, start - gone), stop - gone)
        return order, page

    def _first(self, selection: Selection, found: "_Found") -> "_First | None":
        """Return what comes before the newest: what is cited, then what is ranked; None for every other order."""
        words = found.words
        if words is None or selection.order != "relevance":
            return None
        hits = found.narrowing.found
        cited = found.store.orders.all(hits & words.cited, "newest").tolist()
        ranked = [] if words.ids == words.cited else self._ranked(words)
        if ranked is None:
            return _First(cited, is_ranked=False)
        return _First(cited + [pk for pk in ranked if pk in hits and pk not in words.cited], is_ranked=True)

    def _ranked(self, words: Words) -> list[int] | None:
        if not words.was_ranked:
            words.ranked, words.was_ranked = self.engine.ranked(words.node), True
        return words.ranked


@dataclass(frozen=True)
class _First:
    """Hits that come before all others, and whether they are in order of relevance."""

    ids: list[int]
    is_ranked: bool


@dataclass(frozen=True)
class _Found:
    store: Store
    narrowing: Narrowing
    words: Words | None
