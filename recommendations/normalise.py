"""Normal forms of recommendations: paragraph numbers and the fingerprint of an official text."""

import hashlib
import re

from mechanisms.normalise import words_of

_PARAGRAPH = re.compile(
    r"^(?:paras?\.?|paragraphs?)?\s*(?P<number>\d+(?:[.\-]\d+)*)\.?\s*(?P<part>(?:\([a-z0-9]+\)\s*)*)\.?$", re.I
)
_PART = re.compile(r"\(([a-z0-9]+)\)", re.I)


def fingerprint(text: str) -> str:
    """Return 32 hexadecimal digits that are equal for texts with the same folded words in the same order.

    Case, accents, punctuation and spacing do not count; "women's" and "womens" still differ. An empty text has an
    empty fingerprint, which never matches anything.
    """
    words = words_of(text)
    if not words:
        return ""
    return hashlib.blake2b(" ".join(words).encode(), digest_size=16).hexdigest()


def split_paragraph(printed: str) -> tuple[str, str]:
    """Split a printed paragraph number into number and part: "49 (a)(ii)" gives ("49", "a-ii").

    A trailing full stop and "para." are dropped. What is no paragraph number is returned as it stands, without part,
    so that nothing a document prints is lost.
    """
    trimmed = " ".join(printed.split())
    match = _PARAGRAPH.match(trimmed)
    if not match:
        return trimmed, ""
    return match["number"], "-".join(part.lower() for part in _PART.findall(match["part"]))


def is_paragraph(printed: str) -> bool:
    """Tell whether this is a paragraph number and nothing else."""
    return _PARAGRAPH.match(" ".join(printed.split())) is not None


def paragraph_order(paragraph: str, part: str = "") -> str:
    """Return a text that sorts as people count: 26.9 before 26.10 before 26.10 (a); no paragraph comes last."""
    if not paragraph:
        return "~"
    return re.sub(r"\d+", lambda number: number.group().zfill(6), f"{paragraph} {part}")[:120]
