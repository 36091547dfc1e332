"""What the leaves of a search look for, in tokens."""

from dataclasses import dataclass

from search.analysis.stems import STEMMERS
from search.analysis.words import fold_word
from search.query import Words

NOTHING = "_nothing"
"""A token that no record has: a search for it finds nothing."""


@dataclass(frozen=True)
class Word:
    """One word in any of its forms: a record has one of the stems in ``s`` or the folded form in ``x``.

    So it does not matter in which language the person writes, or which one the page is in.
    """

    stems: tuple[str, ...]
    folded: str


@dataclass(frozen=True)
class Phrase:
    """Tokens of ``x`` that follow each other; of the last one only the beginning, where ``prefix`` says so."""

    tokens: tuple[str, ...]
    prefix: bool = False


Term = Word | Phrase


def term_of(words: Words) -> Term:
    """Return what one leaf of a search looks for: a word, an exact phrase, a beginning, or what a symbol is made of."""
    tokens = tuple(filter(None, map(fold_word, words.pieces)))
    if not tokens:
        return Phrase((NOTHING,))
    if len(tokens) > 1 or words.exact or words.prefix:
        return Phrase(tokens, words.prefix)
    stems = dict.fromkeys(stemmer.stem(tokens[0]) for stemmer in STEMMERS.values())
    return Word(tuple(stems), tokens[0])
