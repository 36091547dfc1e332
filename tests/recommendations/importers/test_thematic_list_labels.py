"""Themes, groups and goals of OHCHR's thematic lists: headings and labels, each rule on files built here."""

from pathlib import Path

import pytest

from tests.recommendations.importers.word_lists import (
    LAYOUT_A,
    read_rows,
    row_a,
    word_file,
)

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
