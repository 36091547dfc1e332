"""Widening a search by words that mean the same.

``widened`` is a pure function from the tree of a search text to a wider tree. Finders and engines search for
``selection.understood.node``; the page shows ``selection.understood.widenings``, each of which a person may switch off.

What is not widened: words in quotation marks (that is the switch), prefixes, and what is excluded (to leave out more
than somebody asked for would hide records).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from mechanisms.normalise import fold, words_of
from search.analysis.words import split_words
from search.models import Synonyms
from search.query import All, Either, Node, Not, Words, change_words

Key = tuple[str, ...]
"""The folded words of a term."""


@dataclass(frozen=True)
class Widening:
    """Words of a search that found others too: ``words`` as typed, and ``others`` as the list writes them."""

    words: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def typed(self) -> str:
        """The words as one text."""
        return " ".join(self.words)


@dataclass(frozen=True)
class Understood:
    """A search text as the engines search it, and what was added to it."""

    node: Node
    widenings: tuple[Widening, ...] = ()


class Thesaurus:
    """Which terms mean the same: from the folded words of each term to the other terms of its sets."""

    def __init__(self, sets: Iterable[Iterable[str]]) -> None:
        self._others: dict[Key, dict[Key, str]] = {}
        for terms in sets:
            keyed = {key: term for term in terms if (key := tuple(words_of(term)))}
            for key in keyed:
                others = {other: term for other, term in keyed.items() if other != key}
                self._others.setdefault(key, {}).update(others)
        self.longest = max(map(len, self._others), default=0)

    @classmethod
    def load(cls) -> "Thesaurus":
        """Read the list that editors keep (one query)."""
        return cls(each.terms for each in Synonyms.objects.filter(in_use=True))

    def others(self, key: Key) -> dict[Key, str]:
        """Return the terms that mean the same as ``key``, by their folded words."""
        return self._others.get(key, {})


def widened(node: Node, thesaurus: Thesaurus) -> Understood:
    """Return ``node`` with each term that has synonyms replaced by "it or one of them", and what was added."""
    widenings: list[Widening] = []
    wider = _widen(node, thesaurus, widenings)
    return Understood(wider, tuple(dict.fromkeys(widenings)))


def without(text: str, widening: Widening) -> str:
    """Return the search text that finds the words of ``widening`` alone: each of them in quotation marks."""
    typed = {fold(word) for word in widening.words}

    def quoted(word: str) -> str:
        pieces = split_words(word)
        return f'"{" ".join(pieces)}"' if any(fold(piece) in typed for piece in pieces) else word

    return change_words(text, quoted)


def _widen(node: Node, thesaurus: Thesaurus, widenings: list[Widening]) -> Node:
    if isinstance(node, Not):
        return node
    if isinstance(node, Either):
        return replace(node, nodes=tuple(_widen(each, thesaurus, widenings) for each in node.nodes))
    if isinstance(node, All):
        return _widen_all(node.nodes, thesaurus, widenings)
    return _widen_all((node,), thesaurus, widenings)


def _widen_all(nodes: tuple[Node, ...], thesaurus: Thesaurus, widenings: list[Widening]) -> Node:
    """Widen words that stand together: the longest run of them that is a term first ("law enforcement")."""
    wider: list[Node] = []
    start = 0
    while start < len(nodes):
        length = _longest_term(nodes[start:], thesaurus)
        if length:
            run = nodes[start : start + length]
            wider.append(_either(run, thesaurus, widenings))
            start += length
            continue
        node = nodes[start]
        wider.append(node if isinstance(node, Words) else _widen(node, thesaurus, widenings))
        start += 1
    return wider[0] if len(wider) == 1 else All(tuple(wider))


def _longest_term(nodes: tuple[Node, ...], thesaurus: Thesaurus) -> int:
    """Return how many of the first nodes make a term with synonyms; 0 where none do."""
    pieces: list[str] = []
    longest = 0
    for count, node in enumerate(nodes, start=1):
        if not isinstance(node, Words) or node.exact or node.prefix or len(pieces) >= thesaurus.longest:
            break
        pieces += node.pieces
        if thesaurus.others(_key(pieces)):
            longest = count
    return longest


def _either(run: tuple[Node, ...], thesaurus: Thesaurus, widenings: list[Widening]) -> Node:
    pieces = [piece for node in run if isinstance(node, Words) for piece in node.pieces]
    others = thesaurus.others(_key(pieces))
    widenings.append(Widening(tuple(pieces), tuple(others.values())))
    as_typed = run[0] if len(run) == 1 else All(run)
    return Either((as_typed, *(Words(key) for key in others)))


def _key(pieces: Iterable[str]) -> Key:
    return tuple(fold(piece) for piece in pieces)
