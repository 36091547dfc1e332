"""How near two official texts are, and whether they ask for the same with the same strength."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from mechanisms.normalise import fold, words_of

NEAR = 85.0
"""Similarity (0 to 100) from which two texts are worth a look. In the 2010 review of the United States, paragraphs and
UPR Info's rows of the same recommendation lie above it and unrelated pairs below."""

LONGEST = 800
"""Characters of folded words. Longer paragraphs say many things, so that nearness means little; equal words do."""

_STRENGTH = frozenset(
    {
        *("consider", "consideration", "considering", "examine", "explore", "exploring", "possibility", "study"),
        *("accelerate", "advance", "continue", "continuing", "efforts", "expedite", "strengthen", "towards", "not"),
    }
)
"""Words that make an asking weaker, stronger or its opposite: "consider ratifying" is not "ratify"."""

_WORD = re.compile(r"[^\W\d_]+")
_CHUNK = 200
MOST_OF_ONE = 5
"""Pairs that one text begins: repeating goes from one to the next, so a person need not see all."""
_MOST_TRIED = 30


def _without_footnote(word: str) -> str:
    """Drop the number of a footnote that stuck to a word ("States3")."""
    return word.rstrip("0123456789") or word


@dataclass(frozen=True)
class Wording:
    """The words of one record, in the forms in which they are compared."""

    pk: int
    text: str

    @cached_property
    def words(self) -> str:
        """Folded words in the order of the text."""
        return " ".join(words_of(self.text))

    @cached_property
    def sorted_words(self) -> str:
        """The same in alphabetical order: lists of treaties stand in any order."""
        return " ".join(sorted(words_of(self.text)))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Each word once."""
        return frozenset(map(_without_footnote, words_of(self.text)))

    @cached_property
    def names(self) -> frozenset[str]:
        """Words with a capital letter beyond the first of the text: what treaties, bodies and places are called by."""
        found = _WORD.findall(self.text)
        return frozenset(fold(word) for word in found[1:] if word[0].isupper())


def asks_the_same(first: Wording, second: Wording) -> bool:
    """Tell whether two near texts name the same things and numbers, and ask with the same strength."""
    only_one_has = first.vocabulary ^ second.vocabulary
    if only_one_has & _STRENGTH or any(word.isdecimal() for word in only_one_has):
        return False
    return first.names <= second.vocabulary and second.names <= first.vocabulary


def near_pairs(new: Sequence[Wording], others: Sequence[Wording]) -> dict[tuple[int, int], float]:
    """Return pairs of primary keys, the lower first, that ask for the same in near words, with their similarity.

    Each of ``new`` is compared with each of ``others``, which may hold the new ones too.
    """
    others = [wording for wording in others if len(wording.words) <= LONGEST]
    new = [wording for wording in new if len(wording.words) <= LONGEST]
    found: dict[tuple[int, int], float] = {}
    in_order, alphabetical = [each.words for each in others], [each.sorted_words for each in others]
    for start in range(0, len(new), _CHUNK):
        chunk = new[start : start + _CHUNK]
        straight = process.cdist([each.words for each in chunk], in_order, scorer=fuzz.ratio, score_cutoff=NEAR)
        by_words = process.cdist(
            [each.sorted_words for each in chunk], alphabetical, scorer=fuzz.ratio, score_cutoff=NEAR
        )
        scores = straight.clip(min=by_words)
        for row, first in enumerate(chunk):
            places = scores[row].nonzero()[0]
            tried = places[(-scores[row][places]).argsort(kind="stable")][:_MOST_TRIED]
            same = [
                column for column in tried if others[column].pk != first.pk and asks_the_same(first, others[column])
            ]
            for column in same[:MOST_OF_ONE]:
                pair = min(first.pk, others[column].pk), max(first.pk, others[column].pk)
                found[pair] = round(float(scores[row, column]), 1)
    return found
