"""What the cells of a thematic list say: the recommendation, the position, and the lists of labels."""

import re
from dataclasses import dataclass, field

from mechanisms.normalise import clean_space, label_key
from recommendations.importers.field_values import position_of
from recommendations.importers.plain_text import ANNEX_LETTERS
from recommendations.importers.readers.thematic_list.sections import (
    FINGERPRINT,
    NOT_OFFICIAL,
    PARAGRAPH,
    RECOMMENDED_BY,
)

THEMES = "themes"
GROUPS = "groups"
SDGS = "sdgs"

_LONGEST_POSITION = 60

# "115.133", "166.6.", "26.10 (a)", "A-71.5", "142.3 - ". A single number needs its full stop, or "2030 Agenda" would be
# paragraph 2030.
PARAGRAPH_NUMBER = re.compile(
    rf"(?:para(?:graph)?s?\.?\s*)?{ANNEX_LETTERS}"
    r"(?P<number>\d{1,4}\s?\.\s?\d{1,4}(?:\.\d{1,4})*|\d{1,3}(?=\.(?!\d)))\.?"
    r"(?P<part>(?:\s*\((?:[a-z]|[ivx]{1,4})\))*)(?=\D|$)\s*(?:[:–—-]\s*(?=\S))?",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"\bsources?\s+of\s+(?:the\s+)?positions?\b\s*[:–-]?", re.IGNORECASE)
_COMMENT = re.compile(r"^\s*comments?\s*:", re.IGNORECASE | re.MULTILINE)
_NOT_OFFICIAL = re.compile(rf"^\s*{re.escape(NOT_OFFICIAL)}", re.IGNORECASE | re.MULTILINE)
_PARAGRAPH_LINE = re.compile(rf"^\s*{re.escape(PARAGRAPH)}(?P<number>.*)$", re.MULTILINE)
_RECOMMENDED_BY = re.compile(rf"^\s*{re.escape(RECOMMENDED_BY)}(?P<names>.*)$", re.MULTILINE)
_FINGERPRINT = re.compile(rf"^\s*{re.escape(FINGERPRINT)}\s*(?P<digits>[0-9a-f]{{32}})\s*$", re.MULTILINE)
_BULLET = re.compile(r"^(?:[-–—•·▪●*]\s*)+")
_SECTION_NAMES = (
    (GROUPS, r"affected\s+(?:persons?|groups?)|(?:affected\s+)?groups?\s+of\s+persons?|persons?\s+affected"),
    (SDGS, r"(?:relevant\s+|related\s+)?(?:sdgs?|sustainable\s+development\s+goals?)(?:\s*\(sdgs?\))?"),
    (THEMES, r"(?:full\s+list\s+of\s+|human\s+rights\s+)?(?:themes?|rights?(?:\s+or\s+areas?)?)"),
)
_SECTIONS = [(name, re.compile(rf"(?:{pattern})\s*(?::\s*(?P<rest>.*)|$)", re.I)) for name, pattern in _SECTION_NAMES]
# A section heading run together with the label before it: "…normsAffected persons:- general".
_GLUED_SECTION = re.compile(rf"(?<=\S)\s*(?=(?:{_SECTION_NAMES[0][1]}|SDGs)\s*:)", re.IGNORECASE)
# "A12 Acceptance …", "2.1. Acceptance …": labels that begin with a code can be told apart when run together.
_CODE = r"(?:[A-Z]\d{1,3}\s+|\d{1,2}(?:\.\d{1,2})?\.\s+)[A-Z]"
_CODED = re.compile(_CODE)
_GLUED_CODE = re.compile(rf"(?<=[a-z)])\s*(?={_CODE})")
# "- general- women": a dash with a space behind it and none before, unless a word is left open ("pre- and post-natal").
_GLUED_BULLET = re.compile(r"(?<=[^\s-])- (?!and\b|or\b)(?=\S)")
_LISTED_BULLET = re.compile(r"(?<=\S) - (?=\S)")
# "16 - PEACE, JUSTICE…", "16.3 - Promote…", "SDG 5 - gender equality", "S05 SDG 5 - …"
_SDG = re.compile(r"(?:S\d{2}\s+)?(?:SDG|Goal)\s*\d{1,2}\b|\d{1,2}(?:\.[0-9a-z]{1,2})? - \S", re.IGNORECASE)
_THEME_HEADING = re.compile(r"(?:themes?|rights?\s+or\s+areas?|rights?/areas?|areas?|clusters?)\s*:\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Words:
    """The cell of the recommendation: ``number`` as printed, the ``text`` with its brackets, the position's source.

    In lists of ours: ``held_back``, there are no official words, so that ``text`` is only the brackets; ``states``, the
    names in a line of their own, so that every bracket belongs to the words (None: there is no such line);
    ``fingerprint``, of the words that a record without number stands for.
    """

    number: str
    text: str
    source: str
    held_back: bool = False
    states: str | None = None
    fingerprint: str = ""


@dataclass(slots=True)
class Labels:
    """Labels as printed, each once, in the order of the cell."""

    themes: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    sdgs: list[str] = field(default_factory=list)

    def add(self, section: str, label: str) -> None:
        """Add ``label`` to ``section`` (themes, groups or sdgs) unless that holds it already.

        The goals stand among the themes in some lists; their numbers give them away.
        """
        if not label:
            return
        if section == THEMES and _SDG.match(label):
            section = SDGS
        labels: list[str] = getattr(self, section)
        if label_key(label) not in map(label_key, labels):
            labels.append(label)


def read_words(lines: tuple[str, ...]) -> Words:
    """Read the cell of the recommendation.

    What follows "Source of position:" is the source. A line "Comments:" says where the position came from when no
    document holds it, so it is kept with the source, as printed, and never counts as part of the official words.
    """
    whole = "\n".join(lines)
    whole, ours = _taken_out(whole, _NOT_OFFICIAL)
    whole, named = _taken_out(whole, _RECOMMENDED_BY)
    whole, numbered = _taken_out(whole, _PARAGRAPH_LINE)
    whole, known_by = _taken_out(whole, _FINGERPRINT)
    marks = [match.start() for pattern in (_SOURCE, _COMMENT) if (match := pattern.search(whole))]
    words, tail = (whole[: min(marks)], whole[min(marks) :]) if marks else (whole, "")
    sources = [clean_space(piece).rstrip(";") for piece in _SOURCE.split(tail)]
    words = clean_space(words)
    number = None if numbered else PARAGRAPH_NUMBER.match(words)
    return Words(
        number=numbered["number"].strip() if numbered else _printed(number),
        text=words[number.end() :] if number else words,
        source="; ".join(source for source in sources if source),
        held_back=ours is not None,
        states=named["names"] if named else None,
        fingerprint=known_by["digits"] if known_by else "",
    )


def _printed(number: re.Match[str] | None) -> str:
    """Return a number with its part as it stands before the words, "" where there is none."""
    return re.sub(r"\s*\.\s*", ".", number["number"]) + number["part"] if number else ""


def _taken_out(whole: str, line: re.Pattern[str]) -> tuple[str, re.Match[str] | None]:
    """Return ``whole`` without the line that begins as ``line`` says, and that line."""
    found = line.search(whole)
    if not found:
        return whole, None
    end = whole.find("\n", found.end())
    return whole[: found.start()] + (whole[end:] if end >= 0 else ""), found


def read_position(lines: tuple[str, ...]) -> str | None:
    """Return the position the cell prints, or None where it prints none that we know."""
    candidates = (" ".join(lines), lines[0]) if lines else ()
    return next(
        filter(None, (position_of(printed) for printed in candidates if len(printed) <= _LONGEST_POSITION)), None
    )


def read_labels(lines: tuple[str, ...], section: str, labels: Labels) -> None:
    """Add the labels of a cell to ``labels``; ``section`` is what the column holds until the cell says otherwise."""
    for line in lines:
        for piece in _GLUED_SECTION.sub("\n", line).split("\n"):
            item = _BULLET.sub("", piece.strip())
            heading = next(((name, found) for name, form in _SECTIONS if (found := form.fullmatch(item))), None)
            if heading:
                section = heading[0]
                item = (heading[1]["rest"] or "").strip()
            bulleted = item != piece.strip() and heading is None
            for label in _unglued(item, section, bulleted=bulleted, inline=heading is not None):
                labels.add(section, label)


def theme_heading(lines: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the labels of a heading such as "Theme: Right to health" or "Right or area: 2.1. …", else None."""
    if not lines:
        return None
    match = _THEME_HEADING.match(lines[0])
    if not match:
        return None
    labels = Labels()
    read_labels((lines[0][match.end() :], *lines[1:]), THEMES, labels)
    return tuple(labels.themes)


def _unglued(item: str, section: str, *, bulleted: bool, inline: bool) -> list[str]:
    """Split labels that the file runs together in one line.

    Only where the line shows how: by a code before each label, or a dash before each (``bulleted``: before the first;
    ``inline``: behind a heading such as "Affected persons:").
    """
    if section == THEMES and _CODED.match(item):
        pieces = _GLUED_CODE.split(item)
    elif section == GROUPS and inline and item.startswith("-"):
        pieces = _LISTED_BULLET.split(_GLUED_BULLET.sub(" - ", item))
    elif bulleted or (inline and item.startswith("-")):
        pieces = _GLUED_BULLET.split(item)
    else:
        pieces = [item]
    return [clean_space(_BULLET.sub("", piece.strip())) for piece in pieces]
