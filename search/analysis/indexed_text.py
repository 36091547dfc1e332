"""A record's tokens as every engine indexes them.

Two columns of tokens, separated by spaces: ``s`` the stems of the words, ``x`` their folded forms in the order of the
text. ``x`` begins with ``EVERY``, which finds every record (no engine knows a search for "not this" alone), and has a
``GAP`` between fields, so that no phrase reaches from one into the next.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from search.analysis.stems import STEMMERS
from search.analysis.words import fold_word, split_words

EVERY = "_all"
GAP = "_"

MOST_TOKENS = 16_000
"""Tokens of one record that are indexed. PostgreSQL knows no place beyond 16,383."""

MOST_PLACES = 255
"""Places of one word in a record that are indexed: what PostgreSQL keeps. A gap stands for the others."""

MOST_CHARACTERS = 300_000
"""Of one column: PostgreSQL's index entry of a record has room for 1 MiB."""

_MEMORY = 200_000


class IndexedText(NamedTuple):
    """The tokens of one recommendation."""

    id: int
    s: str
    x: str


class Field(NamedTuple):
    """A text and the language (``en``, ``es-MX``; empty: none) in which its words are stemmed."""

    text: str
    language: str = ""


def analyse(record: int, fields: Iterable[Field]) -> IndexedText:
    """Return the tokens of all fields of a record; empty fields count for nothing."""
    stems: list[str] = []
    folded: list[str] = [EVERY]
    for field in fields:
        if not field.text:
            continue
        tokens, stems_of_field = _tokens_of_label(field) if len(field.text) < _LABEL else _tokens_of_field(field)
        if tokens:
            folded.append(GAP)
            folded += tokens
            stems += stems_of_field
    return IndexedText(record, _join(stems), _join(_within_limits(folded)))


Tokens = tuple[tuple[str, ...], tuple[str, ...]]


def _tokens_of_field(field: Field) -> Tokens:
    """Return the folded words of a field, and their stems."""
    known = _KNOWN.get(field.language[:2].lower()) or _KNOWN[""]
    words = split_words(field.text)
    if not words:
        return (), ()
    tokens, stems = zip(*map(known, words), strict=True)
    return tokens, stems


_LABEL = 160
"""Characters below which a field may be a label, which thousands of records share: it is taken apart once."""

_tokens_of_label = lru_cache(maxsize=4_096)(_tokens_of_field)


def _within_limits(tokens: list[str]) -> list[str]:
    """Put a gap in the place of what PostgreSQL could not keep, so that all engines keep the same."""
    del tokens[MOST_TOKENS:]
    if len(tokens) <= MOST_PLACES:
        return tokens
    places: dict[str, int] = {}
    for place, token in enumerate(tokens):
        places[token] = places.get(token, 0) + 1
        if places[token] > MOST_PLACES:
            tokens[place] = GAP
    return tokens


def _join(tokens: list[str]) -> str:
    text = " ".join(filter(None, tokens[:MOST_TOKENS]))
    return text if len(text) <= MOST_CHARACTERS else text[:MOST_CHARACTERS].rpartition(" ")[0]


class _Memory(dict[str, tuple[str, str]]):
    """The tokens of words seen in texts: there are far fewer words than places. Searches are never remembered."""

    def __init__(self, stem: Callable[[str], str]) -> None:
        super().__init__()
        self._stem = stem

    def __missing__(self, word: str) -> tuple[str, str]:
        if len(self) >= _MEMORY:
            self.clear()
        folded = fold_word(word)
        tokens = self[word] = (folded, self._stem(folded) if folded else "")
        return tokens


_KNOWN = {language: _Memory(stemmer.stem).__getitem__ for language, stemmer in STEMMERS.items()}
_KNOWN[""] = _Memory(lambda folded: "").__getitem__


def tokens_of(word: str, language: str) -> tuple[str, str]:
    """Return the folded form and the stem of a word of a text; languages without stems give an empty one."""
    return (_KNOWN.get(language[:2].lower()) or _KNOWN[""])(word)
