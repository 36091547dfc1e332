"""Spellings of single fields."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.importers.field_values import (
    NoSuchDay,
    action_category_of,
    cycle_of,
    date_of,
    document_day,
    session_of,
    upr_cycle,
)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2020-12-15", date(2020, 12, 15)),
        ("2020-12-15T10:30:00.123", date(2020, 12, 15)),
        (datetime(2020, 12, 15, 9), date(2020, 12, 15)),
        (44180, date(2020, 12, 15)),
        (44180.99, date(2020, 12, 15)),
        ("44180", date(2020, 12, 15)),
        ("15/12/2020", date(2020, 12, 15)),
        ("5.5.2020", date(2020, 5, 5)),
        ("03/04/2020", None),
        ("12/15/2020", date(2020, 12, 15)),
        ("15-12-2020 00:00", date(2020, 12, 15)),
        ("12/15/2020 12:00:00 AM", date(2020, 12, 15)),
        ("2020/12/5", date(2020, 12, 5)),
        ("15 December 2020", date(2020, 12, 15)),
        ("1st Dec. 2020", date(2020, 12, 1)),
        ("15-Dec-2020", date(2020, 12, 15)),
        ("December 15, 2020", date(2020, 12, 15)),
        ("- 44180", date(2020, 12, 15)),
        ("- 2020-12-15", date(2020, 12, 15)),
        ("December 2020", None),
        ("2020", None),
        ("31 June 2020", None),
        ("15 Smarch 2020", None),
        ("31/02/2020", None),
        ("1944-12-31", None),
        (float("nan"), None),
        (float("inf"), None),
        (True, None),
        ("", None),
    ],
)
def test_dates(value, day):
    assert date_of(value) == day


@pytest.mark.parametrize("printed", [None, "", " ", "-", "- ", "n/a", "N/A"])
def test_cells_that_say_there_is_no_date(printed):
    assert document_day(printed) is None


@pytest.mark.parametrize(
    ("printed", "reason"),
    [("03/04/2020", "two different days"), ("13/13/2020", "no date"), ("soon", "no date"), (99_999_999.0, "no date")],
)
def test_what_is_no_day_says_why(printed, reason):
    with pytest.raises(NoSuchDay, match=reason):
        document_day(printed)


@given(st.dates(date(1945, 1, 1), date(2100, 12, 31)))
def test_each_day_is_read_in_every_spelling(day):
    serial = (day - date(1899, 12, 30)).days
    assert date_of(day.isoformat()) == date_of(serial) == date_of(serial + 0.5) == date_of(str(serial)) == day
    words = (day.strftime("%d %B %Y"), day.strftime("%b %d, %Y"), day.strftime("%d-%b-%Y"), day.strftime("%Y/%m/%d"))
    assert {date_of(printed) for printed in words} == {day}


@given(st.one_of(st.text(), st.floats(), st.integers()))
def test_any_value_is_a_day_or_none(value):
    day = date_of(value)
    assert day is None or 1945 <= day.year <= 2100


@pytest.mark.parametrize(
    ("printed", "number"), [("36", 36), ("36th session", 36), ("Session 9", 9), ("0", None), ("100", None), ("", None)]
)
def test_sessions(printed, number):
    assert session_of(printed) == number


@pytest.mark.parametrize(("printed", "number"), [("3rd Cycle", 3), ("Cycle 2", 2), ("3", 3), ("0", None), ("x", None)])
def test_cycles(printed, number):
    assert cycle_of(printed) == number


@pytest.mark.parametrize(
    ("printed", "session", "cycle"), [("", 36, 3), ("2", 36, 2), ("", None, None), ("?", 9, 1), ("", 99, None)]
)
def test_cycle_of_a_review(printed, session, cycle):
    assert upr_cycle(printed, session) == cycle


@pytest.mark.parametrize(("printed", "category"), [("1", 1), ("5", 5), ("0", None), ("6", None), ("4; 5", None)])
def test_action_categories(printed, category):
    assert action_category_of(printed) == category
