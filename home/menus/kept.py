"""The links around every page, for one site and language; read again only where a page or a link has changed.

While none has, they cost nothing but the data version (:mod:`.changes`).
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Substr
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Page, Site

from home.menus.models import MenuLink, Place, TrackerPage
from search.changes import data_version
from search.changes.kept import KeptWhile

METHOD_SLUGS = ("how-we-assess", "como-evaluamos")
USUAL = (TrackerPage.RECOMMENDATIONS, TrackerPage.THEMES, TrackerPage.MECHANISMS, TrackerPage.CITIES)
"""What the main menu begins with until an editor arranges it."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a menu. ``language`` is named where the page behind it is not in the reader's own."""

    title: str
    url: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Menus:
    """Every link around a page."""

    menu: tuple[Link, ...] = ()
    secondary: tuple[Link, ...] = ()
    footer: tuple[Link, ...] = ()
    method: Link | None = None
    """The page on how we assess, which stays beside lists that are filtered by status."""


read_before = KeptWhile[Menus](most=64)
"""What this process remembers, by host and language."""


def menus(request: HttpRequest) -> Menus:
    """Return the menus of the site asked, in the active language."""
    key = (request.get_host(), get_language())
    return read_before.get(data_version().pages, key, lambda: _read(request))


def _read(request: HttpRequest) -> Menus:
    site = Site.find_for_request(request)
    usual = [Link(str(each.label), reverse(each.value)) for each in USUAL]
    if site is None:
        return Menus(tuple(usual))
    children = _children(site)
    arranged = _arranged(request, site)
    shown = [_to_page(page, request) for page in children if page.show_in_menus]
    others = [_to_page(page, request) for page in children if not page.show_in_menus]
    method = next((_to_page(page, request) for page in children if page.slug in METHOD_SLUGS), None)
    return Menus(
        tuple(arranged[Place.HEADER] or usual + shown),
        tuple(arranged[Place.SECONDARY]),
        tuple(arranged[Place.FOOTER] or others),
        method,
    )


def _children(site: Site) -> list[Page]:
    """Return the pages under the front page of the language; where it has none, under the site's own."""
    root: Page = site.root_page
    # By path, not by the tree's own count of children: translating a subtree leaves that wrong for a moment.
    parent = Substr("path", 1, len(root.path))
    below = Page.objects.filter(depth=root.depth + 1).annotate(parent=parent).live().public()
    below = below.select_related("locale").order_by("path")
    fronts = Page.objects.live().filter(translation_key=root.translation_key, locale__language_code=get_language())
    found = list(below.filter(Q(parent__in=fronts.values("path")) | Q(parent=root.path)))
    return [page for page in found if page.locale.language_code == get_language()] or found


def _arranged(request: HttpRequest, site: Site) -> dict[str, list[Link]]:
    rows = list(MenuLink.objects.filter(menus__site=site).select_related("page").order_by("sort_order", "pk"))
    pages = _readable([row.page for row in rows if row.page])
    links: dict[str, list[Link]] = defaultdict(list)
    for row in rows:
        if row.tracker_page:
            tracker = TrackerPage(row.tracker_page)
            links[row.place].append(Link(row.name or str(tracker.label), reverse(tracker.value)))
        elif row.address:
            links[row.place].append(Link(row.name, row.address))
        elif row.page and (page := pages.get(row.page.translation_key)):
            link = _to_page(page, request)
            links[row.place].append(Link(row.name or link.title, link.url, link.language))
    return links


def _readable(chosen: list[Page]) -> dict[object, Page]:
    """Return what readers get of the chosen pages, by translation key: theirs, else the chosen one, never a hidden."""
    if not chosen:
        return {}
    keys = [page.translation_key for page in chosen]
    found = Page.objects.live().public().filter(translation_key__in=keys).select_related("locale")
    best: dict[object, Page] = {}
    own = {page.pk for page in chosen}
    for page in found:
        if page.locale.language_code == get_language() or (page.pk in own and page.translation_key not in best):
            best[page.translation_key] = page
    return best


def _to_page(page: Page, request: HttpRequest) -> Link:
    code = page.locale.language_code
    return Link(page.title, page.get_url(request) or "", "" if code == get_language() else code)
