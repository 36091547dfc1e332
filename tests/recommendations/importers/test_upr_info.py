"""UPR Info's files: one row a recommending State, whatever the titles, the encoding and the line ends."""

import csv
import io
from collections import Counter
from dataclasses import replace

import openpyxl
import pytest

from recommendations.importers.parsed import NOTED, PLEDGE, RECOMMENDATION, SUPPORTED, RowError, UnreadableFile
from tests.paths import SHARED_DATA, needs_shared_data
from tests.recommendations.importers.reading import read_any, read_error, read_good, read_one, save

HEADER = "To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session"
ROW = 'Peru,GRULAC,OAS,Plant trees ,Chile,GRULAC,OAS,Accepted,4,"Labour,Right to food",13'


@needs_shared_data
@pytest.mark.parametrize(
    ("name", "rows", "accepted", "noted", "cycles"),
    [
        ("1-5", 6_094, 4_087, 2_007, {1: 6_094}),
        ("6-9", 8_343, 6_206, 2_137, {1: 8_343}),
        ("10-13", 9_047, 6_980, 2_067, {1: 6_919, 2: 2_128}),
    ],
)
def test_figures_of_the_real_files(name, rows, accepted, noted, cycles):
    path = SHARED_DATA / "upr_info" / f"{name}.csv"
    read = read_good(path)
    # Counted without the reader: each record ends with CR, the header is one of them.
    raw = path.read_bytes()
    assert len(read) == rows == raw.count(b"\r") + (not raw.endswith(b"\r")) - 1
    assert Counter(row.position for row in read) == {SUPPORTED: accepted, NOTED: noted}
    assert Counter(row.cycle for row in read) == cycles
    assert {row.kind for row in read} == {RECOMMENDATION}
    assert [row.row for row in read] == list(range(2, rows + 2))
    assert len({issue for row in read for issue in row.themes}) == 54
    assert not any("\ufffd" in row.text for row in read)


@needs_shared_data
def test_rows_agree_with_the_csv_module():
    path = SHARED_DATA / "upr_info" / "6-9.csv"
    records = list(csv.DictReader(io.StringIO(path.read_bytes().decode("mac_roman"), newline="")))
    read = read_good(path)
    assert sum(row.country == "United States" for row in read) == 280
    for record, row in zip(records, read, strict=True):
        assert row.text == " ".join(record["Text"].split())
        assert (row.country, row.recommending_states) == (record["To"].strip(), (record["From"].strip(),))
        assert str(row.action_category) == record["Action"]
        assert ",".join(row.themes) == record["Issue"].strip()
        assert (row.session, row.body) == (int(record["Session"]), "UPR")


@needs_shared_data
def test_unknown_recommending_state_is_nobody():
    nobody = [row for row in read_good(SHARED_DATA / "upr_info" / "1-5.csv") if not row.recommending_states]
    assert len(nobody) == 9
    assert all(row.warnings for row in nobody)


@pytest.mark.parametrize(
    ("encoding", "line_end"),
    [
        ("utf-8", "\n"),
        ("utf-8-sig", "\r\n"),
        ("mac_roman", "\r"),
        ("cp1252", "\r\n"),
        ("cp1252", "\r"),
        ("mac_roman", "\n"),
        ("utf-16", "\r\n"),
    ],
)
def test_encodings(tmp_path, encoding, line_end):
    content = line_end.join([HEADER, ROW.replace("Chile", "Côte d’Ivoire"), ROW, ""])
    rows = read_good(save(tmp_path / "x.csv", content, encoding))
    assert [row.recommending_states for row in rows] == [("Côte d’Ivoire",), ("Chile",)]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_newer_titles_order_and_separator(tmp_path, separator):
    content = (
        "Session;Recommending State;State under Review;Recommendation;Issues;Action category;Response\n"
        "27;Chile;Peru;26.1 Plant trees;Labour|Right to food;4 - General action;Supported\n"
    ).replace(";", separator)
    row = read_one(save(tmp_path / "x.txt", content))
    assert (row.row, row.country, row.recommending_states, row.paragraph, row.text) == (
        2,
        "Peru",
        ("Chile",),
        "26.1",
        "Plant trees",
    )
    assert (row.themes, row.action_category, row.position) == (("Labour", "Right to food"), 4, SUPPORTED)
    assert (row.session, row.cycle) == (27, 3)


@pytest.mark.parametrize(
    ("answer", "position", "warnings"),
    [
        ("Accepted", SUPPORTED, 0),
        ("Supported", SUPPORTED, 0),
        ("Noted", NOTED, 0),
        ("Rejected", NOTED, 0),
        ("Not supported", NOTED, 0),
        ("No response", None, 1),
        ("", None, 0),
    ],
)
def test_answers(tmp_path, answer, position, warnings):
    row = read_one(save(tmp_path / "x.csv", f"{HEADER}\n{ROW.replace('Accepted', answer)}\n"))
    assert (row.position, len(row.warnings)) == (position, warnings)


@pytest.mark.parametrize(
    "content",
    [
        f"{HEADER}\n{ROW.replace('Chile', 'Peru')}\n",
        f"{HEADER}\n{ROW.replace('Chile', 'Voluntary pledge')}\n",
        f"{HEADER},Type\n{ROW},Voluntary Pledge\n",
        f"{HEADER}\n{ROW.replace('Accepted', 'Voluntary Pledge')}\n",
    ],
)
def test_pledges_have_neither_state_nor_answer(tmp_path, content):
    row = read_one(save(tmp_path / "x.csv", content))
    assert (row.kind, row.recommending_states, row.position) == (PLEDGE, (), None)


@pytest.mark.parametrize(
    "row",
    [
        ROW.replace("Plant trees ", ""),
        ROW.replace("Peru", ""),
        ROW.replace(",13", ",soon"),
        ROW + ",more",
        ROW.replace(",13", ""),
    ],
)
def test_rows_that_cannot_be_read(tmp_path, row):
    problem = read_error(save(tmp_path / "x.csv", f"{HEADER}\n{row}\n"))
    assert problem.row == 2


def test_rows_are_numbered_as_a_spreadsheet_does(tmp_path):
    _, rows = read_any(
        save(tmp_path / "x.csv", f"{HEADER}\n\n{ROW.replace('trees ', 'trees')}\n,,,,,,,,,,\n{ROW[:9]}\n")
    )
    assert [(row.row, isinstance(row, RowError)) for row in rows] == [(3, False), (5, True)]


def test_excel_workbook(tmp_path):
    lines = (["UPR Info: database"], HEADER.split(","), *csv.reader([ROW, ROW]), [])
    workbook = openpyxl.Workbook()
    notes, page = workbook.active, workbook.create_sheet("Recommendations")
    assert notes is not None
    notes.append(["Notes"])
    for line in lines:
        page.append([int(cell) if cell.isdigit() else cell for cell in line])
    workbook.save(tmp_path / "x.xlsx")
    name, rows = read_any(tmp_path / "x.xlsx")
    as_csv = read_any(save(tmp_path / "x.csv", f"{HEADER}\n{ROW}\n"))[1]
    assert name == "upr-info"
    assert [row.row for row in rows] == [3, 4]
    assert [replace(row, row=2) for row in rows] == as_csv * 2


def test_excel_workbook_without_rows(tmp_path):
    workbook = openpyxl.Workbook()
    assert workbook.active is not None
    workbook.active.append(HEADER.split(","))
    workbook.save(tmp_path / "x.xlsx")
    with pytest.raises(UnreadableFile, match="no rows below it"):
        read_any(tmp_path / "x.xlsx")
