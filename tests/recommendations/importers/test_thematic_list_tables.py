"""Thematic lists as Word builds them: merged cells, tables in tables, changes not yet accepted."""

import zipfile
from pathlib import Path

import docx
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.text.paragraph import Paragraph

from recommendations.importers.parsed import NOTED, SUPPORTED
from recommendations.importers.readers import thematic_list
from recommendations.importers.source_file import SourceFile
from tests.recommendations.importers.word_lists import (
    CONTEXT,
    LAYOUT_A,
    LAYOUT_B,
    fill,
    read_rows,
    row_a,
    with_part,
    word_file,
)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


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
