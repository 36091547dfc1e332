"""The search of the whole site: the first recommendations, themes, cities and pages for a few words."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Locale, Page

from mechanisms.normalise import fold
from search.results import Results
from search.selection import Selection

FIRST = 5
LONGEST_QUERY = 500


def site_search(request: HttpRequest) -> HttpResponse:
    """Look for words everywhere; each group leads on to its own list."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
    context: dict[str, object] = {"words": words}
    if words:
        selection = Selection.parse({"q": words})
        results = Results(selection, facets=())
        rows = results.rows[:FIRST]
        context |= {
            "selection": selection,
            "results": results,
            "rows": rows,
            "has_example": any(row.has_example for row in rows),
            "themes": named(selection, "theme", words),
            "cities": named(selection, "city", words),
            "pages": pages(words),
        }
    return render(request, "search/site_search.html", context)


def named(selection: Selection, vocabulary: str, words: str) -> list[tuple[str, str]]:
    """Return (slug, label) of the themes or cities that have the words in a name, whatever their case and accents."""
    wanted = fold(words)
    entries = selection.vocabularies.entries(vocabulary).values()
    return [(entry.value, entry.label) for entry in entries if any(wanted in fold(name) for name in entry.spellings)]


def pages(words: str) -> list[Page]:
    """Return the first editorial pages in the reader's language that Wagtail's own search finds."""
    # Marks that a full-text query reads as its own language (a lone quotation mark ends in an error) stay outside.
    plain = " ".join(re.findall(r"\w+", words))
    live = Page.objects.live().public().filter(locale=Locale.get_active(), depth__gt=1)
    return list(live.search(plain)[:FIRST]) if plain else []
