"""The view that makes the list of a search and gives it away."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Cm, Pt

from cities.models import City, Evidence
from search.delivery import delivered
from search.document import Absolute
from search.exports.thematic_list import cells
from search.exports.thematic_list.sections import ListTable, tables
from search.exports.too_many import too_many
from search.exports.word import (
    Cell,
    across,
    add_page_number,
    as_word_file,
    line,
    new_document,
    paragraph,
    table,
)
from search.finding import finder
from search.problem_details import problem_details, refused
from search.records import chunks, found_ids
from search.results import Row
from search.selection import Selection

MOST_ROWS = 2_000
"""Of OHCHR's lists the longest has some 400 rows; Word itself grows slow beyond this."""
MOST_CITIES = 3
"""Columns of assessments that fit on the paper."""

HEAD = (
    "Recommendation and recommending State",
    "Position of the State under review",
    "Human rights themes and groups of persons",
    "Relevant SDGs",
)
"""The columns of OHCHR's layout of 2025."""
NO_THEME = "–"

_PAPER, _MARGIN = (Cm(29.7), Cm(21)), Cm(1.27)
_WIDTHS = (4335, 1304, 5000, 4539)
_WIDTHS_WITH_CITIES = (4335, 1304, 2900, 2230)
_FOR_CITIES = 4409
_UHRI = "https://uhri.ohchr.org/"


@delivered
def as_thematic_list(request: HttpRequest) -> HttpResponseBase:
    """Answer every record of the search as OHCHR's list; one more column for each city that the search names."""
    selection = Selection.parse(request.GET)
    if selection.problems:
        return refused(selection.problems)
    if len(selection.city) > MOST_CITIES:
        return problem_details(
            400,
            _("This search names too many cities for a list."),
            _("It names %(count)s cities; a list has room for %(most)s.")
            % {"count": len(selection.city), "most": MOST_CITIES},
        )
    total = finder().total(selection)
    if total > MOST_ROWS:
        return too_many(request, selection, total, MOST_ROWS, _("This search finds too much for a Word list."))
    rows = [row for chunk in chunks(found_ids(selection)) for row in chunk]
    cities = list(City.objects.filter(slug__in=selection.city).order_by("name", "state"))
    document = thematic_list(rows, cities, selection.sentence(), request.build_absolute_uri)
    return as_word_file(document, selection, "docx")


def thematic_list(rows: list[Row], cities: Sequence[City], title: str, absolute: Absolute) -> Document:
    """Return the list of ``rows`` with a column for each of ``cities`` (three queries)."""
    prefetch_related_objects([row.recommendation for row in rows], "texts")
    made = tables(rows)
    evidence = _evidence(rows, cities)
    document = new_document(title, "en", paper=_PAPER, margin=_MARGIN, text=Pt(9))
    is_plain = len(made) == 1 and made[0].is_plain
    header = (
        [made[0].title, "Thematic list of recommendations", made[0].symbol]
        if is_plain
        else ["Thematic list of recommendations"]
    )
    head, foot = document.sections[0].header.paragraphs[0], document.sections[0].footer.paragraphs[0]
    head.add_run("\t".join(filter(None, header)))
    foot.add_run(
        f"Recommendations of all UN human rights mechanisms are in the Universal Human Rights Index: {_UHRI}\t"
    )
    add_page_number(foot, "Page {page} of {pages}")
    width = _PAPER[0] - 2 * _MARGIN
    across(head, (width // 2, WD_TAB_ALIGNMENT.CENTER), (width, WD_TAB_ALIGNMENT.RIGHT))
    across(foot, (width, WD_TAB_ALIGNMENT.RIGHT))
    body = document.element.body
    end = body[-1]
    for each in made:
        if not is_plain:
            end.addprevious(paragraph(line(each.title, style="Heading1")))
            end.addprevious(paragraph(line(each.section.line, grey=True, keep_next=True)))
        end.addprevious(_table(each, cities, evidence, absolute))
    for note in _notes(cities, absolute):
        end.addprevious(paragraph(line(note, grey=True, language=get_language() or "")))
    return document


def _table(made: ListTable, cities: Sequence[City], evidence: cells.EvidenceOf, absolute: Absolute) -> object:
    widths = [*_WIDTHS_WITH_CITIES, *[_FOR_CITIES // len(cities)] * len(cities)] if cities else list(_WIDTHS)
    written: list[list[Cell]] = []
    for theme, rows in made.themed:
        # The first rows follow no heading at all: what an importer reads as a theme would be none.
        if theme or written:
            heading = f"Theme: {theme.name if theme else NO_THEME}"
            written.append([Cell([line(heading, bold=True, keep_next=True)], width=len(widths), shaded=True)])
        for row in rows:
            record = row.recommendation
            assessed = [cells.assessment_cell(row, city, evidence, absolute) for city in cities]
            words, labels = cells.recommendation_cell(row), cells.labels_cell(row)
            written.append([words, cells.position_cell(record), labels, cells.sdgs_cell(record), *assessed])
    if made.themed and made.themed[0][0] is None:
        # A table before this one may have ended under a theme.
        written.insert(0, [Cell([line(f"Theme: {NO_THEME}", bold=True)], width=len(widths), shaded=True)])
    return table(widths, [*HEAD, *(_column(city) for city in cities)], written)


def _column(city: City) -> str:
    title = f"Assessment: {city}"
    return f"{title} ({_('example')})" if city.is_example else title


def _evidence(rows: list[Row], cities: Sequence[City]) -> cells.EvidenceOf:
    """Read the evidence under the words on ``cities`` (one query, none without cities). What was redacted has none."""
    wanted = {city.pk for city in cities}
    entries = [
        word.current_id for row in rows for place in row.places if place.city.pk in wanted for word in place.words
    ]
    found: dict[int, list[Evidence]] = defaultdict(list)
    for evidence in Evidence.objects.filter(update__in=entries, update__redacted=False).order_by("pk"):
        found[evidence.update_id].append(evidence)
    return found


def _notes(cities: Sequence[City], absolute: Absolute) -> list[str]:
    notes = [
        _("Made on %(day)s from %(site)s, in the form of OHCHR’s thematic lists. It is no document of the UN.")
        % {"day": date_format(timezone.localdate()), "site": absolute("/")}
    ]
    if cities:
        notes.append(
            _("Each assessment is the word of the one who is named with it; words are not merged, averaged or ranked.")
        )
    return notes
