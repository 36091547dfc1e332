"""A record's tokens."""

from search.analysis.indexed_text import EVERY, GAP, MOST_CHARACTERS, MOST_PLACES, MOST_TOKENS, Field, analyse


def test_stems_and_folded_words_in_their_order():
    text = analyse(7, [Field("Women’s rights in 2015", "en"), Field("", "en"), Field("Las mujeres", "es-MX")])
    assert text.id == 7
    assert text.x == f"{EVERY} {GAP} women rights in 2015 {GAP} las mujeres"
    assert text.s == "woman right in 2015 es_las es_muj"


def test_other_languages_are_found_by_their_folded_words():
    text = analyse(1, [Field("Recht auf Wohnungen", "de"), Field("A/HRC/46/15")])
    assert (text.s, text.x) == ("", f"{EVERY} {GAP} recht auf wohnungen {GAP} a hrc 46 15")


def test_nothing_is_still_a_record():
    assert analyse(1, []).x == EVERY


def test_a_text_stays_within_what_every_engine_can_keep():
    text = analyse(1, [Field("right " * 300 + " ".join(f"w{n}" for n in range(20_000)), "en")])
    tokens = text.x.split()
    assert len(tokens) == MOST_TOKENS
    assert tokens.count("right") == MOST_PLACES
    assert len(text.s.split()) == MOST_TOKENS


def test_a_text_of_another_script_stays_within_its_room():
    text = analyse(1, [Field(" ".join(f"{'ж' * 38}{n}" for n in range(9_000)))])
    assert MOST_CHARACTERS - 300 < len(text.x) <= MOST_CHARACTERS
    assert len(text.x.split()[-1]) > 38 * 6, "no token is cut in two"
