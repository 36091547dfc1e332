"""UHRI's two exports: the same rows from both, and what becomes of their noise."""

import csv
import dataclasses
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.importers.parsed import (
    CONCERN,
    NOT_NAMED,
    NOTED,
    OTHER,
    PLEDGE,
    RECOMMENDATION,
    SUPPORTED,
    SUPPORTED_IN_PART,
    ParsedRecommendation,
)
from recommendations.importers.readers.thematic_list.brackets import split_attribution
from recommendations.importers.uhri_rows import UhriCleaner, UhriRow
from recommendations.normalise import fingerprint
from tests.paths import SHARED_DATA, needs_shared_data
from tests.recommendations.importers.reading import read_error, read_good, read_one
from tests.recommendations.importers.uhri_files import as_json, xlsx
from tests.recommendations.importers.word_lists import CONTEXT, is_country

EXPORT_XLSX = SHARED_DATA / "uhri" / "uhri_export.xlsx"
EXPORT_JSON = SHARED_DATA / "uhri" / "uhri_export.json"


@pytest.fixture(params=["xlsx", "json"])
def one(request, tmp_path):
    """Make an export with one row that says ``text`` or other things, as the other format would too."""
    keys = {
        "Text": "Text",
        "Countries": "Countries Concerned",
        "Body": "Reccomending Body",
        "Symbol": "Document Symbol",
        "Themes": "Themes",
        "Sdgs": "Sdgs",
        "PublicationDate": "Document Publication Date",
        "UprRecommendingCountry": "UPR Reccomending States",
        "UprPositions": "UPR Position",
        "AnnotationType": "Type",
        "AnnotationId": "OHCHR Annotation Id",
        "UprSession": "UPR Session",
    }

    def make(**said: object) -> Path:
        if request.param == "json":
            return as_json(tmp_path / "x.json", [said])
        lines = {
            keys[key]: "\n".join(f"- {item}" for item in value) if isinstance(value, list) else value
            for key, value in said.items()
        }
        return xlsx(tmp_path / "x.xlsx", [lines])

    return make


# The real files.


@needs_shared_data
def test_both_exports_hold_the_same_sixty_rows():
    from_xlsx, from_json = read_good(EXPORT_XLSX), read_good(EXPORT_JSON)
    assert len(from_xlsx) == len(from_json) == len(json.loads(EXPORT_JSON.read_text(encoding="utf-8"))) == 60
    assert [row.row for row in from_xlsx] == list(range(2, 62))
    assert [row.row for row in from_json] == list(range(1, 61))
    for left, right in zip(from_xlsx, from_json, strict=True):
        assert dataclasses.replace(left, row=0) == dataclasses.replace(right, row=0)


@needs_shared_data
def test_figures_of_the_export():
    records = json.loads(EXPORT_JSON.read_text(encoding="utf-8"))
    rows = read_good(EXPORT_JSON)
    assert Counter(row.position for row in rows) == {SUPPORTED: 46, NOTED: 4, None: 10}
    assert Counter(row.kind for row in rows) == {RECOMMENDATION: 51, CONCERN: 4, None: 5}
    assert Counter(row.body for row in rows) == {"UPR": 50, "CERD": 10}
    assert Counter(row.document_date for row in rows) == {date(2020, 12, 15): 50, date(2022, 9, 21): 10}
    assert {(row.cycle, row.session) for row in rows} == {(3, 36), (None, None)}
    for record, row in zip(records, rows, strict=True):
        assert str(row.annotation_id) == record["AnnotationId"]
        assert [len(row.themes), len(row.sdgs), len(row.groups)] == [
            len({label.strip() for label in record[key]}) for key in ("Themes", "Sdgs", "AffectedPersons")
        ]


@needs_shared_data
@pytest.mark.parametrize("export", [EXPORT_XLSX, EXPORT_JSON], ids=["xlsx", "json"])
def test_each_upr_text_has_the_fingerprint_of_the_plain_csv(export):
    with (SHARED_DATA / "us_upr_cycle3.csv").open(encoding="utf-8", newline="") as stream:
        official = {row["paragraph"]: row for row in csv.DictReader(stream)}
    upr = [row for row in read_good(export) if row.body == "UPR"]
    assert len(upr) == 50
    for row in upr:
        assert fingerprint(row.text) == fingerprint(official[row.paragraph]["text"]), row.paragraph
        assert len(row.recommending_states) == len(official[row.paragraph]["recommending_states"].split(";"))


@needs_shared_data
def test_paragraphs_of_concluding_observations():
    cerd = [row for row in read_good(EXPORT_XLSX) if row.body == "CERD"]
    assert [row.paragraph for row in cerd] == ["59", "11", "18-19", "56", "14", "15 (b)-(d)", "51", "54", "42", "39-40"]
    assert [row.part for row in cerd if row.part] == ["f"]
    assert cerd[1].text.endswith("(the Paris Principles).")
    assert not any(row.text[0].isdigit() for row in cerd)


# Text and paragraph.


@pytest.mark.parametrize(
    ("printed", "paragraph", "part", "text"),
    [
        ("26.232 Plant trees (Chile)", "26.232", "", "Plant trees"),
        ("26.232&nbsp;Plant trees (Chile).", "26.232", "", "Plant trees"),
        ("136.12. Plant trees (Chile);", "136.12", "", "Plant trees"),
        ("136.12Plant trees (Chile);", "136.12", "", "Plant trees"),
        ("A - 71.5. Plant trees (Chile)", "71.5", "", "Plant trees"),
        ("136.12 - Plant trees (Chile)", "136.12", "", "Plant trees"),
        ("136.12 Plant trees (Chile) (the Paris Principles)", "136.12", "", "Plant trees (the Paris Principles)"),
        ("Plant trees in 26.1 places (Chile)", "", "", "Plant trees in 26.1 places"),
        ("2030 trees are needed (Chile)", "", "", "2030 trees are needed"),
        ("<p>26.1&nbsp;Plant<br />trees</p>\r\n<p>soon&amp;often (Chile)</p>", "26.1", "", "Plant trees soon&often"),
        ("26.1 Plant R&D trees where x < 5 (Chile)", "26.1", "", "Plant R&D trees where x < 5"),
    ],
)
def test_upr_texts(one, printed, paragraph, part, text):
    row = read_one(one(Text=printed))
    assert (row.paragraph, row.part, row.text) == (paragraph, part, text)


@pytest.mark.parametrize(
    ("printed", "paragraph", "part", "text"),
    [
        ("49.The Committee asks", "49", "", "The Committee asks"),
        ("49. The Committee asks", "49", "", "The Committee asks"),
        ("49 (a) Plant trees", "49", "a", "Plant trees"),
        ("49 (a)(ii).Plant trees", "49", "a-ii", "Plant trees"),
        ("18-19.The Committee asks", "18-19", "", "The Committee asks"),
        ("15 (b)-(d).Both ask", "15 (b)-(d)", "", "Both ask"),
        ("Rural gardens 49.The Committee asks", "49", "", "Rural gardens\nThe Committee asks"),
        (
            "The Committee recalls article 14.The State plants",
            "",
            "",
            "The Committee recalls article 14.The State plants",
        ),
        ("The Committee asks (Chile)", "", "", "The Committee asks (Chile)"),
        ("49.", "", "", "49."),
    ],
)
def test_texts_of_committees(one, printed, paragraph, part, text):
    row = read_one(one(Text=printed, Body="CEDAW", UprRecommendingCountry=[], UprPositions=[], UprSession=""))
    assert (row.paragraph, row.part, row.text) == (paragraph, part, text)


@pytest.mark.parametrize(
    ("text", "column", "words", "states"),
    [
        ("Plant (Turkey)", ["Türkiye"], "Plant", ("Türkiye",)),
        ("Plant (Chile) (Fiji) (Bolivia (Plurinational State of));", ["Chile", "Fiji", "Bolivia"], "Plant", 3),
        ("Plant (Chile, Fiji and Peru)", ["Chile", "Fiji", "Peru"], "Plant", 3),
        ("Plant (the Garden Principles)", ["Chile"], "Plant (the Garden Principles)", ("Chile",)),
        ("Plant (the Garden Principles) (Chile)", ["Chile"], "Plant (the Garden Principles)", ("Chile",)),
        ("Plant (OPCAT) (Chile)", ["Chile"], "Plant (OPCAT)", ("Chile",)),
        ("Plant (Chile) (Peru)", ["Chile"], "Plant", ("Chile", "Peru")),
        ("Plant (Chile)", [], "Plant", ("Chile",)),
        ("Plant (Atlantis)", ["Atlantis"], "Plant", ("Atlantis",)),
        ("Plant", ["Chile"], "Plant", ("Chile",)),
    ],
)
def test_states_at_the_end_of_a_text(one, text, column, words, states):
    row = read_one(one(Text=f"26.1 {text}", UprRecommendingCountry=column))
    assert row.text == words
    if isinstance(states, int):
        assert len(row.recommending_states) == states
    else:
        assert row.recommending_states == states


@given(
    st.lists(st.sampled_from(["Chile", "Turkey", "Viet Nam", "OPCAT", "the Principles", "UK", "Côte d’Ivoire", "a"])),
    st.sampled_from(["Plant trees", "Plant (soon) trees", "Plant trees; ", "Plant trees,"]),
    st.sampled_from(["", ".", ";", " "]),
)
def test_short_cut_for_states_says_what_the_full_rule_says(names, words, end):
    text = words + "".join(f" ({name})" for name in names) + end
    column = ("Chile", "Türkiye", "Viet Nam", "UK", "Côte d’Ivoire")
    row = UhriCleaner(CONTEXT).clean(UhriRow(1, text, countries=("Peru",), bodies=("UPR",), states=column))
    assert isinstance(row, ParsedRecommendation)
    expected = split_attribution(" ".join(text.split()), lambda name: is_country(name) or name in column)
    assert row.text == expected.text


# The other columns.


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        ("Recommendations", RECOMMENDATION),
        ("- Recommendations", RECOMMENDATION),
        ("- Concerns/Observations", CONCERN),
        ("Others", OTHER),
        ("Voluntary pledges", PLEDGE),
    ],
)
def test_kinds(one, printed, kind):
    row = read_one(one(AnnotationType=printed))
    assert (row.kind, row.warnings) == (kind, ())


@pytest.mark.parametrize("printed", ["84c955f1-1572-c073-8a8f-7aefd69f6b16", "", "-", "Poems"])
def test_unknown_kind_is_left_open_with_a_warning(one, printed):
    row = read_one(one(AnnotationType=printed))
    assert row.kind is None
    assert len(row.warnings) == 1


@pytest.mark.parametrize(
    ("printed", "position"),
    [
        (["Supported"], SUPPORTED),
        (["Noted"], NOTED),
        (["Supported/Noted"], SUPPORTED_IN_PART),
        (["Supported", "Noted"], SUPPORTED_IN_PART),
        ([], None),
    ],
)
def test_positions(one, printed, position):
    row = read_one(one(UprPositions=printed))
    assert (row.position, row.warnings) == (position, ())


def test_unknown_position_is_left_open_with_a_warning(one):
    row = read_one(one(UprPositions=["Maybe"]))
    assert row.position is None
    assert "Maybe" in row.warnings[0]


@pytest.mark.parametrize("printed", ["36", "36 - November 2020", "36th session", "- 36 Session"])
def test_sessions(one, printed):
    row = read_one(one(UprSession=printed))
    assert (row.session, row.cycle, row.warnings) == (36, 3, ())


@pytest.mark.parametrize(("session", "cycle"), [(12, 1), (13, 2), (26, 2), (27, 3), (40, 3), (41, 4), (54, 4)])
def test_cycle_follows_from_the_session(tmp_path, session, cycle):
    assert read_one(as_json(tmp_path / "x.json", [{"UprSession": str(session), "UprCycle": None}])).cycle == cycle


@pytest.mark.parametrize(
    ("countries", "country", "warnings"),
    [
        (["Peru"], "Peru", 0),
        (["PE", "Peru"], "Peru", 0),
        (["PE"], "PE", 0),
        (["Peru", "Chile"], "Peru", 1),
        ([], None, 1),
    ],
)
def test_countries(one, countries, country, warnings):
    row = read_one(one(Countries=countries))
    assert (row.country, len(row.warnings)) == (country, warnings)


def test_row_without_country_and_document_is_an_error(one):
    assert "country" in read_error(one(Countries=[], Symbol="")).reason


def test_labels_are_trimmed_and_kept_whole(one):
    labels = [" Land &amp; water ", "Children: definition; general principles", "Land & water"]
    assert read_one(one(Themes=labels)).themes == ("Land & water", "Children: definition; general principles")


@pytest.mark.parametrize("printed", ["- UPR", "-UPR", "• UPR", " –  UPR "])
def test_marks_before_a_value_are_no_part_of_it(one, printed):
    row = read_one(one(Body=printed, Symbol=printed.replace("UPR", "A/HRC/1/1"), UprPositions=["-Supported"]))
    assert (row.body, row.document_symbol, row.position) == ("UPR", "A/HRC/1/1", SUPPORTED)


@pytest.mark.parametrize(("states", "body"), [(["Chile"], "UPR"), ([], NOT_NAMED)])
def test_only_the_upr_names_recommending_states(one, states, body):
    assert read_one(one(Body="-", UprRecommendingCountry=states)).body == body


def test_annotation_id_that_is_no_uuid_is_left_out_with_a_warning(one):
    row = read_one(one(AnnotationId="12345"))
    assert row.annotation_id is None
    assert "12345" in row.warnings[0]


@pytest.mark.parametrize("printed", ["2020-13-45", "0001-01-01T00:00:00", "9999-12-31", "soon"])
def test_impossible_dates_are_errors(one, printed):
    assert printed in read_error(one(PublicationDate=printed)).reason


@pytest.mark.parametrize("printed", [1e12, -5, 3.0])
def test_impossible_serial_dates_are_errors(tmp_path, printed):
    assert "date" in read_error(xlsx(tmp_path / "x.xlsx", [{"Document Publication Date": printed}])).reason


@pytest.mark.parametrize("printed", [44180, 44180.75, date(2020, 12, 15), "2020-12-15", "15/12/2020", "15.12.2020"])
def test_dates_in_excel(tmp_path, printed):
    row = read_one(xlsx(tmp_path / "x.xlsx", [{"Document Publication Date": printed}]))
    assert row.document_date == date(2020, 12, 15)


def test_character_lost_by_others_is_a_warning(one):
    assert len(read_one(one(Text="26.1 Plant \ufffd trees")).warnings) == 1
