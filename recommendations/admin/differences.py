"""Two texts word by word: what both have, and what only one of them has."""

import re
from collections.abc import Callable
from difflib import SequenceMatcher
from typing import NamedTuple

_TOKEN = re.compile(r"\s*\S+")
MOST_WORDS = 3_000
"""Of both texts together. Comparing longer ones takes too long for a page; they are shown whole."""


class Piece(NamedTuple):
    """Some words of a text, and whether only this text has them there."""

    words: str
    is_own: bool


class Marked(NamedTuple):
    """Both texts in pieces, and what only one of them has as a list of its own."""

    first: list[Piece]
    second: list[Piece]
    only_first: list[str]
    only_second: list[str]


def marked(first: str, second: str, *, compared_as: Callable[[str], str] = str) -> Marked:
    """Compare two texts by their words, each in the form ``compared_as`` gives it; the texts are not changed."""
    left, right = _TOKEN.findall(first), _TOKEN.findall(second)
    if len(left) + len(right) > MOST_WORDS:
        return _marked([Piece(first, is_own=True)], [Piece(second, is_own=True)])
    forms = [[compared_as(each.strip()) for each in side] for side in (left, right)]
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    for kind, left_from, left_to, right_from, right_to in SequenceMatcher(
        None, forms[0], forms[1], autojunk=False
    ).get_opcodes():
        for side, words in zip(sides, (left[left_from:left_to], right[right_from:right_to]), strict=True):
            if words:
                side.append(Piece("".join(words), kind != "equal"))
    return _marked(*sides)


def _marked(first: list[Piece], second: list[Piece]) -> Marked:
    own = [[piece.words.strip() for piece in side if piece.is_own] for side in (first, second)]
    return Marked(first, second, *own)
