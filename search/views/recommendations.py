"""The search: one form, its results, and for long lists of values a page of their own."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from search.facets import Facet, FacetValue, facet
from search.finding import finder
from search.grouping import grouped, groupings, views
from search.results import Results
from search.selection import Selection
from search.selection.parameters import MANY

SHORT_LIST = 40
"""A facet with more values than this shows the chosen ones and the first few; a link leads to all of them."""
FIRST_VALUES = 8
OFFERS = 8
"""At most so many filters are offered for removal when nothing is found: each costs a count."""
OPEN_FACETS = ("theme", "city")
EXPORTS = ("csv", "json")


@dataclass(frozen=True, slots=True)
class FacetPanel:
    """A facet as the filter panel shows it: the values printed, and the address of all of them where some are not."""

    facet: Facet
    values: list[FacetValue]
    all_url: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """What one filter less would give: the filter's name and value, the address and the number of results."""

    facet: str
    value: str
    url: str
    count: int


def recommendations(request: HttpRequest) -> HttpResponse:
    """Find and narrow. The address is made canonical first; a mistake in it is explained and nothing is guessed."""
    selection = Selection.parse(request.GET)
    if selection.needs_redirect:
        return redirect(selection.url)
    results = Results(selection)
    rows = results.rows
    context = {
        "selection": selection,
        "results": results,
        "groups": grouped(rows, selection.group_by),
        "views": views(selection),
        "groupings": groupings(selection),
        "on_record": finder().total(Selection()),
        "panels": [panel(selection, each) for each in results.facets if each.name != "year"],
        "hidden": hidden_fields(selection),
        "chips": selection.chips(),
        "clear_url": Selection(q=selection.q).url,
        "place": selection.label("city", selection.city[0]) if len(selection.city) == 1 else "",
        "typed": request.GET.get("q", ""),
        "sorts": sorts(selection),
        "exports": [(extension.upper(), selection.export_url(extension)) for extension in EXPORTS],
        "offers": [] if results.total or selection.problems else offers(selection),
        "pages": page_links(results),
        **neighbours(results),
        "corrections": [
            (problem, selection.corrected(problem).url) for problem in selection.problems if problem.suggestion
        ],
        "has_example": any(row.has_example for row in rows),
    }
    return render(request, "search/recommendations.html", context)


def all_values(request: HttpRequest, name: str) -> HttpResponse:
    """Show the whole list of a facet with many values, in the same form as the search."""
    if name not in MANY:
        raise Http404
    selection = Selection.parse(request.GET)
    if selection.problems:
        return redirect(selection.url)
    context = {
        "selection": selection,
        "facet": facet(selection, name),
        "hidden": [(key, value) for key, value in selection.pairs if key not in (name, f"match_{name}", "page")],
        "way_back": [(_("Recommendations"), selection.url)],
    }
    return render(request, "search/all_values.html", context)


def panel(selection: Selection, each: Facet) -> FacetPanel:
    """Choose what the panel prints of a facet: what is chosen first, so that it never hides at the end of a list."""
    others, all_url = [value for value in each.values if not value.selected], ""
    if len(each.values) > SHORT_LIST:
        others = [value for value in others if value.count][:FIRST_VALUES]
        query = f"?{selection.query}" if selection.query else ""
        all_url = reverse("recommendations_values", args=[each.name]) + query
    return FacetPanel(each, [*each.selected, *others], all_url, bool(each.selected) or each.name in OPEN_FACETS)


def hidden_fields(selection: Selection) -> list[tuple[str, str]]:
    """Return what the form must carry along because no field of it shows them."""
    carried = ("per_page", "view", "group_by", "country", *(f"not_{name}" for name in MANY))
    return [(name, value) for name, value in selection.pairs if name in carried]


def offers(selection: Selection) -> list[Offer]:
    """Return, for each condition of a search that found nothing, what is found without it."""
    fewer = [(chip.facet, chip.value, chip.url) for chip in selection.chips()]
    if selection.q:
        fewer.insert(0, (_("Words"), selection.q, selection.without("q").url))
    return [Offer(*each, count=_total_at(each[2], selection)) for each in fewer[:OFFERS]]


def _total_at(url: str, selection: Selection) -> int:
    return finder().total(Selection.parse(QueryDict(urlsplit(url).query), selection.vocabularies))


def page_links(results: Results) -> list[tuple[int | str, str]]:
    """Return the page numbers to print with their addresses; a gap has none. Empty where one page is all."""
    page = results.page
    if page.paginator.num_pages == 1:
        return []
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [(number, results.selection.page_url(number) if isinstance(number, int) else "") for number in shown]


def neighbours(results: Results) -> dict[str, str]:
    """Return the addresses of the page before and after, empty at the ends."""
    page, write = results.page, results.selection.page_url
    return {
        "previous_url": write(page.number - 1) if page.has_previous() else "",
        "next_url": write(page.number + 1) if page.has_next() else "",
    }


def sorts(selection: Selection) -> list[tuple[str, str]]:
    """Return the orders offered: relevance only where there are words."""
    orders = [
        ("newest", _("Newest review first")),
        ("paragraph", _("Order of the document")),
        ("updated", _("Last changed first")),
    ]
    return [("relevance", _("Relevance")), *orders] if selection.q else orders
