"""Which recommendations a memo tells, where a search finds more than two pages hold."""

from dataclasses import dataclass

from recommendations.models import Recommendation
from search.exports.memo.said_before import years_said
from search.records import found_ids, rows_of
from search.results import Row
from search.selection import Selection

SHOWN = 6
"""As many as fit on two pages at their longest (tests/search/exports/test_memo.py)."""
LOOKED_AT = 200
"""Of a long search the first of these, in its own order, are looked at."""

_Reach = Recommendation.Reach
_REACH = [str(reach) for reach in (_Reach.NAMES_LOCAL, _Reach.LOCAL_CAN_ACT, _Reach.NOT_SORTED)]


@dataclass(frozen=True)
class Told:
    """One recommendation of the memo, and the years in which it was said."""

    row: Row
    years: list[int]


def told(selection: Selection) -> list[Told]:
    """Return the recommendations to tell, the strongest first.

    A search with words, or with an order of its own, says itself what is nearest. Else what names local government
    comes first, then what it can act on; of these, what was said most often, then what a city has spoken of.
    """
    ids = found_ids(selection)
    keeps_order = bool(selection.q or selection.sort)
    rows = rows_of(ids[: SHOWN if keeps_order else LOOKED_AT])
    years = years_said(row.recommendation for row in rows)
    if not keeps_order:
        rows.sort(key=lambda row: _strength(row, years[row.recommendation.pk]))
    return [Told(row, years[row.recommendation.pk]) for row in rows[:SHOWN]]


def _strength(row: Row, years: list[int]) -> tuple[bool, int, int, bool]:
    record = row.recommendation
    reach = _REACH.index(record.reach) if record.reach in _REACH else len(_REACH)
    return not record.takes_status, reach, -len(years), not row.places
