"""OHCHR's thematic lists: each rule on files built here, and exact figures on the real lists where we have them."""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.text.paragraph import Paragraph

from recommendations.importers.parsed import NOTED, SUPPORTED, SUPPORTED_IN_PART, ParsedRecommendation, RowError
from recommendations.importers.readers import thematic_list
from recommendations.importers.readers.thematic_list.body import Table
from recommendations.importers.readers.thematic_list.brackets import split_attribution, split_names
from recommendations.importers.readers.thematic_list.cells import read_words
from recommendations.importers.readers.thematic_list.document import open_document
from recommendations.importers.readers.thematic_list.review import read_heading, report_symbol
from recommendations.importers.source_file import SourceFile
from tests.paths import SHARED_DATA, needs_shared_data
from tests.recommendations.importers.word_lists import (
    CONTEXT,
    LAYOUT_A,
    LAYOUT_B,
    MATRIX,
    SOURCE,
    fill,
    is_country,
    read_all,
    read_rows,
    with_part,
    word_file,
)

OHCHR = SHARED_DATA / "ohchr"
LIST_A = "UPR20__Slovenia_ThematicListRecommendations_E.docx"
LIST_B = "upr48-slovenia-thematic-list-of-recommendatio.docx"
LIST_MATRIX = "UPR20_Egypt_MatrixOfRecommendations.docx"

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def row_a(words: str, position: str = "Supported", labels: str = "B1 Homes", notes: str = "") -> tuple[str, ...]:
    """Return the cells of a row in layout A."""
    return (words, position, labels, notes)


def read_one(path: Path, words: str, **cells: str) -> ParsedRecommendation:
    """Read a list in layout A that holds one row."""
    (row,) = read_rows(word_file(path, LAYOUT_A, ["Theme: B1 Homes", row_a(words, **cells)]))
    return row


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A place for the file of a test."""
    return tmp_path / "list.docx"


# Layouts


def test_layout_a(path: Path) -> None:
    word_file(
        path,
        LAYOUT_A,
        [
            "Theme: E23 Right to a home ",
            row_a(
                f"115.3 Build more homes (Ghana, Côte d’Ivoire);\n{SOURCE}",
                labels="E23 Right to a home\nF31 Children: definition; law\nAffected persons:\n- children\n- general",
            ),
            "Theme: G4 People on the move",
            row_a("115.10 Open a shelter (Chile).", "Noted", "G4 People on the move\nAffected persons:\n- migrants"),
        ],
    )
    first, second = read_rows(path)
    assert first == ParsedRecommendation(
        row=1,
        text="Build more homes",
        kind="recommendation",
        body="UPR",
        country="Slovenia",
        cycle=3,
        session=34,
        document_symbol="A/HRC/43/15",
        paragraph="115.3",
        position=SUPPORTED,
        position_source="A/HRC/43/15/Add.1 - Para.3",
        recommending_states=("Ghana", "Côte d’Ivoire"),
        themes=("E23 Right to a home", "F31 Children: definition; law"),
        groups=("children", "general"),
    )
    assert (second.row, second.paragraph, second.position, second.position_source) == (2, "115.10", NOTED, "")
    assert second.themes == ("G4 People on the move",)
    assert second.groups == ("migrants",)


def test_layout_a_of_2019_has_goals_between_themes_and_persons(path: Path) -> None:
    goals = "SDGs: \n- 6 - CLEAN WATER\n- 10 - LESS\n- 10 - LESS"
    labels = f"- Homes\n- Water\n{goals}\nAffected persons: \n- older persons\n- Women"
    row = read_one(path, "121.1 Build (Chile);", labels=labels)
    assert row.themes == ("B1 Homes", "Homes", "Water")
    assert row.sdgs == ("6 - CLEAN WATER", "10 - LESS")
    assert row.groups == ("older persons", "Women")


def test_layout_b_has_a_column_of_goals(path: Path) -> None:
    labels = "- Homes\n- Rights - general measures\nGroups of Persons: \n- Public officials"
    goals = "- 1 - NO POVERTY\n- 16 - PEACE, JUSTICE AND THE LIKE"
    word_file(
        path, LAYOUT_B, ["Theme: Homes", (f"140.7 Build (Maldives) (Portugal);\n{SOURCE}", "Supported", labels, goals)]
    )
    (row,) = read_rows(path)
    assert row.recommending_states == ("Maldives", "Portugal")
    assert row.themes == ("Homes", "Rights - general measures")
    assert row.groups == ("Public officials",)
    assert row.sdgs == ("1 - NO POVERTY", "16 - PEACE, JUSTICE AND THE LIKE")


def test_the_matrix_has_a_column_of_states(path: Path) -> None:
    word_file(
        path,
        MATRIX,
        [
            "Right or area: 2.1. Homes  ",
            (
                "166.6. Build (Chile); (Lao People’s Democratic Republic);\nSource of position: A/HRC/28/16/Add.1\n",
                "Chile\nLao People's Democratic Republic",
                "Supported/Noted",
                "2.1. Homes  \n12.4. Water\nAffected persons:\n- general",
            ),
        ],
        header="UPR of Egypt - Second Cycle\nThematic list of recommendations",
    )
    (row,) = read_rows(path)
    assert (row.paragraph, row.text) == ("166.6", "Build")
    assert row.recommending_states == ("Chile", "Lao People's Democratic Republic")
    assert row.position == SUPPORTED_IN_PART
    assert row.themes == ("2.1. Homes", "12.4. Water")
    assert row.groups == ("general",)
    assert (row.country, row.cycle, row.session, row.document_symbol) == ("Egypt", 2, None, "A/HRC/28/16")


def test_the_column_of_states_completes_the_brackets(path: Path) -> None:
    word_file(path, MATRIX, [("166.7. Build", "Chile\nRuritania", "Noted", "2.1. Homes")])
    (row,) = read_rows(path)
    assert row.recommending_states == ("Chile", "Ruritania")


def test_columns_in_another_order_and_case_are_found(path: Path) -> None:
    columns = ("SDGs", "POSITION", "Affected persons", "Right or area", "No.", "RECOMMENDATIONS", "Source of position")
    word_file(
        path,
        columns,
        [("5 - EQUALITY", "NOTED", "women", "Homes", "92.1", "Build (Chile)", "A/HRC/17/10/Add.1, para. 4")],
    )
    (row,) = read_rows(path)
    assert (row.paragraph, row.text, row.position, row.sdgs) == ("92.1", "Build", NOTED, ("5 - EQUALITY",))
    assert (row.themes, row.groups) == (("Homes",), ("women",))
    assert row.position_source == "A/HRC/17/10/Add.1, para. 4"


def test_a_list_without_header_row_is_told_by_its_cells(path: Path) -> None:
    word_file(
        path,
        ("",) * 4,
        [
            "Theme: Homes",
            ("1.1 Build (Chile)", "Chile", "Noted", "Homes\nAffected persons:\n- women\nSDGs:\n- 5 - EQUALITY"),
        ],
    )
    (row,) = read_rows(path)
    assert (row.paragraph, row.position, row.recommending_states) == ("1.1", NOTED, ("Chile",))
    assert (row.themes, row.groups, row.sdgs) == (("Homes",), ("women",), ("5 - EQUALITY",))


# The recommendation


@pytest.mark.parametrize(
    ("printed", "paragraph", "part", "text"),
    [
        ("115.133 Build", "115.133", "", "Build"),
        ("115.133Build", "115.133", "", "Build"),
        ("166.6. Build", "166.6", "", "Build"),
        ("166.6. 1325 homes", "166.6", "", "1325 homes"),
        ("115. 133 Build", "115.133", "", "Build"),
        ("26.10 (a) Build", "26.10", "a", "Build"),
        ("26.10 (CRC) Build", "26.10", "", "(CRC) Build"),
        ("Para. 26.10 Build", "26.10", "", "Build"),
        ("3. Build", "3", "", "Build"),
        ("2030 Agenda: build", "", "", "2030 Agenda: build"),
        ("26.10 - Build", "26.10", "", "Build"),
        ("26.10: Build", "26.10", "", "Build"),
        ("A-71.5. Build", "71.5", "", "Build"),
    ],
)
def test_the_paragraph_number_is_taken_off_the_text(
    path: Path, printed: str, paragraph: str, part: str, text: str
) -> None:
    row = read_one(path, f"{printed} (Chile)")
    assert (row.paragraph, row.part, row.text) == (paragraph, part, text)


def test_literal_html_spaces_are_spaces(path: Path) -> None:
    row = read_one(
        path,
        "26.1&nbsp;Build&nbsp;homes &amp; roads (Chile);&nbsp;\nSource of Position:&nbsp;A/HRC/46/15 - Para.&nbsp;2",
        position="Supported&nbsp;",
    )
    assert (row.paragraph, row.text, row.position) == ("26.1", "Build homes & roads", SUPPORTED)
    assert row.position_source == "A/HRC/46/15 - Para. 2"


def test_a_literal_html_space_spread_over_runs_is_a_space(path: Path) -> None:
    def split_runs(document: docx.document.Document) -> None:
        paragraph = document.tables[0].rows[1].cells[0].paragraphs[0]
        for piece in ("26.1&nb", "sp;Build ", "(Chi", "le);&nbsp;"):
            paragraph.add_run(piece)

    (row,) = read_rows(word_file(path, LAYOUT_A, [row_a("")], change=split_runs))
    assert (row.paragraph, row.text, row.recommending_states) == ("26.1", "Build", ("Chile",))


@pytest.mark.parametrize(
    ("tail", "source"),
    [
        ("\nSource of position: A/HRC/28/15/Add.1 - Para. 3", "A/HRC/28/15/Add.1 - Para. 3"),
        (" SOURCE OF POSITION : A/HRC/28/15/Add.1", ": A/HRC/28/15/Add.1"),
        ("\nSource of the Position: A/HRC/28/15/Add.1,\npara. 3", "A/HRC/28/15/Add.1, para. 3"),
        ("\nComments: told in a letter", "Comments: told in a letter"),
        ("\nSource of position: A/HRC/28/15\nSource of position: A/HRC/28/2", "A/HRC/28/15; A/HRC/28/2"),
        ("", ""),
    ],
)
def test_the_source_of_the_position_is_kept_out_of_the_text(path: Path, tail: str, source: str) -> None:
    row = read_one(path, f"26.1 Build (Chile);{tail}")
    assert (row.text, row.recommending_states) == ("Build", ("Chile",))
    assert row.position_source == source.removeprefix(": ")


@pytest.mark.parametrize(
    ("printed", "position"),
    [
        ("Supported", SUPPORTED),
        ("NOTED*", NOTED),
        ("Supported/Noted", SUPPORTED_IN_PART),
        ("Supported / \nNoted", SUPPORTED_IN_PART),
        ("Noted\nsee the addendum", NOTED),
        ("Accepted", SUPPORTED),
        ("Supported1", SUPPORTED),
        ("Noted (2)", NOTED),
        ("Supported and noted", SUPPORTED_IN_PART),
        ("Partially noted", SUPPORTED_IN_PART),
        ("Supported (partially)", SUPPORTED_IN_PART),
        ("Supported in principle", None),
        ("Will be examined", None),
        ("", None),
    ],
)
def test_positions(path: Path, printed: str, position: str | None) -> None:
    row = read_one(path, "26.1 Build (Chile)", position=printed)
    assert row.position == position
    assert bool(row.warnings) == (position is None)
    assert printed.replace(" \n", "") in " ".join(row.warnings) or position


def test_what_is_missing_or_doubtful_is_said(path: Path) -> None:
    row = read_one(path, "Build (Ruritania)", position="Perhaps", notes="We did that.")
    assert row.text == "Build (Ruritania)"
    said = " ".join(row.warnings)
    assert "no paragraph number" in said
    assert "“Perhaps”" in said
    assert "“Ruritania”" in said
    assert "“We did that.”" in said


def test_a_row_without_text_is_an_error_that_says_so(path: Path) -> None:
    rows = read_all(word_file(path, LAYOUT_A, [row_a("1.1 Build (Chile)"), row_a(""), row_a("1.3 Pave (Chile)")]))
    assert [row.row for row in rows] == [1, 2, 3]
    assert isinstance(rows[1], RowError)
    assert "no text" in rows[1].reason


# Themes, groups, goals


def test_each_theme_heading_counts_for_the_rows_below_it(path: Path) -> None:
    rows = [
        "Theme: Homes",
        row_a("1.1 Build", labels=""),
        row_a("1.2 Pave", labels=""),
        "THEME : Water",
        row_a("1.3 Dig", labels=""),
    ]
    assert [row.themes for row in read_rows(word_file(path, LAYOUT_A, rows))] == [("Homes",), ("Homes",), ("Water",)]


def test_headings_of_other_kinds(path: Path) -> None:
    rows = [
        "Recommendations supported by the State",
        "E23 Right to a home",
        row_a("1.1 Build (Chile)", labels=""),
        "* This list was not edited, and it has no authority of any kind.",
        ("Theme: Water", "", "", ""),
        row_a("1.2 Dig (Chile)", labels=""),
        ("Roads and bridges", "", "", ""),
        row_a("1.3 Pave (Chile)", labels=""),
        "Noted",
        row_a("1.4 Light (Chile)", labels=""),
    ]
    found = read_rows(word_file(path, LAYOUT_A, rows))
    assert [row.themes for row in found] == [
        ("E23 Right to a home",),
        ("Water",),
        ("Roads and bridges",),
        ("Roads and bridges",),
    ]


def test_the_same_paragraph_under_two_themes_stays_two_rows(path: Path) -> None:
    rows = ["Theme: Homes", row_a("1.1 Build", labels="Homes"), "Theme: Water", row_a("1.1 Build", labels="Water")]
    found = read_rows(word_file(path, LAYOUT_A, rows))
    assert [(row.row, row.paragraph, row.themes) for row in found] == [(1, "1.1", ("Homes",)), (2, "1.1", ("Water",))]


@pytest.mark.parametrize(
    ("cell", "themes", "groups", "sdgs"),
    [
        ("B1 HomesE23 Water supplyG4 Migrants", ("B1 Homes", "E23 Water supply", "G4 Migrants"), (), ()),
        ("2.1. Homes  12.4. Water  ", ("2.1. Homes", "12.4. Water"), (), ()),
        ("- Homes- Water- Roads", ("Homes", "Water", "Roads"), (), ()),
        ("- Pre- and post-natal care", ("Pre- and post-natal care",), (), ()),
        ("Rights - general measures", ("Rights - general measures",), (), ()),
        ("Children: definition; principles", ("Children: definition; principles",), (), ()),
        ("Homes\nAffected persons: - general- women", ("Homes",), ("general", "women"), ()),
        ("HomesAffected persons:\n- general", ("Homes",), ("general",), ()),
        ("Homes\nAFFECTED GROUPS\ngeneral", ("Homes",), ("general",), ()),
        ("• Homes\n– Water\n-", ("Homes", "Water"), (), ()),
        (
            "Homes\nS05 SDG 5 - equality\n16.3 - Promote law",
            ("Homes",),
            (),
            ("S05 SDG 5 - equality", "16.3 - Promote law"),
        ),
        ("Homes\nSustainable Development Goals:\n- 5 - EQUALITY", ("Homes",), (), ("5 - EQUALITY",)),
        ("Homes\n homes ", ("Homes",), (), ()),
    ],
)
def test_labels_in_one_cell(
    path: Path, cell: str, themes: tuple[str, ...], groups: tuple[str, ...], sdgs: tuple[str, ...]
) -> None:
    (row,) = read_rows(word_file(path, LAYOUT_A, [row_a("1.1 Build (Chile)", labels=cell)]))
    assert (row.themes, row.groups, row.sdgs) == (themes, groups, sdgs)


# The review


@pytest.mark.parametrize(
    ("head", "country", "cycle", "session"),
    [
        ("UPR of Slovenia (3rd Cycle - 34th Session)", "Slovenia", 3, 34),
        (
            "UPR of Slovenia ( 2nd Cycle – 20th session)\nThematic list of recommendations Page 1 of 27",
            "Slovenia",
            2,
            20,
        ),
        ("UPR of Egypt - Second Cycle\nThematic list of recommendations", "Egypt", 2, None),
        ("UPR OF THE UNITED STATES OF AMERICA, 3RD CYCLE", "UNITED STATES OF AMERICA", 3, None),
        ("UPR of Iran (Islamic Republic of) (3rd Cycle – 34th Session)", "Iran (Islamic Republic of)", 3, 34),
        ("UPR of Guinea-Bissau Thematic list of recommendations", "Guinea-Bissau", None, None),
        ("Universal Periodic Review of Türkiye: cycle III, session 35", "Türkiye", 3, 35),
        ("UPR of Viet Nam 32nd session of the Working Group", "Viet Nam", None, 32),
        ("UPR of Ruritania (1st Cycle – 4th Session)", "Ruritania", 1, 4),
        ("Thematic list of recommendations – Slovenia – fourth cycle", "Slovenia", 4, None),
        ("UPR20_ Slovenia_ThematicListRecommendations_E", "Slovenia", None, None),
        ("Universal Periodic Review – Third cycle", None, 3, None),
        ("Notes on Slovenia", None, None, None),
        ("UPR Slovenia (3rd Cycle - 34th Session)", "Slovenia", 3, 34),
        ("UPR Working Group, 34th session", None, None, 34),
        ("UPR of Peru, fourth cycle, forty-second session", "Peru", 4, 42),
        ("Universal Periodic Review of Peru (twelfth session)", "Peru", None, 12),
    ],
)
def test_the_head_names_the_review(head: str, country: str | None, cycle: int | None, session: int | None) -> None:
    heading = read_heading([head], is_country)
    assert (heading.country, heading.cycle, heading.session) == (country, cycle, session)


def add_head_line(document: docx.document.Document) -> None:
    """Put the head into a paragraph above the table."""
    document.tables[0]._tbl.addprevious(
        parse_xml(f'<w:p xmlns:w="{W}"><w:r><w:t>UPR of Egypt (4th Cycle)</w:t></w:r></w:p>')
    )


def test_the_head_may_stand_above_the_table_or_in_it(path: Path) -> None:
    word_file(path, LAYOUT_A, [row_a("1.1 Build")], header="", change=add_head_line)
    assert {(row.country, row.cycle) for row in read_rows(path)} == {("Egypt", 4)}

    def add_head_row(document: docx.document.Document) -> None:
        first = document.tables[0].rows[0]._tr
        row = deepcopy(first)
        first.addprevious(row)
        cells = document.tables[0].rows[0].cells
        for cell in cells:
            cell.paragraphs[0].clear()
        fill(cells[0].merge(cells[-1]), "UPR of Peru (1st Cycle - 2nd Session)")

    word_file(path, LAYOUT_A, [row_a("1.1 Build")], header="", change=add_head_row)
    assert {(row.country, row.cycle, row.session) for row in read_rows(path)} == {("Peru", 1, 2)}


def test_the_head_may_stand_in_the_footer(path: Path) -> None:
    def add_footer(document: docx.document.Document) -> None:
        document.sections[0].footer.paragraphs[0].add_run("UPR of Egypt (4th Cycle)")

    word_file(path, LAYOUT_A, [row_a("1.1 Build")], header="", change=add_footer)
    assert {(row.country, row.cycle) for row in read_rows(path)} == {("Egypt", 4)}
    word_file(path, LAYOUT_A, [row_a("1.1 Build")], header="UPR of Peru (2nd Cycle)", change=add_footer)
    assert {(row.country, row.cycle) for row in read_rows(path)} == {("Peru", 2)}


def test_without_head_the_review_stays_open(path: Path) -> None:
    (row,) = read_rows(word_file(path, LAYOUT_A, [row_a("1.1 Build")], header=""))
    assert (row.country, row.cycle, row.session, row.document_symbol) == (None, None, None, None)


def test_the_report_is_the_one_whose_addendum_most_sources_name() -> None:
    assert (
        report_symbol([], ["A/HRC/28/15/Add.1 - Para. 3", "A/HRC/28/51/Add.1", "A/HRC/28/15, para. 5", ""])
        == "A/HRC/28/15"
    )
    assert report_symbol(["Report A / HRC / 46 / 15"], ["A/HRC/28/15/Add.1"]) == "A/HRC/46/15"
    assert report_symbol([], ["A/HRC/28/2, para. 510", "A/HRC/28/2"]) is None


# How Word builds the table


def merge_rows(document: docx.document.Document) -> None:
    """Merge the position of rows 2 and 3, and the recommendation of rows 3 and 4."""
    table = document.tables[0]
    table.cell(1, 1).merge(table.cell(2, 1))
    table.cell(2, 0).merge(table.cell(3, 0))


def test_cells_merged_downwards(path: Path) -> None:
    rows = [
        row_a("1.1 Build", "Noted", "Homes"),
        row_a("1.2 Pave", "", "Roads"),
        ("", "", "Bridges", ""),
        row_a("1.3 Dig"),
    ]
    first, second, third = read_rows(word_file(path, LAYOUT_A, rows, change=merge_rows))
    assert (first.position, second.position, third.position) == (NOTED, NOTED, SUPPORTED)
    assert second.themes == ("Roads", "Bridges")
    assert (third.row, third.paragraph) == (3, "1.3")


def test_cells_merged_sideways(path: Path) -> None:
    def merge(document: docx.document.Document) -> None:
        table = document.tables[0]
        table.cell(1, 2).merge(table.cell(1, 3))

    cells = ("1.1 Build", "Noted", "Homes\nGroups of persons:\n- Women\nSDGs:", "- 5 - EQUALITY")
    (row,) = read_rows(word_file(path, LAYOUT_B, [cells], change=merge))
    assert (row.themes, row.groups, row.sdgs) == (("Homes",), ("Women",), ("5 - EQUALITY",))


def test_a_list_in_several_tables_goes_on(path: Path) -> None:
    def split(document: docx.document.Document) -> None:
        for rows, headings in (
            ([row_a("1.2 Pave (Chile)")], ""),
            ([LAYOUT_A, row_a("1.3 Dig (Chile)")], "Theme: Water"),
        ):
            document.add_paragraph(headings)
            table = document.add_table(rows=0, cols=4)
            for row in rows:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    fill(cell, text)

    rows = ["Theme: Homes", row_a("1.1 Build (Chile)", labels="")]
    found = read_rows(word_file(path, LAYOUT_A, rows, change=split))
    assert [(row.paragraph, row.themes[0]) for row in found] == [("1.1", "Homes"), ("1.2", "Homes"), ("1.3", "Water")]


def test_a_list_inside_a_framing_table(path: Path) -> None:
    def frame(document: docx.document.Document) -> None:
        table = document.tables[0]._tbl
        framing = document.add_table(rows=2, cols=1)
        framing.cell(0, 0).paragraphs[0].add_run("UPR of Peru (2nd Cycle)")
        framing.cell(1, 0)._tc.insert(1, table)
        framing.cell(1, 0).add_paragraph("")

    rows = ["Theme: Homes", row_a("1.1 Build (Chile)"), row_a("1.2 Pave (Chile)")]
    found = read_rows(word_file(path, LAYOUT_A, rows, header="", change=frame))
    assert [(row.paragraph, row.country, row.cycle) for row in found] == [("1.1", "Peru", 2), ("1.2", "Peru", 2)]


def test_a_table_inside_a_cell_is_part_of_the_cell(path: Path) -> None:
    def nest(document: docx.document.Document) -> None:
        cell = document.tables[0].cell(1, 2)
        cell.add_table(rows=1, cols=1).cell(0, 0).paragraphs[0].add_run("Affected persons: women")

    (row,) = read_rows(word_file(path, LAYOUT_A, [row_a("1.1 Build")], change=nest))
    assert (row.themes, row.groups) == (("B1 Homes",), ("women",))


def edit_words(paragraph: Paragraph, xml: str) -> None:
    """Replace the content of a paragraph by raw XML."""
    paragraph.clear()
    whole = parse_xml(
        f'<w:p xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">{xml}</w:p>'
    )
    for child in list(whole):
        paragraph._p.append(child)


def test_only_what_is_on_the_page_is_read(path: Path) -> None:
    def track(document: docx.document.Document) -> None:
        edit_words(
            document.tables[0].cell(1, 0).paragraphs[0],
            "<w:r><w:t>1.1 Build</w:t></w:r>"
            "<w:del><w:r><w:delText> castles</w:delText></w:r></w:del>"
            '<w:ins><w:r><w:tab/><w:t xml:space="preserve">well</w:t><w:noBreakHyphen/><w:t>lit </w:t></w:r></w:ins>'
            "<w:moveFrom><w:r><w:t>roads</w:t></w:r></w:moveFrom>"
            "<mc:AlternateContent><mc:Choice><w:r><w:t>homes</w:t></w:r></mc:Choice>"
            "<mc:Fallback><w:r><w:t>homes</w:t></w:r></mc:Fallback></mc:AlternateContent>"
            "<w:sdt><w:sdtContent><w:r><w:t xml:space='preserve'> (Chile)</w:t></w:r></w:sdtContent></w:sdt>"
            "<w:r><w:br/><w:t>Source of position: A/HRC/9/9</w:t></w:r>",
        )

    (row,) = read_rows(word_file(path, LAYOUT_A, [row_a("")], change=track))
    assert (row.text, row.recommending_states, row.position_source) == ("Build well-lit homes", ("Chile",), "A/HRC/9/9")


def test_rows_and_cells_in_content_controls(path: Path) -> None:
    def wrap(document: docx.document.Document) -> None:
        for element in (document.tables[0].rows[1]._tr, document.tables[0].cell(1, 0)._tc):
            control = parse_xml(f'<w:sdt xmlns:w="{W}"><w:sdtContent/></w:sdt>')
            element.addprevious(control)
            control.find(qn("w:sdtContent")).append(element)

    (row,) = read_rows(word_file(path, LAYOUT_A, [row_a("1.1 Build (Chile)")], change=wrap))
    assert (row.paragraph, row.text) == ("1.1", "Build")


def test_a_file_saved_as_strict_open_xml(path: Path) -> None:
    word_file(path, LAYOUT_A, ["Theme: Homes", row_a("1.1 Build (Chile)", labels="")])
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    with_part(path, "word/document.xml", lambda content: content.replace(W.encode(), strict))
    (row,) = read_rows(path)
    assert (row.paragraph, row.themes) == ("1.1", ("Homes",))


def test_the_main_part_may_have_another_name(path: Path) -> None:
    word_file(path, LAYOUT_A, [row_a("1.1 Build (Chile)")])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document2.xml"] = parts.pop("word/document.xml")
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"word/document.xml", b"/word/document2.xml")
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert thematic_list.matches(SourceFile(path, path.name))
    assert [row.paragraph for row in read_rows(path)] == ["1.1"]


def test_the_name_of_the_file_does_not_matter(path: Path) -> None:
    word_file(path, LAYOUT_A, [row_a("1.1 Build (Chile)")])
    source = SourceFile(path, "report.txt")
    assert thematic_list.matches(source)
    assert len(list(thematic_list.read(source, CONTEXT))) == 1


# The real lists


@cache
def real(name: str) -> tuple[ParsedRecommendation, ...]:
    """The rows of a real list."""
    return tuple(read_rows(OHCHR / name))


def by_paragraph(name: str) -> dict[str, ParsedRecommendation]:
    """The rows of a real list by paragraph."""
    return {row.paragraph: row for row in real(name)}


@needs_shared_data
@pytest.mark.parametrize(
    ("name", "positions", "review"),
    [
        (LIST_A, {SUPPORTED: 142, NOTED: 21}, ("Slovenia", 2, 20, "A/HRC/28/15")),
        (LIST_B, {SUPPORTED: 217, NOTED: 37}, ("Slovenia", 4, 48, "A/HRC/59/15")),
        (LIST_MATRIX, {SUPPORTED: 224, NOTED: 53, SUPPORTED_IN_PART: 23}, ("Egypt", 2, None, "A/HRC/28/16")),
    ],
)
def test_exact_figures(name: str, positions: dict[str, int], review: tuple[object, ...]) -> None:
    rows = real(name)
    count = sum(positions.values())
    assert count in {163, 254, 300}
    assert Counter(row.position for row in rows) == positions
    assert [row.row for row in rows] == list(range(1, count + 1))
    assert len({row.paragraph for row in rows}) == count
    assert {(row.country, row.cycle, row.session, row.document_symbol) for row in rows} == {review}
    assert {(row.body, row.kind, row.text_language) for row in rows} == {("UPR", "recommendation", "en")}
    assert not [row.warnings for row in rows if row.warnings]
    assert all(row.recommending_states and row.themes and row.position_source for row in rows)
    assert all(is_country(state) for row in rows for state in row.recommending_states)
    assert not [row.text for row in rows if "&nbsp;" in row.text or "osition:" in row.text or row.text[0].isdigit()]


def printed_rows(name: str) -> Iterator[list[str]]:
    """The lines of each row of a real list by plain string search: another way than the reader's."""
    with zipfile.ZipFile(OHCHR / name) as archive:
        xml = archive.read("word/document.xml").decode()
    for row in xml.split("</w:tr>"):
        lines = [
            "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", line)) for line in re.split(r"</w:p>|<w:br/>", row)
        ]
        yield [line.replace("&amp;", "&").replace("\u00a0", " ").strip() for line in lines]


@needs_shared_data
@pytest.mark.parametrize("name", [LIST_A, LIST_B, LIST_MATRIX])
def test_counts_agree_with_a_plain_search_of_the_file(name: str) -> None:
    rows = real(name)
    printed = list(printed_rows(name))
    lines = [line for row in printed for line in row]
    assert sum(bool(re.match(r"\d{3}\.\d+\.? ", line)) for line in lines) == len(rows)
    assert sum(line in {"Supported", "Noted", "Supported/Noted"} for line in lines) == len(rows)
    sources = sum(line.lower().startswith("source of position") for line in lines)
    assert sources == sum("A/HRC" in row.position_source for row in rows)
    # One row of layout B prints a goal twice, hence the set.
    bulleted = Counter(line[2:] for row in printed for line in set(row) if re.match(r"- [A-Za-z0-9]", line))
    labels = Counter(label for row in rows for label in (*row.groups, *row.sdgs))
    labels.update(theme for row in rows for theme in row.themes if name == LIST_B)
    # "Migrants" and the like are a theme and a group, printed alike in one cell.
    twice = {
        label for label in labels if name == LIST_B and any(label in row.themes and label in row.groups for row in rows)
    }
    assert {label: count for label, count in bulleted.items() if label not in twice} == {
        label: count for label, count in labels.items() if label not in twice
    }
    assert len(twice) <= 3


@needs_shared_data
def test_the_brackets_of_the_matrix_agree_with_its_column_of_states() -> None:
    """Both ways to read the States give the same for all 300 rows, those that join recommendations included."""
    path = OHCHR / LIST_MATRIX
    tables = [block for block in open_document(SourceFile(path, path.name)).body if isinstance(block, Table)]
    rows = [row for table in tables for row in table.rows[1:] if len(row) == 4]
    assert len(rows) == 300
    for words, states, *_ in rows:
        column, others = split_names("\n".join(states.lines), is_country)
        brackets = split_attribution(read_words(words.lines).text, is_country).states
        assert [name.replace("’", "'") for name in brackets] == [name.replace("’", "'") for name in column]
        assert not others


@needs_shared_data
def test_rows_of_layout_a() -> None:
    rows = by_paragraph(LIST_A)
    assert real(LIST_A)[0].paragraph == "115.1"
    assert rows["115.3"].recommending_states == ("Portugal", "Slovakia")
    assert rows["115.3"].groups == ("children",)
    assert rows["115.3"].position_source == "A/HRC/28/15/Add.1 - Para. 3"
    assert rows["115.6"].recommending_states == ("Iran (Islamic Republic of)",)
    assert rows["115.6"].text.endswith("(ICRMW)")
    assert rows["115.38"].recommending_states == ("Egypt", "Peru", "Azerbaijan")
    assert rows["115.133"].groups == ("general", "women")
    assert rows["115.133"].themes[0] == "A12 Acceptance of international norms"
    assert len(rows["115.133"].themes) == 3
    assert (rows["115.163"].position, rows["115.163"].themes) == (NOTED, ("G4 Migrants",))


@needs_shared_data
def test_rows_of_layout_b() -> None:
    rows = by_paragraph(LIST_B)
    assert rows["140.7"].recommending_states == ("Maldives", "Portugal")
    assert len(rows["140.1"].recommending_states) == 8
    assert rows["140.1"].recommending_states[-1] == "Bolivarian Republic of Venezuela"
    assert rows["140.7"].sdgs[0] == "1 - NO POVERTY"
    assert rows["140.18"].position_source == "A/HRC/59/15/Add.1 - Para.4"
    assert rows["140.253"].position == NOTED
    assert rows["140.253"].themes == ("Refugees & asylum seekers", "Rights related to name, identity & nationality")
    assert rows["140.253"].groups == ("Public officials", "Stateless persons")
    assert [goal.split(" - ")[0] for goal in rows["140.253"].sdgs] == ["10", "16"]


@needs_shared_data
def test_rows_of_the_matrix() -> None:
    rows = by_paragraph(LIST_MATRIX)
    assert rows["166.6"].recommending_states == ("Chile", "Estonia", "Slovenia", "Tunisia", "Uruguay")
    assert rows["166.10"].text.endswith("(ICPPED)")
    assert rows["166.14"].position == SUPPORTED_IN_PART
    assert rows["166.16"].position_source.startswith("Comments:")
    assert rows["166.68"].recommending_states == ("Lao People's Democratic Republic",)
    assert rows["166.104"].recommending_states == ("Turkey", "Togo", "France", "Germany", "Hungary")
    assert rows["166.145"].text.endswith("1325 (2000)")
    assert rows["166.17"].themes[0] == "2.2. Reservations"
    assert len(rows["166.17"].themes) == 3
    assert rows["166.17"].groups == ("women",)
