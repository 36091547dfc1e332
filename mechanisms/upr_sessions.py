"""Which cycle and year a session of the UPR Working Group belongs to.

Sessions 1–12 are cycle 1, 13–26 cycle 2, 27–40 cycle 3, 41–54 cycle 4 (Human Rights Council decision 17/119 and the
session calendars). Years are known for the sessions in ``reference_data/upr_sessions.csv``.
"""

import csv
from functools import cache
from pathlib import Path

_LAST_SESSION = ((12, 1), (26, 2), (40, 3), (54, 4))
_CALENDAR = Path(__file__).parent / "reference_data" / "upr_sessions.csv"


def cycle_of_session(session: int) -> int | None:
    """Return the cycle of a session, or None for one that no calendar has yet."""
    if session < 1:
        return None
    return next((cycle for last, cycle in _LAST_SESSION if session <= last), None)


def year_of_session(session: int) -> int | None:
    """Return the year in which a session took place, or None where the calendar does not have it."""
    return _years().get(session)


@cache
def _years() -> dict[int, int]:
    with _CALENDAR.open(encoding="utf-8", newline="") as stream:
        return {int(row["session"]): int(row["year"]) for row in csv.DictReader(stream)}
