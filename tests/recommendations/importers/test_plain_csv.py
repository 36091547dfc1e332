"""Plain CSV: documented titles, their other names, and what each row becomes."""

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.importers.parsed import (
    CONCERN,
    NOTED,
    OTHER,
    RECOMMENDATION,
    SUPPORTED,
    SUPPORTED_IN_PART,
    UnreadableFile,
)
from recommendations.importers.readers.plain_csv import ALIASES
from tests.paths import SHARED_DATA, needs_shared_data
from tests.recommendations.importers.reading import read_any, read_error, read_good, read_one, save

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "importing.md"


def records(name: str) -> list[dict[str, str]]:
    with (SHARED_DATA / name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@needs_shared_data
def test_cycle_3():
    expected = records("us_upr_cycle3.csv")
    rows = read_good(SHARED_DATA / "us_upr_cycle3.csv")
    assert len(rows) == len(expected) == 347
    assert Counter(row.position for row in rows) == {SUPPORTED: 263, NOTED: 67, SUPPORTED_IN_PART: 17}
    assert Counter(row.position for row in rows)[SUPPORTED] == sum(r["position"] == "Supported" for r in expected)
    for record, row in zip(expected, rows, strict=True):
        assert (row.paragraph, row.position_source) == (record["paragraph"], record["position_source"])
        assert row.text == " ".join(record["text"].split())
        assert "; ".join(row.recommending_states) == record["recommending_states"]
        labels = {record["primary_theme"], *record["themes"].split(" | ")} - {""}
        assert set(row.themes) == labels
        assert len(row.sdgs) == len(list(filter(None, record["sdgs"].split(" | "))))
    assert "peer_grade" in rows[0].warnings[0]
    assert not any(row.warnings for row in rows[1:])


@needs_shared_data
def test_cycle_1():
    rows = read_good(SHARED_DATA / "us_upr_cycle1.csv")
    expected = records("us_upr_cycle1.csv")
    assert len(rows) == len(expected) == 228
    assert Counter(row.position for row in rows) == {SUPPORTED: 165, NOTED: 61, None: 2}
    undecided = [row.row for row in rows if row.position is None]
    assert undecided == [n for n, r in enumerate(expected, 2) if ";" in r["upr_info_response"]]
    assert all(any("Accepted, Noted" in warning for warning in rows[n - 2].warnings) for n in undecided)
    for record, row in zip(expected, rows, strict=True):
        assert "; ".join(row.themes) == record["upr_info_issues"]


@needs_shared_data
def test_concluding_observations():
    rows = read_good(SHARED_DATA / "us_ccpr_co4_2014.csv")
    assert Counter(row.kind for row in rows) == {CONCERN: 22, RECOMMENDATION: 22, OTHER: 6}
    assert {row.document_symbol for row in rows} == {"CCPR/C/USA/CO/4"}
    by_kind = {kind: [row.paragraph for row in rows if row.kind == kind] for kind in (CONCERN, RECOMMENDATION)}
    assert by_kind[CONCERN] == by_kind[RECOMMENDATION] == [str(number) for number in range(4, 26)]


@needs_shared_data
def test_paraphrases_are_not_taken_for_official_words():
    _, rows = read_any(SHARED_DATA / "cerd_usa_2022_facts.csv")
    assert len(rows) == 20
    assert {getattr(row, "text", "") for row in rows} == {""}


def test_every_documented_column(tmp_path):
    cells = {
        "text": "Plant trees",
        "paragraph": "49 (a)",
        "part": "(ii)",
        "document_symbol": "CERD/C/PER/CO/1",
        "kind": "Concern",
        "country": "Peru",
        "mechanism": "CERD",
        "review": "cerd-2022-per",
        "cycle": "3",
        "session": "36",
        "date": "2022-08-30",
        "position": "Supported/Noted",
        "position_source": "Add.1, para. 2",
        "recommending_states": "Chile; Fiji",
        "themes": "A, b & c | D; e",
        "primary_theme": "First",
        "issues": "Labour; Women's rights",
        "affected_persons": "Children | Women & girls",
        "sdgs": "16 - PEACE, JUSTICE | 5.2",
        "action_category": "4",
        "annotation_id": "8f14e45f-ceea-467f-a8f0-1a2b3c4d5e6f",
        "text_language": "es",
        "text_fingerprint": "0123456789abcdef0123456789abcdef",
    }
    assert cells.keys() == ALIASES.keys()
    path = tmp_path / "x.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([cells.keys(), cells.values()])
    row = read_one(path)
    assert (row.text, row.text_language, row.text_fingerprint) == ("Plant trees", "es", cells["text_fingerprint"])
    assert (row.paragraph, row.part, row.document_symbol) == ("49", "a-ii", "CERD/C/PER/CO/1")
    assert (row.kind, row.country, row.body, row.review_key) == (CONCERN, "Peru", "CERD", "cerd-2022-per")
    assert (row.cycle, row.session, row.document_date) == (3, 36, date(2022, 8, 30))
    assert (row.position, row.position_source) == (SUPPORTED_IN_PART, "Add.1, para. 2")
    assert row.recommending_states == ("Chile", "Fiji")
    assert row.themes == ("First", "A, b & c", "D; e", "Labour", "Women's rights")
    assert (row.groups, row.sdgs) == (("Children", "Women & girls"), ("16 - PEACE, JUSTICE", "5.2"))
    assert (row.action_category, row.annotation_id) == (4, UUID(cells["annotation_id"]))
    assert row.warnings == ()


@pytest.mark.parametrize("title", [title for titles in ALIASES.values() for title in titles])
def test_other_names_of_columns(tmp_path, title):
    beside = "paragraph" if title in (*ALIASES["text"], *ALIASES["paragraph"]) else "text"
    path = save(tmp_path / "x.csv", f"{beside},text,{title.replace('_', ' ').title()}\n1.1,,\n")
    assert not any("not read" in warning for warning in read_one(path).warnings)


def test_guide_names_every_column():
    guide = GUIDE.read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", guide, re.MULTILINE) == list(ALIASES)
    for titles in ALIASES.values():
        for title in titles:
            assert f"`{title}`" in guide


def test_number_that_opens_the_text_where_there_is_no_column_for_it(tmp_path):
    row = read_one(save(tmp_path / "x.csv", "text\n26.4 Plant trees\n"))
    assert (row.paragraph, row.text) == ("26.4", "Plant trees")
    row = read_one(save(tmp_path / "x.csv", "paragraph,text\n26.5,26.4 Plant trees\n"))
    assert (row.paragraph, row.text) == ("26.5", "26.4 Plant trees")


def test_excel_in_other_countries(tmp_path):
    content = "sep=;\r\nparagraph;text;date\r\n1.1;Plant trees – “now”;24.12.2020\r\n"
    row = read_one(save(tmp_path / "x.csv", content, "cp1252"))
    assert (row.row, row.text, row.document_date) == (2, "Plant trees – “now”", date(2020, 12, 24))


def test_byte_that_no_encoding_knows_is_a_warning(tmp_path):
    rows = read_good(save(tmp_path / "x.csv", b"text\nPlant \x93trees\x94 caf\xe9\nPlant \x81 trees\n"))
    assert rows[0].text == "Plant “trees” café"
    assert [len(row.warnings) for row in rows] == [0, 1]


def test_one_bad_byte_does_not_change_the_encoding(tmp_path):
    content = "text\n" + "Árboles – más árboles – señor ñandú\n" * 5
    rows = read_good(save(tmp_path / "x.csv", content.encode() + b"caf\xe9\n"))
    assert rows[0].text == "Árboles – más árboles – señor ñandú"
    assert [len(row.warnings) for row in rows] == [0, 0, 0, 0, 0, 1]


def test_columns_twice_are_said_once(tmp_path):
    first, second = read_good(save(tmp_path / "x.csv", "text,body,committee,shade\na,UPR,,x\nb,,CAT,y\n"))
    assert (first.body, second.body) == ("UPR", "CAT")
    assert len(first.warnings) == 2
    assert "shade" in first.warnings[0]
    assert second.warnings == ()


@pytest.mark.parametrize(
    ("cells", "word"),
    [
        ("paragraph,text\n,\nx,\n", ""),
        ("paragraph,date\n1.1,2020-02-31\n", "2020-02-31"),
        ("paragraph,date\n1.1,03/04/2020\n", "03/04/2020"),
        ("paragraph,text_fingerprint\n1.1,abc\n", "fingerprint"),
        ("paragraph,text_language\n1.1,English please\n", "English"),
        ("text,kind\n,concern\n", "neither"),
        ("text,kind\na,concern,b\n", "(3)"),
        ("text,kind\na\n", "1 of"),
        ("text,kind\na\x01b,concern\n", "characters"),
    ],
)
def test_rows_that_cannot_be_read(tmp_path, cells, word):
    path = save(tmp_path / "x.csv", cells)
    if not word:
        assert read_good(path)[0].row == 3
        return
    assert word in read_error(path).reason


@pytest.mark.parametrize(
    ("column", "value"),
    [("cycle", "many"), ("session", "next"), ("action_category", "9"), ("annotation_id", "7"), ("position", "Maybe")],
)
def test_values_that_are_left_out_with_a_warning(tmp_path, column, value):
    assert len(read_one(save(tmp_path / "x.csv", f"text,{column}\na,{value}\n")).warnings) == 1


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
TITLES = st.lists(st.sampled_from([*ALIASES, "colour"]), min_size=1, max_size=8)


@settings(max_examples=200)
@given(TITLES, st.lists(st.lists(CELL, min_size=1, max_size=8), min_size=1, max_size=6))
def test_whatever_a_table_holds_each_row_has_one_outcome(tmp_path_factory, titles, lines):
    path = tmp_path_factory.mktemp("csv") / "x.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([titles, *lines])
    try:
        rows = read_any(path, "csv")[1]
    except UnreadableFile as refusal:
        assert "x.csv" in refusal.reason
    else:
        numbers = [row.row for row in rows]
        assert numbers == sorted(set(numbers))
        assert len(numbers) == sum(any(cell.strip() for cell in line) for line in lines)


@settings(max_examples=200)
@given(st.binary(max_size=400), st.sampled_from([b"", b"text,paragraph\n", b"To,From,Text\r", b"[", b"PK\x03\x04"]))
def test_any_bytes_end_in_rows_or_one_sentence(tmp_path_factory, content, start):
    path = save(tmp_path_factory.mktemp("any") / "x.csv", start + content)
    try:
        read_any(path)
    except UnreadableFile as refusal:
        assert "x.csv" in refusal.reason
