"""The empty Word file that ours begin with, and how one is answered."""

import re
import tempfile

import docx
from django.http import FileResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Pt
from docx.text.paragraph import Paragraph

from search.exports.file_names import as_file
from search.exports.xml_text import clean
from search.selection import Selection

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TITLE_CHARACTERS = 255
"""What the file's own field for a title holds."""


def new_document(title: str, language: str, *, paper: tuple[Length, Length], margin: Length, text: Pt) -> Document:
    """Return an empty document: its title and language are set, for screen readers; ``paper`` is (width, height)."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = paper
    section.orientation = WD_ORIENT.LANDSCAPE if paper[0] > paper[1] else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = margin
    section.header_distance = section.footer_distance = margin // 2
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", text
    normal.paragraph_format.space_after = Pt(0)
    for properties in document.styles.element.iter(qn("w:lang")):
        properties.set(qn("w:val"), language)
    properties = document.core_properties
    properties.title = clean(title)[:TITLE_CHARACTERS]
    properties.author = _("Human Rights Cities")
    properties.language = language
    properties.created = properties.modified = timezone.now()
    properties.comments = ""
    return document


def across(paragraph: Paragraph, *stops_at: tuple[int, WD_TAB_ALIGNMENT]) -> None:
    """Let the tabs of a page header or footer lead to these places, instead of to those that its style has."""
    stops = paragraph.paragraph_format.tab_stops
    if paragraph.style is not None:
        for inherited in paragraph.style.paragraph_format.tab_stops:
            stops.add_tab_stop(inherited.position, WD_TAB_ALIGNMENT.CLEAR)
    for place, alignment in stops_at:
        stops.add_tab_stop(Length(place), alignment)


def add_page_number(paragraph: Paragraph, words: str) -> None:
    """Write ``words`` with the number of the page for ``{page}`` and of all pages for ``{pages}``; Word counts them."""
    fields = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
    for piece in re.split(r"(\{pages?\})", words):
        run = paragraph.add_run("" if piece in fields else piece)
        if piece in fields:
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), fields[piece])
            run._r.addprevious(field)
            field.append(run._r)
            run.text = "1"


def as_word_file(document: Document, selection: Selection, ending: str) -> HttpResponseBase:
    """Answer ``document`` as a file named after the search."""
    # FileResponse closes the file, which then is gone.
    file = tempfile.TemporaryFile(suffix=".docx")  # noqa: SIM115
    document.save(file)
    file.seek(0)
    return as_file(FileResponse(file, content_type=CONTENT_TYPE), selection, ending)
