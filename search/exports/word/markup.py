"""Paragraphs and tables as the XML of Word, written in one go.

python-docx finds each cell by counting the grid again, which takes minutes on a long table. Here a table is a text,
made once, that it then takes in.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from search.exports.xml_text import clean


class Run(NamedTuple):
    """Letters of one look. ``language`` is set where it is not the document's."""

    text: str
    bold: bool = False
    italic: bool = False
    grey: bool = False
    language: str = ""


class Line(NamedTuple):
    """One paragraph: its runs, the name of its style ("" for plain text), whether it stays with the next one."""

    runs: tuple[Run, ...]
    style: str = ""
    keep_next: bool = False


class Cell(NamedTuple):
    """A cell: its lines, over how many columns it goes, and whether it is shaded."""

    lines: Sequence[Line]
    width: int = 1
    shaded: bool = False


def line(text: str, *, style: str = "", keep_next: bool = False, **look: object) -> Line:
    """Return a paragraph of one look."""
    return Line((Run(text, **look),), style, keep_next)  # type: ignore[arg-type]


def paragraph(content: Line) -> BaseOxmlElement:
    """Return a paragraph, to be put into a document's body."""
    return parse_xml(_paragraph(content, nsdecls("w")))


def table(widths: Sequence[int], head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> BaseOxmlElement:
    """Return a table with a head that is repeated on each page. ``widths`` are in twentieths of a point."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head_cells = [Cell([line(each, bold=True, keep_next=True)], shaded=True) for each in head]
    body = "".join(_row(row, widths, "<w:cantSplit/>") for row in rows)
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:firstRow="1" w:val="0020"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{_row(head_cells, widths, '<w:cantSplit/><w:tblHeader/>')}{body}</w:tbl>"
    )


def _row(cells: Sequence[Cell], widths: Sequence[int], properties: str) -> str:
    written, column = [], 0
    for cell in cells:
        written.append(_cell(cell, sum(widths[column : column + cell.width])))
        column += cell.width
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(written)}</w:tr>"


def _cell(cell: Cell, width: int) -> str:
    span = f'<w:gridSpan w:val="{cell.width}"/>' if cell.width > 1 else ""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="E8E4DA"/>' if cell.shaded else ""
    lines = "".join(_paragraph(each) for each in cell.lines) or "<w:p/>"
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{shade}</w:tcPr>{lines}</w:tc>'


def _paragraph(content: Line, namespaces: str = "") -> str:
    properties = f"<w:pStyle w:val={quoteattr(content.style)}/>" if content.style else ""
    properties += "<w:keepNext/>" if content.keep_next else ""
    settings = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p {namespaces}>{settings}{''.join(map(_run, content.runs))}</w:p>"


def _run(run: Run) -> str:
    look = "".join(
        [
            "<w:b/>" if run.bold else "",
            "<w:i/>" if run.italic else "",
            '<w:color w:val="55534D"/>' if run.grey else "",
            f"<w:lang w:val={quoteattr(run.language)}/>" if run.language else "",
        ]
    )
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    # A line break inside the text would be lost; the text of a run is one line.
    text = escape(clean(" ".join(run.text.splitlines())))
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'
