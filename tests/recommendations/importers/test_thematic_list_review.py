"""Which review a thematic list belongs to, as its head, its foot or its report says."""

from copy import deepcopy
from pathlib import Path

import docx
import pytest
from docx.oxml.parser import parse_xml

from recommendations.importers.readers.thematic_list.review import read_heading, report_symbol
from tests.recommendations.importers.word_lists import (
    LAYOUT_A,
    fill,
    is_country,
    read_rows,
    row_a,
    word_file,
)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


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
