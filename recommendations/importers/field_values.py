"""How the fields of a recommendation are spelled in files, read the same way by every reader."""

import re
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from mechanisms.normalise import label_key
from mechanisms.upr_sessions import cycle_of_session
from recommendations.importers.parsed import CONCERN, NOTED, OTHER, PLEDGE, RECOMMENDATION, SUPPORTED, SUPPORTED_IN_PART

UPR = "UPR"

_POSITIONS = {
    "supported": SUPPORTED,
    "accepted": SUPPORTED,
    "noted": NOTED,
    # Words of before 2011 and of drafts; the State did not support it, which today's documents call "noted".
    "not supported": NOTED,
    "rejected": NOTED,
    "not accepted": NOTED,
}
_IN_PART = re.compile(
    r"(?:partially|partly) (?:supported|accepted|noted)|(?:supported|accepted|noted) (?:partially|partly|in part)"
)
_BOTH = re.compile(r"(?:(?:supported|accepted)(?: and)? noted)|(?:noted(?: and)? (?:supported|accepted))")
# The mark of a footnote: "Supported1", "Noted (2)", "Supported [3]".
_FOOTNOTE = re.compile(r"\s*(?:\d{1,2}|\(\d{1,2}\)|\[\d{1,2}\])\s*\Z")
_KINDS = {
    "recommendation": RECOMMENDATION,
    "recommendations": RECOMMENDATION,
    "concern": CONCERN,
    "concerns": CONCERN,
    "concerns observations": CONCERN,
    "concern observation": CONCERN,
    "observation": CONCERN,
    "pledge": PLEDGE,
    "pledges": PLEDGE,
    "voluntary pledge": PLEDGE,
    "voluntary pledges": PLEDGE,
    "voluntary commitment": PLEDGE,
    "voluntary commitments": PLEDGE,
    "other": OTHER,
    "others": OTHER,
}
_EXCEL_EPOCH = date(1899, 12, 30)
_FIRST_YEAR, _LAST_YEAR = 1945, 2100
_NO_DATE = frozenset(("", "-", "n/a"))
_TIME_BEHIND = re.compile(r"\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp][Mm])?\Z")
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})\Z")
_YEAR_FIRST = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})\Z")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_IN_WORDS = (
    re.compile(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -]{_MONTH}[ -](?P<year>\d{{4}})\Z", re.IGNORECASE),
    re.compile(rf"{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})\Z", re.IGNORECASE),
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?\Z")
_ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th)?\b")


def position_of(printed: str) -> str | None:
    """Return the position a State's printed answer stands for, or ``None`` where it is no clear answer."""
    key = label_key(_FOOTNOTE.sub("", printed))
    return SUPPORTED_IN_PART if _IN_PART.fullmatch(key) or _BOTH.fullmatch(key) else _POSITIONS.get(key)


def kind_of(printed: str) -> str | None:
    """Return the kind a printed type stands for, or ``None`` where we do not know it."""
    return _KINDS.get(label_key(printed))


def session_of(printed: str) -> int | None:
    """Return the session's number: 36 from "36", "36th session", "- 36 Session", "36 - November 2020"."""
    match = _ORDINAL.search(printed)
    number = int(match[1]) if match else 0
    return number if 1 <= number <= 99 else None


def cycle_of(printed: str) -> int | None:
    """Return the cycle's number from "3", "3rd Cycle", "Cycle 3"."""
    match = _ORDINAL.search(printed)
    number = int(match[1]) if match else 0
    return number if 1 <= number <= 9 else None


def upr_cycle(printed: str, session: int | None) -> int | None:
    """Return the cycle a file names, or the one its session belongs to."""
    named = cycle_of(printed) if printed else None
    return named if named is not None or session is None else cycle_of_session(session)


def action_category_of(printed: str) -> int | None:
    """Return UPR Info's action category 1 to 5, ``None`` for anything else."""
    return int(printed) if printed in {"1", "2", "3", "4", "5"} else None


def uuid_of(printed: str) -> UUID | None:
    """Return UHRI's annotation id, ``None`` where it is no UUID."""
    try:
        return UUID(printed)
    except ValueError:
        return None


def is_uuid(printed: str) -> bool:
    """Tell whether ``printed`` is a UUID (as UHRI prints in place of some types)."""
    return len(printed) == 36 and uuid_of(printed) is not None


class NoSuchDay(Exception):
    """A cell holds something that is no day of a document; the message is a sentence for a person."""


def document_day(value: object) -> date | None:
    """Return the day a cell stands for, ``None`` where it is empty or says that there is none ("-").

    Raises:
        NoSuchDay: it stands for no day, or for two. The day decides which review a row belongs to.
    """
    if value is None or (isinstance(value, str) and _without_mark(value).casefold() in _NO_DATE):
        return None
    day = date_of(value)
    if day is None:
        shown = str(value)[:60]
        if _is_two_days(str(value)):
            raise NoSuchDay(
                _("“%(value)s” can be read as two different days; write it as 2020-12-31.") % {"value": shown}
            )
        raise NoSuchDay(_("“%(value)s” is no date of a document; write it as 2020-12-31.") % {"value": shown})
    return day


def date_of(value: object) -> date | None:
    """Return the day a cell stands for, ``None`` where there is no such day or it cannot be told.

    Takes dates, Excel's serial numbers (days since 30 December 1899) and text: ISO dates ("2020-12-15",
    "2020-12-15T00:00:00"), "2020/12/15", "15 December 2020", "Dec 15, 2020", and "15/12/2020", "15.12.2020" or
    "12/15/2020" where only one of the numbers can be the month.
    """
    try:
        day = _day_of(value)
    except (ValueError, OverflowError):
        return None
    return day if day and _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def _without_mark(printed: str) -> str:
    """Return the text of a cell without the dash that UHRI puts before values."""
    return printed.strip().removeprefix("- ").strip()


def _day_of(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, (int, float)):
        return _EXCEL_EPOCH + timedelta(days=int(value))
    text = _TIME_BEHIND.sub("", _without_mark(str(value)))
    if _SERIAL.match(text):
        return _EXCEL_EPOCH + timedelta(days=int(float(text)))
    if match := _NUMBERS.match(text):
        return _one_way(int(match[1]), int(match[3]), int(match[4]))
    if match := _YEAR_FIRST.match(text):
        return date(*(int(number) for number in match.groups()))
    for form in _IN_WORDS:
        if match := form.match(text):
            return date(int(match["year"]), _MONTHS.index(match["month"].lower()) + 1, int(match["day"]))
    return datetime.fromisoformat(text).date()


def _is_two_days(printed: str) -> bool:
    match = _NUMBERS.match(_TIME_BEHIND.sub("", _without_mark(printed)))
    return match is not None and 1 <= int(match[1]) <= 12 and 1 <= int(match[3]) <= 12


def _one_way(first: int, second: int, year: int) -> date | None:
    """Return the day where it can be read in one way only: "03/04/2020" is March in New York and April in Geneva."""
    if first > 12 or first == second:
        return date(year, second, first)
    return date(year, first, second) if second > 12 else None
