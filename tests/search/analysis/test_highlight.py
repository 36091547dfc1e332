"""Marking what a search found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.highlight import matches
from search.query import parse_query

TEXT = (
    "Women’s rights: protect every woman from eviction. El derecho a la vivienda; viviendas. See A/HRC/46/15, 26.101."
)


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("woman", ["Women’s", "woman"]),
        ("WOMEN", ["Women’s", "woman"]),
        ("right", ["rights"]),
        ('"right"', []),
        ('"rights protect"', ["rights: protect"]),
        ("evict", ["eviction"]),
        ("evict*", ["eviction"]),
        ("viviendas", ["vivienda", "viviendas"]),
        ("A/HRC/46/15", ["A/HRC/46/15"]),
        ("26.101", ["26.101"]),
        ("26.10*", ["26.101"]),
        ("46.15", ["46/15"]),
        ("rights -women", ["rights"]),
        ("NOT women", []),
        ('women OR "women’s rights"', ["Women’s rights", "woman"]),
        ("nothing", []),
    ],
)
def test_whole_words_that_matched_are_marked(query, marked):
    assert [TEXT[start:end] for start, end in matches(TEXT, parse_query(query))] == marked


def test_a_text_is_read_in_its_own_language():
    assert matches("Las niñas", parse_query("niño"), "es")
    assert not matches("Las niñas", parse_query("niño"), "en")
    assert matches("Wohnungen", parse_query("wohnungen"), "de")


@given(st.text(max_size=60), st.sampled_from(["rights", "abc*", '"a b"', "a OR b"]))
def test_marks_are_in_order_and_apart(text, query):
    ends = [0]
    for start, end in matches(text, parse_query(query)):
        assert ends[-1] <= start < end <= len(text)
        ends.append(end)
