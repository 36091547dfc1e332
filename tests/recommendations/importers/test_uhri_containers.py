"""UHRI's exports as files: workbooks and JSON as other programs write them, and damaged ones."""

import json

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.importers.parsed import (
    OTHER,
    ParsedRecommendation,
    RowError,
    UnreadableFile,
)
from recommendations.importers.source_file import SourceFile
from recommendations.importers.uhri_rows import UhriCleaner, UhriRow
from recommendations.importers.workbook import sentence_for_crashes
from tests.recommendations.importers.reading import read_any, read_good, read_one, save
from tests.recommendations.importers.uhri_files import COLUMNS, as_json, change_part, xlsx
from tests.recommendations.importers.word_lists import CONTEXT

SHEET = "xl/worksheets/sheet1.xml"


# The Excel file.


def test_header_spelled_right_in_another_order_below_a_title(tmp_path):
    path = xlsx(tmp_path / "x.xlsx", above=[["Export"], []], columns=list(reversed(COLUMNS)))
    change_part(path, SHEET, lambda part: part.replace(b"Reccomending", b"RECOMMENDING"))
    assert [(row.row, row.text, row.body) for row in read_good(path)] == [(4, "Plant more trees", "UPR")]


def test_missing_optional_columns_and_blank_rows(tmp_path):
    columns = ("Text", "Countries Concerned", "Reccomending Body", "Document Symbol", "OHCHR Annotation Id")
    blank = dict.fromkeys(COLUMNS, None)
    rows = read_good(xlsx(tmp_path / "x.xlsx", [{}, blank, {}], columns))
    assert [row.row for row in rows] == [2, 4]


def test_table_on_another_sheet(tmp_path):
    path = xlsx(tmp_path / "x.xlsx")
    workbook = openpyxl.load_workbook(path)
    workbook.create_sheet("Notes", 0).append(["Text", "to read"])
    workbook.save(path)
    assert read_one(path).text == "Plant more trees"


@pytest.mark.parametrize("claim", ["A1:XFD1048576", "A1:A1"])
def test_claimed_size_of_the_sheet_does_not_matter(tmp_path, claim):
    path = xlsx(tmp_path / "x.xlsx", [{}, {}])
    change_part(path, SHEET, lambda part: part.replace(b'ref="A1:P3"', f'ref="{claim}"'.encode()))
    assert len(read_good(path)) == 2


@pytest.mark.parametrize("suffix", [".csv", ".xls", ".ods", ".xlsb", ".json", ""])
def test_name_does_not_matter(tmp_path, suffix):
    path = xlsx(tmp_path / "x.xlsx").rename(tmp_path / f"export{suffix}")
    assert read_any(path)[0] == "uhri-xlsx"


def test_panic_in_the_library_becomes_a_sentence(tmp_path):
    # The library's panics derive from BaseException, and their class cannot be imported.
    panic = type("PanicException", (BaseException,), {})
    source = SourceFile(tmp_path / "x.xlsx", "export.xlsx")
    with pytest.raises(UnreadableFile, match=r"export\.xlsx"), sentence_for_crashes(source):
        raise panic("index out of bounds")
    with pytest.raises(KeyboardInterrupt), sentence_for_crashes(source):
        raise KeyboardInterrupt


# The JSON file.


def test_values_as_other_exports_have_them(tmp_path):
    row = read_one(
        as_json(
            tmp_path / "x.json",
            [{"Body": ["- UPR"], "UprSession": ["36"], "UprCycle": 3, "AnnotationType": ["- Others"], "Sdgs": None}],
        )
    )
    assert (row.body, row.session, row.cycle, row.kind, row.sdgs) == ("UPR", 36, 3, OTHER, ())


def test_lists_as_one_text_with_a_line_each(tmp_path):
    row = read_one(
        as_json(tmp_path / "x.json", [{"Themes": "- Right to food\n- Right to health\n", "Countries": "- PE\n- Peru"}])
    )
    assert (row.themes, row.country) == (("Right to food", "Right to health"), "Peru")


def test_byte_order_mark_and_escapes(tmp_path):
    content = as_json(tmp_path / "x.json").read_bytes().replace(b"more trees", rb"\ud83c\udf33 \\ud800")
    row = read_one(save(tmp_path / "y.json", b"\xef\xbb\xbf" + content))
    assert row.text == "Plant 🌳 \\ud800"


@pytest.mark.parametrize("padding", range(30))
def test_pair_of_escapes_is_never_torn_apart(tmp_path, padding):
    # The parser reads pieces of 8,192 bytes; the escape wanders over the border between two.
    text = "x" * (8_192 - 25 + padding)
    content = f'[{{"Text":"{text}\\ud83c\\udf33","Countries":["Peru"]}}]'
    row = read_one(save(tmp_path / "x.json", content))
    assert row.text == f"{text}🌳"


@pytest.mark.parametrize("escape", [r"\ud800", r"\udc00", r"\udc00\ud800", r"\u0000", r"\uffff"])
def test_half_pairs_and_nul_are_errors_of_their_row(tmp_path, escape):
    content = as_json(tmp_path / "x.json", [{}, {}, {}]).read_text(encoding="utf-8")
    second = content.index("more", content.index("more") + 1)
    path = save(tmp_path / "y.json", f"{content[:second]}{escape}{content[second:]}")
    _, rows = read_any(path)
    assert [row.row for row in rows if isinstance(row, RowError)] == [2]
    assert len(rows) == 3


SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=6)
KEYS = ("Text", "Countries", "Body", "Symbol", "PublicationDate", "UprSession", "UprPositions", "AnnotationId")


@settings(max_examples=200)
@given(st.lists(st.dictionaries(st.sampled_from(KEYS), VALUES) | VALUES, min_size=1))
def test_whatever_a_record_holds_it_has_one_outcome(tmp_path_factory, records):
    path = tmp_path_factory.mktemp("json") / "x.json"
    path.write_text(json.dumps(records), encoding="utf-8")
    try:
        rows = read_any(path)[1]
    except UnreadableFile as refusal:
        assert "x.json" in refusal.reason
    else:
        assert [row.row for row in rows] == list(range(1, len(records) + 1))


@given(st.text())
def test_whatever_a_text_holds_it_is_clean_or_an_error(text):
    row = UhriCleaner(CONTEXT).clean(UhriRow(1, text, countries=("Peru",), bodies=("CERD",)))
    if isinstance(row, ParsedRecommendation):
        assert row.text
        assert row.text == row.text.strip()
        assert "\0" not in row.text
    else:
        assert row.reason
