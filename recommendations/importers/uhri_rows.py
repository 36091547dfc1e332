"""One row of a UHRI export, whichever file it came in: the cleaning that both UHRI readers share.

What UHRI's exports do, and what becomes of it:

* ``Text`` opens with the paragraph number (there is no column for it), may be HTML, and a UPR text ends with the
  recommending States in brackets, which repeat their own column: both are set apart, so that the same words from
  another source have the same fingerprint.
* Values start with "- ". Labels have stray spaces.
* ``Type`` may be a UUID or empty: the kind is then unknown, with a warning.
* Country names stand next to two-letter leftovers of the same country.
* A date that does not exist makes the row an error: it decides which review the row belongs to.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext as _

from recommendations.importers.field_values import (
    UPR,
    NoSuchDay,
    cycle_of,
    document_day,
    is_uuid,
    kind_of,
    position_of,
    session_of,
    upr_cycle,
    uuid_of,
)
from recommendations.importers.parsed import NOT_NAMED, SUPPORTED_IN_PART, ParsedRecommendation, ReadContext, RowError
from recommendations.importers.plain_text import (
    MAX_TEXT_LENGTH,
    is_damaged,
    plain_text,
    same_states,
    split_leading_number,
)
from recommendations.importers.readers.thematic_list.brackets import LIST_MARKS, split_attribution

# The usual end of a UPR text: brackets with one State each and nothing else. Initials are left to split_attribution.
_PLAIN_BRACKETS = re.compile(r"(?:\s*\([^();,/&\s](?:[^();,/&]*[^A-Z();,/&\s])\))+[;,.]?\Z")
_BRACKETED = re.compile(r"\(([^()]+)\)")


@dataclass(slots=True)
class UhriRow:
    """The cells of one row as the export has them: lists of labels, not yet cleaned."""

    number: int
    text: str
    countries: Sequence[str] = ()
    bodies: Sequence[str] = ()
    symbol: str = ""
    themes: Sequence[str] = ()
    groups: Sequence[str] = ()
    sdgs: Sequence[str] = ()
    published: object = None
    states: Sequence[str] = ()
    positions: Sequence[str] = ()
    kinds: Sequence[str] = ()
    annotation_id: str = ""
    sessions: Sequence[str] = ()
    cycles: Sequence[str] = ()


class _Unusable(Exception):
    """The row cannot be read; the message says why."""


def split_values(printed: str) -> list[str]:
    """Return the values of one cell: one a line, each with "- " before it; a line without it goes on with its value."""
    if "\n" not in printed:
        return [printed]
    values: list[str] = []
    dashed = printed.startswith("- ")
    for line in printed.splitlines():
        if dashed and values and not line.startswith("-"):
            values[-1] += f" {line}"
        else:
            values.append(line)
    return values


@lru_cache(maxsize=20_000)
def clean_label(printed: str) -> str:
    """Return a label without the dash before it, markup, entities and stray spaces; "-" alone is empty."""
    label = plain_text(printed)
    if is_damaged(label):
        raise _Unusable(_("A label holds characters that are no text."))
    return label.lstrip("-–•· ")


class UhriCleaner:
    """Turns rows of one export into recommendations; remembers what it has worked out for earlier rows."""

    def __init__(self, context: ReadContext) -> None:
        """Take the ``context`` that tells States from other names."""
        self._is_state = lru_cache(maxsize=5_000)(context.is_country)
        self._no_type = _("The export gives no type for this row.")
        self._warnings: list[str] = []

    def clean(self, row: UhriRow) -> ParsedRecommendation | RowError:
        """Return what the row says, or why it cannot be read."""
        self._warnings = []
        try:
            return self._clean(row)
        except _Unusable as problem:
            return RowError(row.number, str(problem))

    def _clean(self, row: UhriRow) -> ParsedRecommendation:
        text, paragraph, part = self._text(row.text)
        symbol = clean_label(row.symbol)
        states = _labels(row.states)
        # Only rows of the UPR name recommending States.
        body = self._one(row.bodies) or (UPR if states else NOT_NAMED)
        if body == UPR or states:
            text, states = self._states(text, states)
        if not text:
            raise _Unusable(_("There is no text."))
        session = self._number(row.sessions, session_of)
        return ParsedRecommendation(
            row=row.number,
            text=text,
            kind=self._kind(row.kinds),
            body=body,
            country=self._country(row.countries, symbol),
            cycle=self._cycle(row.cycles, session),
            session=session,
            document_symbol=symbol or None,
            document_date=_date(row.published),
            paragraph=paragraph,
            part=part,
            position=self._position(row.positions),
            recommending_states=states,
            themes=_labels(row.themes),
            groups=_labels(row.groups),
            sdgs=_labels(row.sdgs),
            annotation_id=self._annotation_id(row.annotation_id),
            warnings=tuple(self._warnings),
        )

    def _text(self, printed: str) -> tuple[str, str, str]:
        if len(printed) > MAX_TEXT_LENGTH:
            raise _Unusable(
                _("The text has %(count)s characters, more than any paragraph of a UN document.")
                % {"count": len(printed)}
            )
        cleaned = plain_text(printed)
        if is_damaged(cleaned):
            raise _Unusable(_("The text holds characters that are no text, so the file was damaged on its way."))
        paragraph, part, text = split_leading_number(cleaned)
        if "\ufffd" in text:
            self._warnings.append(_("A character of the text was lost before the file was made."))
        return text, paragraph, part

    def _states(self, text: str, states: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        """Set the brackets with States at the end of the text apart from it."""
        if ")" not in text:
            return text.rstrip(LIST_MARKS), states
        # A short cut: split_attribution says the same of such a text (a test compares), but takes as long as all the
        # other work on the row.
        start = text.find("(")
        if _PLAIN_BRACKETS.match(text, start):
            names = _BRACKETED.findall(text, start)
            words = text[:start].rstrip()
            if words and words[-1] not in LIST_MARKS and len(names) <= len(states) and all(map(self._is_state, names)):
                return words, states
        printed = split_attribution(text, lambda name: self._is_state(name) or same_states(name, states))
        if len(printed.states) > len(states):
            # The column is shorter than the brackets: nothing the text names may get lost.
            states += tuple(name for name in printed.states if not same_states(name, states))
        return printed.text, states

    def _one(self, printed: Sequence[str]) -> str | None:
        labels = _labels(printed)
        if len(labels) > 1:
            self._warnings.append(
                _("The row names more than one where one is expected (%(names)s); the first was taken.")
                % {"names": ", ".join(labels)}
            )
        return labels[0] if labels else None

    def _country(self, printed: Sequence[str], symbol: str) -> str | None:
        labels = _labels(printed)
        # Two-letter codes are leftovers beside the name.
        names = [label for label in labels if len(label) > 2] or labels
        if not names and not symbol:
            raise _Unusable(_("Neither a country nor a document is named, so its review cannot be known."))
        if not names:
            self._warnings.append(_("The row names no country."))
        return self._one(names)

    def _kind(self, printed: Sequence[str]) -> str | None:
        labels = _labels(printed)
        kinds = [kind for kind in map(_known_kind, labels) if kind]
        if not kinds:
            shown = labels[0] if labels else ""
            if is_uuid(shown) or not shown:
                self._warnings.append(self._no_type)
            else:
                self._warnings.append(_("The type “%(type)s” is not known here.") % {"type": shown})
        return kinds[0] if kinds else None

    def _position(self, printed: Sequence[str]) -> str | None:
        labels = _labels(printed)
        positions = {_known_position(label) for label in labels}
        if None in positions:
            self._warnings.append(
                _("The position “%(position)s” is not known here; it was left empty.") % {"position": ", ".join(labels)}
            )
            return None
        if len(positions) > 1:
            # "Supported" and "Noted" of one recommendation, on two lines instead of "Supported/Noted".
            return SUPPORTED_IN_PART
        return positions.pop() if positions else None

    def _number(self, printed: Sequence[str], read: Callable[[str], int | None]) -> int | None:
        for label in _labels(printed):
            number = read(label)
            if number is not None:
                return number
            self._warnings.append(
                _("“%(value)s” is no number of a session or cycle; it was left empty.") % {"value": label[:60]}
            )
        return None

    def _cycle(self, printed: Sequence[str], session: int | None) -> int | None:
        cycle = self._number(printed, cycle_of)
        return upr_cycle("", session) if cycle is None else cycle

    def _annotation_id(self, printed: str) -> UUID | None:
        label = printed.strip().lstrip("- ")
        if not label:
            return None
        annotation_id = uuid_of(label)
        if annotation_id is None:
            self._warnings.append(_("The annotation id “%(id)s” is no UUID; it was left out.") % {"id": label[:60]})
        return annotation_id


def _labels(printed: Sequence[str]) -> tuple[str, ...]:
    """Return the cleaned labels without empty ones and repetitions, in order."""
    return _cleaned(tuple(printed)) if printed else ()


@lru_cache(maxsize=30_000)
def _cleaned(printed: tuple[str, ...]) -> tuple[str, ...]:
    if not all(isinstance(label, str) for label in printed):
        raise TypeError(printed)
    return tuple(dict.fromkeys(label for label in map(clean_label, printed) if label))


@lru_cache(maxsize=1_000)
def _known_kind(label: str) -> str | None:
    return kind_of(label)


@lru_cache(maxsize=1_000)
def _known_position(label: str) -> str | None:
    return position_of(label)


@lru_cache(maxsize=10_000)
def _date(value: object) -> date | None:
    try:
        return document_day(value)
    except NoSuchDay as problem:
        raise _Unusable(str(problem)) from problem
