"""What answers where nothing is published: the page in another language, a search of the missing words, a way on.

Editors' pages have addresses of their own in each language. Whoever changes only the language in an address, or
follows the language link of a page that nobody translated, lands here: the translation is one redirect away where it
exists, and where it does not the reader is told so and offered the original.
"""

import re
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page, Site

from home.site_search.page_search import pages_like

LONGEST_PATH = 300
MOST_PAGES = 5
_WORD = re.compile(r"[^\W_]{2,}")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address at which nothing is published. Reads only, and takes any path."""
    original = page_in_another_language(request)
    if original is not None:
        own = original.get_translations().live().public().filter(locale__language_code=get_language(), alias_of=None)
        twin = own.first()
        if twin is not None:
            return redirect(twin.get_url(request))
    words = "" if original else missing_words(request.path)
    context = {
        "original": original,
        "original_language": get_language_info(original.locale.language_code) if original else None,
        "words": words,
        "pages": pages_like(words)[:MOST_PAGES],
    }
    return render(request, "404.html", context, status=404)


def page_in_another_language(request: HttpRequest) -> Page | None:
    """Return the published page that has this address under another language, None where there is none."""
    language = get_language() or ""
    start = f"/{language}/"
    path = request.path
    if not path.startswith(start) or "\0" in path or len(path) > LONGEST_PATH:
        return None
    site = Site.find_for_request(request)
    if site is None:
        return None
    fronts = site.root_page.get_translations(inclusive=True).exclude(locale__language_code=language)
    addresses = [front.url_path + path.removeprefix(start).rstrip("/") + "/" for front in fronts]
    found: Page | None = (
        Page.objects.live()
        .public()
        .filter(url_path__in=addresses, alias_of=None)
        .select_related("locale")
        .order_by("path")
        .first()
    )
    return found


def missing_words(path: str) -> str:
    """Return the words of the last part of an address, to search for: "right-to-housing" asks for three words."""
    parts = [part for part in unquote(path[:LONGEST_PATH], errors="replace").split("/") if part]
    return " ".join(_WORD.findall(parts[-1])) if len(parts) > 1 else ""
