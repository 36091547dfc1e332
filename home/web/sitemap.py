"""``/sitemap.xml``: every public page with its address in each language, in few queries however many there are.

An index names the files; each holds the pages of editors, or so many of the record's. Translations stand together as
alternates. Aliases (a page not translated yet, shown in the other language) and protected pages are left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page, Site

from cities.models import City, CityAction
from mechanisms.models import Mechanism, Review
from recommendations.models import Recommendation, Theme

AT_MOST = 5_000
"""Pages a file; the protocol allows 50,000 addresses, and each page has one in each language."""

PAGES = "pages"
RECORD = "record"
RECOMMENDATIONS = "recommendations"
Alternates = dict[str, str]
"""Language to address without the site's name."""

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemap(request: HttpRequest) -> HttpResponse:
    """Return the index."""
    count = -(-Recommendation.objects.public().count() // AT_MOST)
    parts = [PAGES, RECORD, *(f"{RECOMMENDATIONS}-{number}" for number in range(1, count + 1))]
    addresses = (request.build_absolute_uri(reverse("sitemap_part", args=[part])) for part in parts)
    listed = "".join(f"<sitemap><loc>{escape(address)}</loc></sitemap>\n" for address in addresses)
    return _xml(f"{_HEAD}<sitemapindex {_SPACE}>\n{listed}</sitemapindex>\n")


def sitemap_part(request: HttpRequest, part: str) -> HttpResponse:
    """Return one file of it."""
    name, _dash, number = part.partition("-")
    if part == PAGES:
        entries: Iterable[Alternates] = pages(request)
    elif part == RECORD:
        entries = record()
    elif name == RECOMMENDATIONS and number.isdecimal() and 0 < int(number) < 10_000:
        entries = recommendations(int(number))
    else:
        raise Http404
    base = request.build_absolute_uri("/")[:-1]
    listed = "".join(line for entry in entries for line in _urls(base, entry))
    links = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    return _xml(f"{_HEAD}<urlset {_SPACE} {links}>\n{listed}</urlset>\n")


def pages(request: HttpRequest) -> list[Alternates]:
    """Return the editors' pages of this site: three queries (pages, protected ones, the site)."""
    site = Site.find_for_request(request)
    if site is None:
        return []
    shown = Page.objects.live().public().filter(alias_of=None, depth__gt=1).select_related("locale").order_by("path")
    together: dict[object, Alternates] = defaultdict(dict)
    for page in shown.defer_streamfields():
        address = page.get_url(request, current_site=site)
        if address and address.startswith("/"):
            together[page.translation_key][page.locale.language_code] = address
    return list(together.values())


def record() -> Iterator[Alternates]:
    """Yield the lists of the record, and the pages of themes, mechanisms, reviews, cities and their actions."""
    for name in ("recommendations", "themes", "mechanisms", "cities", "actions"):
        yield _everywhere(name)
    for slug in Theme.objects.order_by("slug").values_list("slug", flat=True):
        yield _everywhere("theme", slug)
    for slug in Mechanism.objects.order_by("slug").values_list("slug", flat=True):
        yield _everywhere("mechanism", slug)
    for slug, key in Review.objects.order_by("key").values_list("mechanism__slug", "key"):
        yield _everywhere("review", slug, key)
    for slug in City.objects.order_by("slug").values_list("slug", flat=True):
        for name in ("city", "city_progress", "city_actions"):
            yield _everywhere(name, slug)
    for city, slug in CityAction.objects.public().order_by("city__slug", "slug").values_list("city__slug", "slug"):
        yield _everywhere("city_action", city, slug)


def recommendations(number: int) -> Iterator[Alternates]:
    """Yield the recommendations of one file."""
    start = (number - 1) * AT_MOST
    slugs = Recommendation.objects.public().order_by("pk").values_list("slug", flat=True)
    for slug in slugs[start : start + AT_MOST]:
        yield _everywhere("recommendation", slug)


def _everywhere(name: str, *args: str) -> Alternates:
    """Return an address of ours in each language: it differs by its first part alone."""
    with override(settings.LANGUAGE_CODE):
        rest = reverse(name, args=args).removeprefix(f"/{settings.LANGUAGE_CODE}/")
    return {code: f"/{code}/{rest}" for code, _name in settings.LANGUAGES}


def _urls(base: str, alternates: Alternates) -> Iterator[str]:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(code)} href={quoteattr(base + address)}/>'
        for code, address in alternates.items()
    )
    for address in alternates.values():
        yield f"<url><loc>{escape(base + address)}</loc>{links if len(alternates) > 1 else ''}</url>\n"


def _xml(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
