"""Words: where they stand, and what they are folded to."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.words import LONGEST, find_words, fold_word, split_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("— … !", []),
        ("Adopt a law.", ["Adopt", "a", "law"]),
        ("A/HRC/46/15, para. 26.101", ["A", "HRC", "46", "15", "para", "26", "101"]),
        ("under_scores", ["under", "scores"]),
        ("women’s and children's rights", ["women", "and", "children", "rights"]),
        ("States' duties, don't", ["States", "duties", "don", "t"]),
        ("the 'S' and U.S.", ["the", "S", "and", "U", "S"]),
        ("vivie\u0301nda Tür\u00adkiye", ["vivie\u0301nda", "Tür\u00adkiye"]),
        ("жильё 住房", ["жильё", "住房"]),
    ],
)
def test_where_words_end(text, words):
    assert split_words(text) == words


def test_a_word_knows_its_place():
    text = "No: women’s rights"
    assert [text[start:end] for _word, start, end in find_words(text)] == ["No", "women’s", "rights"]


@pytest.mark.parametrize(
    ("word", "token"),
    [
        ("Housing", "housing"),
        ("EDUCACIÓN", "educacion"),
        ("educacio\u0301n", "educacion"),
        ("Tür\u00adkiye", "turkiye"),
        ("Łódź", "lodz"),
        ("Ærø", "aero"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("ﬁne", "fine"),
        ("m²", "m2"),
        ("26", "26"),
        ("ж", "u00436"),
        ("a" * 60, "a" * LONGEST),
        ("ж" * 60, "u00436" * LONGEST),
    ],
)
def test_folding(word, token):
    assert fold_word(word) == token


@given(st.text(max_size=80))
def test_only_small_letters_and_digits_leave(text):
    for word in split_words(text):
        assert re.fullmatch("[a-z0-9]*", fold_word(word))


@given(st.text(st.characters(codec="utf-8", categories=("Ll", "Lu", "Nd", "Zs", "Mn")), max_size=60))
def test_composed_and_decomposed_spellings_are_the_same(text):
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    folded = [list(filter(None, map(fold_word, split_words(each)))) for each in (composed, decomposed)]
    assert folded[0] == folded[1]
