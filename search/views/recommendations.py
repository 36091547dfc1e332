"""The search: one form, its results, for long lists of values a page of their own, and the number a form would find."""

import json
from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from search.cards import cards
from search.coverage import gaps
from search.facets import facet
from search.finding import finder
from search.grouping import Choice, grouped, groupings, views
from search.named import named_filters
from search.no_results import ways_on
from search.panel import filter_count, hidden_fields, left_out_values, numbers, panels
from search.results import Results
from search.selection import Chip, Selection
from search.selection.parameters import PER_PAGE
from search.store.counting import FACETS
from search.synonyms import Widening, without
from search.take_away import ways_of

SWAPPED = "HX-Request"
"""The header by which the page's own script asks for the results without the frame."""


@require_safe
def recommendations(request: HttpRequest) -> HttpResponse:
    """Find and narrow. The address is made canonical first; a mistake in it is explained and nothing is guessed."""
    selection = Selection.parse(request.GET)
    swapped = request.headers.get(SWAPPED) == "true"
    if selection.needs_redirect and not swapped:
        return redirect(selection.url)
    results = Results(selection)
    if not selection.problems and results.page.number != selection.page:
        return redirect(selection.page_url(results.page.number))
    context = found_context(selection, results)
    context["stands_in"] = stands_in(request, results)
    if swapped:
        context["numbers"] = json.dumps(numbers(selection, results), separators=(",", ":"))
    else:
        context |= form_context(request, selection, results)
    response = render(request, "search/found.html" if swapped else "search/recommendations.html", context)
    patch_vary_headers(response, [SWAPPED])
    if selection.problems or selection.page > 1:
        # Search engines need not keep what leads nowhere, nor every page of every list.
        response["X-Robots-Tag"] = "noindex"
    return response


def stands_in(request: HttpRequest, results: Results) -> bool:
    """Whether to tell an editor that the database answers in the place of Elasticsearch, which is away."""
    return results.answer.fallback and request.user.has_perm("wagtailadmin.access_admin")


def form_context(request: HttpRequest, selection: Selection, results: Results) -> dict[str, object]:
    """Return what the form prints: everything a swap of the results leaves as it is."""
    return {
        "panels": panels(selection, results),
        "hidden": hidden_fields(selection),
        "typed": request.GET.get("q", "").replace("\0", ""),
    }


def found_context(selection: Selection, results: Results) -> dict[str, object]:
    """Return what stands beside the form: the results, or why there are none."""
    chips = selection.chips()
    context: dict[str, object] = {
        "selection": selection,
        "sentence": selection.sentence(),
        "results": results,
        "chips": chips,
        "filter_count": filter_count(selection, chips),
        "clear_url": Selection(q=selection.q).url,
    }
    if selection.problems:
        return context | {
            "corrections": [
                (problem, selection.corrected(problem).url) for problem in selection.problems if problem.suggestion
            ]
        }
    shown = cards(selection, results.answer.ids)
    named = named_filters(selection)
    return context | {
        "on_record": finder().on_record(selection.country),
        "widened": widened_chips(selection),
        "named": named,
        "gaps": gaps(selection),
        "groups": grouped(shown, selection.group_by),
        "has_example": any(card.has_example for card in shown),
        "views": views(selection),
        "groupings": groupings(selection),
        "page_sizes": page_sizes(selection),
        "sorts": sorts(selection),
        "order": results.order,
        "take_away": ways_of(selection, results.total),
        "alerts_url": selection.export_url("atom"),
        "ways_on": None if results.total else ways_on(selection, respell=not named),
        "pages": page_links(results),
        **neighbours(results),
    }


@require_safe
def all_values(request: HttpRequest, name: str) -> HttpResponse:
    """Show the whole list of a facet with many values, in the same form as the search."""
    if name not in FACETS or name == "year":
        raise Http404
    selection = Selection.parse(request.GET)
    if selection.problems:
        return redirect(selection.url)
    its_own = (name, f"not_{name}", f"match_{name}", "page")
    found = facet(selection, name)
    context = {
        "selection": selection,
        "facet": found,
        "left_out": left_out_values(found),
        "spellings": selection.vocabularies.other_spellings(name),
        "hidden": [(key, value) for key, value in selection.pairs if key not in its_own],
        "way_back": [(_("Recommendations"), selection.url)],
    }
    return render(request, "search/all_values.html", context)


@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """Say how many results a form would find, in the words of its button; a mistake has no number."""
    selection = Selection.parse(request.GET)
    if selection.problems:
        return JsonResponse({"count": None, "label": _("Show what is wrong")}, status=400)
    total = finder().total(selection)
    label = ngettext("Show %(total)s result", "Show %(total)s results", total) % {"total": total}
    return JsonResponse({"count": total, "label": label})


def widened_chips(selection: Selection) -> list[tuple[Widening, Chip]]:
    """Return the synonyms a search was widened by, each with the address that searches for the words alone."""
    if not selection.understood:
        return []
    return [
        (
            widening,
            Chip("q", widening.typed, ", ".join(widening.others), selection.only(q=without(selection.q, widening)).url),
        )
        for widening in selection.understood.widenings
    ]


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


def page_sizes(selection: Selection) -> Sequence[Choice]:
    """Return how many results a page may have."""
    return [Choice(str(size), selection.only(per_page=size).url, size == selection.per_page) for size in PER_PAGE]


def sorts(selection: Selection) -> list[tuple[str, str]]:
    """Return the orders offered: relevance only where there are words."""
    orders = [
        ("newest", _("Newest review first")),
        ("paragraph", _("Order of the document")),
        ("updated", _("Last changed first")),
    ]
    return [("relevance", _("Relevance")), *orders] if selection.q else orders
