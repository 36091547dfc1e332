"""Two texts word by word: what both have, and what only one of them has."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from mechanisms.normalise import fold

_TOKEN = re.compile(r"\s*\S+")


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


def marked(first: str, second: str) -> Marked:
    """Compare two texts by their words; case and accents do not count, and the texts are not changed."""
    left, right = _TOKEN.findall(first), _TOKEN.findall(second)
    matcher = SequenceMatcher(
        None, [fold(each.strip()) for each in left], [fold(each.strip()) for each in right], False
    )
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    for kind, left_from, left_to, right_from, right_to in matcher.get_opcodes():
        for side, words in zip(sides, (left[left_from:left_to], right[right_from:right_to]), strict=True):
            if words:
                side.append(Piece("".join(words), kind != "equal"))
    own = [[piece.words.strip() for piece in side if piece.is_own] for side in sides]
    return Marked(*sides, *own)
