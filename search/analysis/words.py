"""Words: where they stand in a text, and their folded form.

A word is a run of letters and digits of any script. Accents written as marks of their own, soft hyphens and other
unseen characters inside it belong to it, and so does an English possessive: "women’s" is the word "women".
"""

import re
import unicodedata
from collections.abc import Iterator

from mechanisms.normalise import fold

LONGEST = 40
"""Characters of a folded word that count; what comes after them is cut off, in texts and in searches alike."""

_ALONE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})
"""Letters that Unicode does not take apart into a letter and a mark."""


def _inside_words() -> str:
    """Return, for a character class, what continues a word without being a letter: marks and unseen characters."""
    ranges: list[list[int]] = []
    for code in range(0x10000):
        if unicodedata.category(chr(code)) in ("Mn", "Mc", "Me", "Cf"):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in ranges)


_WORD = re.compile(rf"(?P<word>[^\W_]+(?:[{_inside_words()}]+[^\W_]*)*)(?:['’][sS](?![^\W_]))?")


def find_words(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield every word as it is written, and where it starts and ends (a possessive is part of the place)."""
    for match in _WORD.finditer(text):
        yield match["word"], match.start(), match.end()


def split_words(text: str) -> list[str]:
    """Return the words as they are written."""
    return _WORD.findall(text)


def fold_word(word: str) -> str:
    """Return a word as the token that all engines index: of ``[a-z0-9]`` only, without case and accents.

    Letters of other scripts become six characters each, so that no engine has rules of its own for them and a prefix
    ends between letters. May be empty, for what only looks like a letter.
    """
    if word.isascii():
        return word.lower()[:LONGEST]
    folded = "".join(filter(str.isalnum, fold(word).translate(_ALONE)))[:LONGEST]
    if folded.isascii():
        return folded
    return "".join(char if char.isascii() else f"u{ord(char):05x}" for char in folded)
