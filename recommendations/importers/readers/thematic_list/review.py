"""Whose review, which cycle and session, which report: what the heads of a list say about all its rows."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mechanisms.normalise import clean_space, document_symbol
from recommendations.importers.readers.thematic_list.brackets import IsCountry

_UNITS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENS = (
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth",
)  # fmt: skip
_TENS = {"twent": 20, "thirt": 30, "fort": 40, "fift": 50}
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi")
_ORDINALS = {word: number for words in ((*_UNITS, *_TEENS), _ROMAN) for number, word in enumerate(words, start=1)}
_ORDINALS |= {f"{ten}ieth": value for ten, value in _TENS.items()}
_ORDINALS |= {f"{ten}y-{unit}": value + _ORDINALS[unit] for ten, value in _TENS.items() for unit in _UNITS}
_COUNT = rf"(?:\d{{1,3}}|{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})"
_CYCLE = re.compile(rf"\b({_COUNT})\s*(?:st|nd|rd|th)?[\s-]+cycle\b|\bcycle\s+({_COUNT})\b", re.IGNORECASE)
_SESSION = re.compile(rf"\b({_COUNT})\s*(?:st|nd|rd|th)?[\s-]+session\b|\bsession\s+({_COUNT})\b", re.IGNORECASE)
_REVIEW_OF = re.compile(
    r"\b(?:UPR|Universal Periodic Review)\b\s*(?P<sign>of\b|[:–—-])?\s*(?:the\s+)?(?P<rest>\S.*)", re.IGNORECASE
)
_AFTER_COUNTRY = re.compile(
    rf"\s*[(\[,:–—-]*\s*(?:{_CYCLE.pattern}|{_SESSION.pattern}|thematic\s+list|matrix|list\s+of|page\b|recommendations?\b)"
    r"|\s[-–—|]\s",
    re.IGNORECASE,
)
_ABOUT_REVIEW = re.compile(r"UPR|review|recommendation", re.IGNORECASE)
_PARTS = re.compile(r"[\n|(),:;_]|\s[-–—]\s")
_MOST_WORDS = 12

# The report of a review is A/HRC/46/15, its addendum with the positions A/HRC/46/15/Add.1. A/HRC/<session>/2 is the
# report of the Council's session, which lists cite for positions given orally.
_REPORT = re.compile(r"\bA\s*/\s*HRC\s*/\s*\d{1,3}\s*/\s*\d{1,3}\b", re.IGNORECASE)
_SESSION_REPORT = re.compile(r"A/HRC/\d+/2")


@dataclass(frozen=True, slots=True)
class Heading:
    """What the heads say; None where they do not."""

    country: str | None = None
    cycle: int | None = None
    session: int | None = None


def read_heading(heads: Sequence[str], is_country: IsCountry) -> Heading:
    """Read "UPR of Slovenia (3rd Cycle - 34th Session)" and its kin.

    ``heads`` are the page headers, the lines around the table, the rows above its header row and the title, the
    likelier first. Each of the three facts comes from the first head that states it.
    """
    heads = [head for head in heads if head]
    plain = [clean_space(head) for head in heads]
    countries = (_country_of_review(head, is_country) for head in plain)
    named = (_named_country(head, is_country) for head in heads if _ABOUT_REVIEW.search(head))
    return Heading(
        country=next(filter(None, countries), None) or next(filter(None, named), None),
        cycle=next(filter(None, (_number(_CYCLE, head) for head in plain)), None),
        session=next(filter(None, (_number(_SESSION, head) for head in plain)), None),
    )


def report_symbol(heads: Iterable[str], sources: Iterable[str]) -> str | None:
    """Return the symbol of the one report a list is about: as its heads print it, else as most of its sources do.

    The source of a position is mostly the report's addendum, whose symbol begins with the report's.
    """
    printed = next(filter(None, map(_reports_in, heads)), None)
    if printed:
        return printed[0]
    counts = Counter(symbol for source in sources for symbol in _reports_in(source))
    return counts.most_common(1)[0][0] if counts else None


def _reports_in(text: str) -> list[str]:
    symbols = dict.fromkeys(document_symbol(found) for found in _REPORT.findall(text))
    return [symbol for symbol in symbols if not _SESSION_REPORT.fullmatch(symbol)]


def _country_of_review(head: str, is_country: IsCountry) -> str | None:
    match = _REVIEW_OF.search(head)
    if not match:
        return None
    rest = match["rest"]
    end = _AFTER_COUNTRY.search(rest)
    printed = rest[: end.start()].strip(" ,:;-–—") if end else rest
    if printed and is_country(printed):
        return printed
    words = rest.split()[:_MOST_WORDS]
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count]).strip(" ,:;-–—")
        if is_country(name):
            return name
    return printed if match["sign"] and end and printed and len(printed.split()) <= _MOST_WORDS else None


def _named_country(head: str, is_country: IsCountry) -> str | None:
    return next((name for part in _PARTS.split(head) if (name := part.strip()) and is_country(name)), None)


def _number(form: re.Pattern[str], head: str) -> int | None:
    match = form.search(head)
    if not match:
        return None
    printed = (match[1] or match[2]).lower()
    return _ORDINALS.get(printed) or int(printed)
