"""The demo's recommendations: facts and our own words, complete, and not the words of the United Nations."""

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from mechanisms.normalise import words_of
from recommendations.normalise import fingerprint
from recommendations.reading_grade import MOST, reading_grade
from tests.paths import SHARED_DATA, needs_shared_data

DEMO = Path(__file__).resolve().parents[2] / "demo"
FACT_COLUMNS = [
    *("review", "document_symbol", "paragraph", "part", "kind", "text_fingerprint", "position", "position_source"),
    *("recommending_states", "themes", "sdgs", "groups", "action_category"),
]
WORD_COLUMNS = [
    *("review", "paragraph", "part", "kind", "summary_en", "summary_es", "reach", "can_do_en", "can_do_es"),
]
FACTS = {"upr-3-usa": 347, "upr-1-usa": 228, "cerd-2022-usa": 20, "ccpr-2014-usa": 44}
PLAIN_WORDS = ["upr-3-usa", "cerd-2022-usa", "ccpr-2014-usa"]
REACHES = {"names_local", "local_can_act", "national_only"}
LOCAL = {"names_local", "local_can_act"}
NAMES_LOCAL = {"26.100", "26.101", "26.112", "26.221", "26.230", "26.231"}
"""The six paragraphs of A/HRC/46/15 that use the word "local"."""

RUN = 8
"""So many words in a row are a quotation."""
OFFICIAL_TEXTS = [
    ("us_upr_cycle3.csv", "text"),
    ("us_upr_cycle1.csv", "text"),
    ("us_ccpr_co4_2014.csv", "text"),
    ("us_ccpr_followup_2016.csv", "text"),
    ("cerd_usa_2022_facts.csv", "statement"),
]

Row = dict[str, str]


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def facts(review: str) -> list[Row]:
    return read(DEMO / "recommendations" / f"{review}.csv")


def plain_words(review: str) -> list[Row]:
    return read(DEMO / "plain_words" / f"{review}.csv")


def key(row: Row) -> tuple[str, str, str, str]:
    return row["review"], row["paragraph"], row["part"], row["kind"]


def own_texts(review: str) -> Iterator[tuple[str, str]]:
    """Yield paragraph and each text of ours in a file of plain words."""
    for row in plain_words(review):
        for column in ("summary_en", "summary_es", "can_do_en", "can_do_es"):
            if row[column]:
                yield row["paragraph"], row[column]


def hashes_of_runs(text: str) -> set[str]:
    """Hash each run of eight folded words; a shorter text counts as one run, so that it cannot be copied whole."""
    words = words_of(text)
    runs = [words[start : start + RUN] for start in range(max(1, len(words) - RUN + 1))] if words else []
    return {hashlib.blake2b(" ".join(run).encode(), digest_size=5).hexdigest() for run in runs}


@pytest.fixture(scope="module")
def official_runs() -> set[str]:
    """Hashes of the official texts' runs of words: they let any machine see a quotation and hold no text."""
    return set((DEMO / "official_word_runs.txt").read_text(encoding="ascii").split())


@pytest.mark.parametrize(("review", "count"), FACTS.items())
def test_facts_are_complete_and_without_words(review: str, count: int):
    rows = facts(review)
    assert len(rows) == count
    assert list(rows[0]) == FACT_COLUMNS
    assert {row["review"] for row in rows} == {review}
    assert len({key(row) for row in rows}) == count
    assert all(row["themes"] for row in rows)


def test_positions_of_cycle_3_are_those_the_united_states_gave():
    positions = Counter(row["position"] for row in facts("upr-3-usa"))
    assert positions == {"Supported": 263, "Noted": 67, "Supported/Noted": 17}


def test_two_answers_to_one_paragraph_of_cycle_1_leave_its_position_empty():
    positions = Counter(row["position"] for row in facts("upr-1-usa"))
    assert positions == {"Supported": 165, "Noted": 61, "": 2}


def test_three_pairs_of_cycle_3_share_their_words():
    counts = Counter(row["text_fingerprint"] for row in facts("upr-3-usa"))
    assert "" not in counts
    assert sorted(counts.values())[-4:] == [1, 2, 2, 2]


def test_every_record_without_paragraph_is_known_by_a_fingerprint():
    """Only CERD's early warnings have no paragraph; no official words are held, so ours give the fingerprint."""
    without = [row for review in FACTS for row in facts(review) if not row["paragraph"]]
    assert [row["review"] for row in without] == ["cerd-2022-usa"]
    (own,) = (row for row in plain_words("cerd-2022-usa") if not row["paragraph"])
    assert without[0]["text_fingerprint"] == fingerprint(own["summary_en"])
    assert without[0]["document_symbol"] == ""


def test_committee_of_2014_has_a_concern_and_a_recommendation_under_each_number():
    pairs = {(int(row["paragraph"]), row["kind"]) for row in facts("ccpr-2014-usa")}
    assert pairs == {(number, kind) for number in range(4, 26) for kind in ("concern", "recommendation")}


@pytest.mark.parametrize("review", PLAIN_WORDS)
def test_every_record_has_a_summary_in_both_languages_and_a_reach(review: str):
    rows = plain_words(review)
    assert list(rows[0]) == WORD_COLUMNS
    assert Counter(map(key, rows)) == Counter(map(key, facts(review)))
    assert all(row["summary_en"] and row["summary_es"] for row in rows)
    assert {row["reach"] for row in rows} <= REACHES


@pytest.mark.parametrize("review", PLAIN_WORDS)
def test_what_a_city_can_do_is_said_where_it_can_act_and_only_there(review: str):
    for row in plain_words(review):
        said = bool(row["can_do_en"]), bool(row["can_do_es"])
        if row["reach"] not in LOCAL:
            assert said == (False, False), key(row)
        elif row["kind"] == "recommendation":
            assert said == (True, True), key(row)
        else:
            assert said[0] == said[1], key(row)


def test_cycle_3_names_local_government_in_six_paragraphs():
    rows = plain_words("upr-3-usa")
    assert {row["paragraph"] for row in rows if row["reach"] == "names_local"} == NAMES_LOCAL
    assert [row["paragraph"] for row in rows] == [f"26.{number}" for number in range(1, 348)]


@pytest.mark.parametrize("column", ["summary_en", "summary_es", "can_do_en", "can_do_es"])
@pytest.mark.parametrize("review", PLAIN_WORDS)
def test_no_two_records_of_a_review_say_the_same(review: str, column: str):
    counts = Counter(" ".join(words_of(row[column])) for row in plain_words(review) if row[column])
    assert [text for text, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("review", PLAIN_WORDS)
def test_our_words_are_short_whole_sentences(review: str):
    for paragraph, text in own_texts(review):
        assert text == text.strip() and text.endswith("."), paragraph
        assert len(words_of(text)) <= 36, paragraph
        assert len(re.findall(r"[.?!](?:\s|$)", text.replace("D.C.", "DC"))) <= 2, paragraph


@pytest.mark.parametrize("review", PLAIN_WORDS)
def test_our_english_needs_nine_years_of_school_at_most(review: str):
    texts = [(row["paragraph"], row[name]) for row in plain_words(review) for name in ("summary_en", "can_do_en")]
    hard = [(paragraph, reading_grade(text), text) for paragraph, text in texts if reading_grade(text) > MOST]
    assert hard == []


@pytest.mark.parametrize("review", PLAIN_WORDS)
def test_spanish_names_people_without_signs_a_screen_reader_stumbles_on(review: str):
    for row in plain_words(review):
        assert not re.search(r"@|\w+xs?\b(?<!intersex)", f"{row['summary_es']} {row['can_do_es']}"), key(row)


@pytest.mark.parametrize("review", PLAIN_WORDS)
def test_none_of_our_words_quotes_the_official_text(review: str, official_runs: set[str]):
    assert len(official_runs) > 10_000
    quoted = [(paragraph, text) for paragraph, text in own_texts(review) if hashes_of_runs(text) & official_runs]
    assert quoted == []


@needs_shared_data
def test_hashes_hold_every_run_of_the_official_texts(official_runs: set[str]):
    """Where the texts are at hand: the hashes lack none of them, so the test above sees every quotation."""
    for name, column in OFFICIAL_TEXTS:
        for row in read(SHARED_DATA / name):
            assert hashes_of_runs(row[column]) <= official_runs, (name, row["paragraph"])


@needs_shared_data
@pytest.mark.parametrize(
    ("review", "name"),
    [("upr-3-usa", "us_upr_cycle3.csv"), ("upr-1-usa", "us_upr_cycle1.csv"), ("ccpr-2014-usa", "us_ccpr_co4_2014.csv")],
)
def test_fingerprints_are_those_of_the_official_words(review: str, name: str):
    official = {(row["paragraph"], row.get("kind", "recommendation")): row["text"] for row in read(SHARED_DATA / name)}
    for row in facts(review):
        assert row["text_fingerprint"] == fingerprint(official[row["paragraph"], row["kind"]]), row["paragraph"]
