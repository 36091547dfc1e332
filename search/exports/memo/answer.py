"""The view that sets a memo and gives it away."""

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from docx.document import Document as WordDocument
from docx.shared import Cm, Pt

from cities.models import City
from mechanisms.models import Document
from search.data_date import data_date
from search.delivery import delivered
from search.document import Absolute
from search.exports.memo import content
from search.exports.memo.choice import Told, told
from search.exports.word import Line, Run, as_word_file, line, new_document, paragraph
from search.finding import finder
from search.problem_details import problem_details, refused
from search.selection import Selection

LINES = 95
"""Of two pages, headings and all, in the widest of the fonts that stand in where Calibri is missing (measured in
LibreOffice with DejaVu Sans: 49 and 50). Two are lost where an address moves to the next page with what it is of."""
CHARACTERS_A_LINE = 95
"""Of that font."""

_LETTER, _MARGIN = (Cm(21.59), Cm(27.94)), Cm(1.9)


@delivered
def as_memo(request: HttpRequest) -> HttpResponseBase:
    """Answer a memo of what the search finds; a search without result has nothing to tell."""
    selection = Selection.parse(request.GET)
    if selection.problems:
        return refused(selection.problems)
    total = finder().total(selection)
    if not total:
        return problem_details(
            400,
            _("This search finds nothing, so there is nothing to put into a memo."),
            _("Widen the search and try again."),
        )
    return as_word_file(memo(selection, total, request.build_absolute_uri), selection, "memo.docx")


def memo(selection: Selection, total: int, absolute: Absolute) -> WordDocument:
    """Return the memo of a search that finds ``total`` records."""
    cities = list(City.objects.filter(slug__in=selection.city).order_by("name", "state"))
    title = _("Memo: what the United Nations asked for")
    before = [
        line(title, style="Heading1"),
        *_head(selection, absolute),
        line(_("In short"), style="Heading2"),
        *(line(each, style="ListBullet") for each in content.in_short(selection, total, cities)),
        line(_("What was asked"), style="Heading2"),
    ]
    strongest = told(selection)
    longest_end = [*_rest(selection, total, absolute), *_sources(strongest), *_fine_print(strongest, cities)]
    chosen = _fitting(strongest, cities, absolute, LINES - _height([*before, *longest_end]))
    document = new_document(title, get_language() or "en", paper=_LETTER, margin=_MARGIN, text=Pt(9.5))
    for name, size in (("Heading 1", 17), ("Heading 2", 12)):
        style = document.styles[name]
        style.font.size = Pt(size)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(7), Pt(2)
    document.styles["List Bullet"].paragraph_format.space_after = Pt(0)
    end = document.element.body[-1]
    for each in [
        *before,
        *(each for one in chosen for each in _one(one, cities, absolute)),
        *_rest(selection, total - len(chosen), absolute),
        *_sources(chosen),
        *_fine_print(chosen, cities),
    ]:
        end.addprevious(paragraph(each))
    return document


def _fitting(chosen: list[Told], cities: list[City], absolute: Absolute, room: int) -> list[Told]:
    """Return as many of the chosen as ``room`` lines hold, one at least."""
    for place, one in enumerate(chosen):
        room -= _height(_one(one, cities, absolute))
        if room < 0 and place:
            return chosen[:place]
    return chosen


def _height(lines: list[Line]) -> int:
    """Return how many lines these take in print."""
    return sum(-(-sum(len(run.text) for run in each.runs) // CHARACTERS_A_LINE) for each in lines)


def _head(selection: Selection, absolute: Absolute) -> list[Line]:
    changed = data_date()
    facts = [
        (_("Subject"), f"{selection.sentence()}."),
        (_("Date"), date_format(timezone.localdate())),
        (_("Made from"), absolute(selection.only(sort=selection.sort).url)),
    ]
    if changed:
        facts.append((_("Record last changed"), date_format(changed)))
    return [Line((Run(f"{name}: ", bold=True), Run(value))) for name, value in facts]


def _one(one: Told, cities: list[City], absolute: Absolute) -> list[Line]:
    record = one.row.recommendation
    text, whose = content.words(record)
    example = f" ({_('example')})" if record.is_example else ""
    head = (
        Run(f"{record.citation}{example}. ", bold=True),
        Run(text, language="" if record.summary else record.text_language),
        Run(f" ({whose})", grey=True),
    )
    lines = [Line(head, "ListNumber"), line(" ".join(content.facts(one)), style="ListContinue")]
    if doing := content.can_do(record):
        lines.append(line(doing, style="ListContinue"))
    lines += [line(each, style="ListContinue") for each in content.in_cities(one.row, cities)]
    # An address alone on top of a page would be of nothing.
    lines[-1] = lines[-1]._replace(keep_next=True)
    return [*lines, line(absolute(record.get_absolute_url()), style="ListContinue", grey=True)]


def _rest(selection: Selection, rest: int, absolute: Absolute) -> list[Line]:
    if rest <= 0:
        return []
    more = ngettext("%(count)s more is here: %(address)s", "%(count)s more are here: %(address)s", rest)
    return [line(more % {"count": rest, "address": absolute(selection.url)}, bold=True)]


def _sources(chosen: list[Told]) -> list[Line]:
    found = content.sources([one.row for one in chosen])
    heading = line(_("Sources"), style="Heading2")
    return [heading, *(line(f"{_named(source)}: {source.link}", style="ListBullet") for source in found)]


def _named(source: Document) -> str:
    """Return symbol and title of a UN document; without a title, what it is."""
    kind = "" if source.kind == Document.Kind.OTHER else source.get_kind_display()
    return ", ".join(filter(None, [source.symbol, source.title or kind]))


def _fine_print(chosen: list[Told], cities: list[City]) -> list[Line]:
    has_example = any(one.row.has_example for one in chosen) or any(city.is_example for city in cities)
    heading = line(_("How to read this"), style="Heading2")
    return [heading, *(line(each, grey=True) for each in content.fine_print(has_example))]
