"""Normal forms of paragraphs and texts: tables of examples, and what holds for every text."""

import html
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mechanisms.normalise import clean_space
from recommendations.importers.plain_text import (
    is_damaged,
    plain_text,
    split_leading_number,
    split_numbered_paragraph,
    unescape,
)
from recommendations.normalise import fingerprint, paragraph_order, split_paragraph

NUMBERS = st.lists(st.integers(1, 999), min_size=1, max_size=3).map(lambda numbers: ".".join(map(str, numbers)))
LETTERS = st.lists(st.sampled_from(["a", "b", "ii", "iv", "c"]), max_size=2)


# Fingerprints.


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Plant trees", "PLANT  TREES."),
        ("Plant trees in Côte d’Ivoire", "Plant trees in Cote d'Ivoire"),
        ("Plant trees", "“Plant” (trees)"),
        ("Plant trees", "Plant\u00a0trees\u200b;"),
    ],
)
def test_what_does_not_count_for_a_fingerprint(one, other):
    assert fingerprint(one) == fingerprint(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Plant trees", "trees Plant"), ("Plant trees", "Plant tree"), ("Plant 2 trees", "Plant trees")]
)
def test_what_counts_for_a_fingerprint(one, other):
    assert fingerprint(one) != fingerprint(other)


@pytest.mark.parametrize("nothing", ["", "  ", "…", "–;."])
def test_text_without_words_has_no_fingerprint(nothing):
    assert fingerprint(nothing) == ""


@given(st.text())
def test_fingerprint_does_not_depend_on_tidying(text):
    assert fingerprint(text) == fingerprint(text.upper()) or text.upper().casefold() != text.casefold()
    assert len(fingerprint(text)) in (0, 32)


# Paragraph numbers.


@pytest.mark.parametrize(
    ("printed", "number", "part"),
    [
        ("26.101", "26.101", ""),
        ("26.101.", "26.101", ""),
        ("para. 49 (a)", "49", "a"),
        ("Paragraph 49(a)(ii)", "49", "a-ii"),
        ("49 (A)", "49", "a"),
        ("18-19", "18-19", ""),
        ("Annex", "Annex", ""),
        ("", "", ""),
    ],
)
def test_split_paragraph(printed, number, part):
    assert split_paragraph(printed) == (number, part)


@given(NUMBERS, LETTERS, st.sampled_from(["", "para. ", "paras ", "Paragraph "]), st.sampled_from(["", "."]))
def test_split_paragraph_finds_number_and_parts(number, letters, before, after):
    printed = f"{before}{number} {''.join(f'({letter})' for letter in letters)}{after}"
    assert split_paragraph(printed) == (number, "-".join(letters))


@given(st.text())
def test_split_paragraph_loses_no_letter_or_digit(printed):
    number, part = split_paragraph(printed)
    if not part:
        assert number in " ".join(printed.split())


@given(st.lists(st.lists(st.integers(1, 999), min_size=1, max_size=3), min_size=2))
def test_paragraphs_sort_as_people_count(numbers):
    printed = sorted((".".join(map(str, number)) for number in numbers), key=paragraph_order)
    assert printed == [".".join(map(str, number)) for number in sorted(numbers)]


def test_parts_sort_within_their_paragraph_and_no_paragraph_comes_last():
    order = [("9", ""), ("9", "a"), ("9", "b"), ("10", ""), ("", "")]
    assert sorted(reversed(order), key=lambda pair: paragraph_order(*pair)) == order


# Plain text.


@given(st.text())
def test_clean_space_drops_format_characters_and_collapses_white_space(text):
    visible = "".join(char for char in text if unicodedata.category(char) != "Cf")
    assert clean_space(text) == re.sub(r"\s+", " ", visible).strip()


def test_clean_space_drops_every_format_character():
    for char in filter(lambda char: unicodedata.category(char) == "Cf", map(chr, range(0x110000))):
        assert clean_space(f"a{char}b") == "ab"


@given(st.text())
def test_plain_text_gives_escaped_text_back(text):
    assert plain_text(f"<p>{html.escape(text)}</p>") == clean_space(text)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>26.1&nbsp;Plant</p>\r\n", "26.1 Plant"),
        ("<p>Plant<br />trees</p><ul><li>here</li><li>there</li></ul>", "Plant trees here there"),
        ("<p><em>Pl</em>ant <strong>trees</strong></p>", "Plant trees"),
        ("<p>Plant<!-- soon --> trees</p>", "Plant trees"),
        ("Plant x < 5 > 3 trees", "Plant x < 5 > 3 trees"),
        ("R&D &amp; trees &notwithstanding &#40;all&#41;", "R&D & trees &notwithstanding (all)"),
        ("<p></p>", ""),
        ("<script>", ""),
        ("<p>Plant <title>trees</p>", "Plant trees"),
    ],
)
def test_plain_text(markup, text):
    assert plain_text(markup) == text


@given(st.text(st.sampled_from("<>/pbr &;#x41a\0\ud800")))
def test_plain_text_takes_any_markup(text):
    assert "\n" not in plain_text(text)


def test_unescape_takes_numbers_of_no_character():
    assert unescape("&#0;&#x110000;&#55296;") == "\ufffd" * 3


@pytest.mark.parametrize(
    ("text", "damaged"),
    [
        ("Plant trees", False),
        ("a\tb\nc", False),
        ("a\u2028b", False),
        ("a\0b", True),
        ("a\x1bb", True),
        ("\uffff", True),
    ],
)
def test_damaged_text(text, damaged):
    assert is_damaged(text) is damaged


@given(NUMBERS.filter(lambda number: "." in number), st.sampled_from([" ", ". ", ".", ": "]))
def test_number_with_a_dot_opens_a_text(number, between):
    if between == ".":
        between = ". "
    assert split_leading_number(f"{number}{between}Plant trees") == (number, "", "Plant trees")
    assert split_numbered_paragraph(f"{number}{between}Plant trees") == (number, "", "Plant trees")


@given(st.integers(1, 999))
def test_whole_number_opens_a_text_only_with_a_full_stop(number):
    assert split_leading_number(f"{number}.The city") == (str(number), "", "The city")
    assert split_leading_number(f"{number} trees") == ("", "", f"{number} trees")
    assert split_numbered_paragraph(f"{number}. Plant") == ("", "", f"{number}. Plant")


@given(st.text())
def test_split_leading_number_keeps_all_words(text):
    paragraph, _part, words = split_leading_number(text)
    assert words.split()[-1:] == text.split()[-1:] or paragraph
    assert paragraph or words == text
