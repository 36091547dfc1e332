"""Which column of a list holds what.

OHCHR has changed the columns every few years; the header row says which are there:

=====================  ==========================================================================================
layout A, about 2015   Recommendation | Position | Full list of themes | Assessment/comments on level of …
layout B, from 2024    Recommendation and recommending State | Position of the State under review | Human rights
                       themes and groups of persons | Relevant SDGs
matrix, to about 2015  Recommendation | Recommending state/s | Position | Full list of rights/affected persons
=====================  ==========================================================================================

Themes, affected persons and goals may share a cell; headings inside the cell then part them (see ``cells``).
"""

import re
from dataclasses import dataclass

from mechanisms.normalise import label_key
from recommendations.importers.readers.thematic_list.body import Row
from recommendations.importers.readers.thematic_list.brackets import IsCountry, split_names
from recommendations.importers.readers.thematic_list.cells import (
    GROUPS,
    PARAGRAPH_NUMBER,
    SDGS,
    THEMES,
    read_position,
)

NUMBER = "number"
WORDS = "words"
STATES = "states"
POSITION = "position"
SOURCE = "source"
OTHER = "other"

# The first that matches decides, so "Position of the State under review" is no column of States.
_HEADERS = (
    (SOURCE, re.compile(r"sources? of (?:the )?position\b")),
    (POSITION, re.compile(r"(?:upr )?position\b|response\b|state s (?:position|response)\b")),
    (
        STATES,
        re.compile(r"recommending (?:state|countr)|states? s? ?(?:making|recommending)\b|(?:states?|countr(?:y|ies))$"),
    ),
    (OTHER, re.compile(r"(?:assessments?|comments?|level|status|action|implementation)\b")),
    (NUMBER, re.compile(r"(?:(?:recommendation|paragraph|para|serial) )?(?:nos?|nr|numbers?)$|para(?:graph)?s?$")),
    (WORDS, re.compile(r"(?:list of |text of (?:the )?)?recommendations?\b")),
    (THEMES, re.compile(r".*\b(?:themes?|rights?|issues?)\b")),
    (SDGS, re.compile(r".*\b(?:sdgs?|sustainable development goals?)\b")),
    (GROUPS, re.compile(r".*\b(?:affected|groups?) (?:persons?|groups?|of persons?)\b")),
)
_LONGEST_HEADER = 100


@dataclass(frozen=True, slots=True)
class Columns:
    """The meaning of each column, and where in the grid it begins; both in the order of the header row."""

    meanings: tuple[str, ...]
    starts: tuple[int, ...]
    widths: tuple[int, ...]

    def of(self, row: Row) -> dict[int, str]:
        """Return the meaning of each cell of ``row`` by its index.

        By order where the row has as many cells as the header; otherwise (merged cells) by the place in the grid.
        """
        if len(row) == len(self.meanings):
            return dict(enumerate(self.meanings))
        found: dict[int, str] = {}
        for index, cell in enumerate(row):
            for meaning, start, width in zip(self.meanings, self.starts, self.widths, strict=True):
                if start <= cell.column < start + width:
                    found[index] = meaning
        return found


def header_columns(row: Row) -> Columns | None:
    """Read ``row`` as a header row; None where it is none: it names a recommendation and a position."""
    if len(row) < 2 or any(read_position(cell.lines) for cell in row):
        return None
    meanings = tuple(_header_meaning(" ".join(cell.lines)) for cell in row)
    if meanings.count(WORDS) != 1 or POSITION not in meanings:
        return None
    return _columns(row, meanings)


def guessed_columns(row: Row, is_country: IsCountry) -> Columns | None:
    """Read the columns from a row of data, for a list without header row.

    It needs a cell that begins with a paragraph number and a cell that is a position.
    """
    meanings = tuple(_content_meaning(cell.lines, is_country) for cell in row)
    if meanings.count(WORDS) != 1 or meanings.count(POSITION) != 1:
        return None
    return _columns(row, meanings)


def begins_recommendation(lines: tuple[str, ...]) -> bool:
    """Tell whether a cell begins with a paragraph number such as 26.101."""
    match = PARAGRAPH_NUMBER.match(lines[0]) if lines else None
    return match is not None and "." in match["number"]


def _columns(row: Row, meanings: tuple[str, ...]) -> Columns:
    return Columns(meanings, tuple(cell.column for cell in row), tuple(cell.width for cell in row))


def _header_meaning(printed: str) -> str:
    if len(printed) > _LONGEST_HEADER:
        return OTHER
    key = label_key(printed)
    return next((meaning for meaning, form in _HEADERS if form.match(key)), OTHER)


def _content_meaning(lines: tuple[str, ...], is_country: IsCountry) -> str:
    if begins_recommendation(lines):
        return WORDS
    if read_position(lines):
        return POSITION
    if lines and not split_names("\n".join(lines), is_country)[1]:
        return STATES
    return THEMES if lines else OTHER
