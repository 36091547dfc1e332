"""Spellings of single fields."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.importers.field_values import action_category_of, cycle_of, date_of, session_of, upr_cycle


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
        ("12/15/2020", None),
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


@given(st.dates(date(1945, 1, 1), date(2100, 12, 31)))
def test_each_day_is_read_in_every_spelling(day):
    serial = (day - date(1899, 12, 30)).days
    assert date_of(day.isoformat()) == date_of(serial) == date_of(serial + 0.5) == date_of(str(serial)) == day


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
