"""The layouts of OHCHR's thematic lists and what a row says, each rule on files built here."""

from pathlib import Path

import docx
import pytest

from recommendations.importers.parsed import NOTED, SUPPORTED, SUPPORTED_IN_PART, ParsedRecommendation, RowError
from tests.recommendations.importers.word_lists import (
    LAYOUT_A,
    LAYOUT_B,
    MATRIX,
    SOURCE,
    read_all,
    read_row_a,
    read_rows,
    row_a,
    word_file,
)

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
    row = read_row_a(path, "121.1 Build (Chile);", labels=labels)
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
    row = read_row_a(path, f"{printed} (Chile)")
    assert (row.paragraph, row.part, row.text) == (paragraph, part, text)


def test_literal_html_spaces_are_spaces(path: Path) -> None:
    row = read_row_a(
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
    row = read_row_a(path, f"26.1 Build (Chile);{tail}")
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
    row = read_row_a(path, "26.1 Build (Chile)", position=printed)
    assert row.position == position
    assert bool(row.warnings) == (position is None)
    assert printed.replace(" \n", "") in " ".join(row.warnings) or position


def test_what_is_missing_or_doubtful_is_said(path: Path) -> None:
    row = read_row_a(path, "Build (Ruritania)", position="Perhaps", notes="We did that.")
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
