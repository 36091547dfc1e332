"""Which cycle and year a session of the UPR Working Group, or a report of one, belongs to.

Sessions 1–12 are cycle 1, 13–26 cycle 2, 27–40 cycle 3, 41–54 cycle 4 (Human Rights Council decision 17/119 and the
session calendars). ``reference_data/upr_cycles.csv`` holds for each cycle its last session, the last session of the
Council that adopted its reports (they are A/HRC/<session of the Council>/…), and the last day before the next begins.
Years are known for the sessions in ``reference_data/upr_sessions.csv``.
"""

import csv
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

_REFERENCE_DATA = Path(__file__).parent / "reference_data"
_WORKING_GROUP = re.compile(r"A/HRC/WG\.6/(\d{1,3})/")
_REPORT = re.compile(r"A/HRC/(\d{1,3})/\d")


class _Cycle(NamedTuple):
    number: int
    last_session: int
    last_council_session: int
    last_day: date


@cache
def cycle_of_session(session: int) -> int | None:
    """Return the cycle of a session, or None for one that no calendar has yet."""
    if session < 1:
        return None
    return next((cycle.number for cycle in _cycles() if session <= cycle.last_session), None)


def session_of_document(symbol: str) -> int | None:
    """Return the session that the symbol of a Working Group document names: 36 for A/HRC/WG.6/36/L.11."""
    match = _WORKING_GROUP.match(symbol)
    return int(match[1]) if match else None


def cycle_of_document(symbol: str, published: date | None) -> int | None:
    """Return the cycle of a review by the symbol of its report (A/HRC/46/15), else by the day that came out.

    A report comes out after its session, and no cycle begins before the reports of the one before it are out.
    """
    if session := session_of_document(symbol):
        return cycle_of_session(session)
    if match := _REPORT.match(symbol):
        council = int(match[1])
        return next((cycle.number for cycle in _cycles() if council <= cycle.last_council_session), None)
    if published is None:
        return None
    return next((cycle.number for cycle in _cycles() if published <= cycle.last_day), None)


def year_of_session(session: int) -> int | None:
    """Return the year in which a session took place, or None where the calendar does not have it."""
    return _years().get(session)


@cache
def _years() -> dict[int, int]:
    return {int(row["session"]): int(row["year"]) for row in _read("upr_sessions.csv")}


@cache
def _cycles() -> tuple[_Cycle, ...]:
    return tuple(
        _Cycle(
            int(row["cycle"]),
            int(row["last_session"]),
            int(row["last_council_session"]),
            date.fromisoformat(row["last_day"]),
        )
        for row in _read("upr_cycles.csv")
    )


def _read(name: str) -> list[dict[str, str]]:
    with (_REFERENCE_DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
