"""When a word is old: what was true a year ago may no longer be (the issue, section 2)."""

import calendar
from datetime import date

MONTHS = 12
"""A word whose as-of date lies further back than this "may be out of date"."""


def out_of_date_before(today: date) -> date:
    """Return the day such that every as-of date before it may be out of date on ``today``."""
    year, month = divmod(today.year * 12 + today.month - 1 - MONTHS, 12)
    # February 29 has no twin a year ago: its last day stands in.
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))
