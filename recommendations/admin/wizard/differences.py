"""Two texts side by side: which words went and which came."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

_PIECES = re.compile(r"\s+|[^\s]+")
_MOST_WORDS = 1_500
"""Of longer texts the comparison takes too long for a page; they are shown whole."""


class Piece(NamedTuple):
    """A stretch of a text; ``differs`` where the other text does not have it."""

    text: str
    differs: bool


def word_differences(was: str, becomes: str) -> tuple[list[Piece], list[Piece]]:
    """Return both texts in pieces, the words that differ marked."""
    old, new = _PIECES.findall(was), _PIECES.findall(becomes)
    if not old or not new or len(old) + len(new) > 2 * _MOST_WORDS:
        return _whole(was), _whole(becomes)
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        differs = kind != "equal"
        if old_from < old_to:
            left.append(Piece("".join(old[old_from:old_to]), differs))
        if new_from < new_to:
            right.append(Piece("".join(new[new_from:new_to]), differs))
    return left, right


def _whole(text: str) -> list[Piece]:
    return [Piece(text, differs=True)] if text else []
