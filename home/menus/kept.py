"""The links around every page, for one site and language; read again only where something changed.

A page costs no query here while the data version stays: editors' changes take a new one, too (:mod:`.changes`).
"""

from collections import defaultdict
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Page, Site

from home.menus.models import MenuLink, Place, TrackerPage
from search.changes import Version, data_version

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


_kept: dict[tuple[int | None, str], tuple[Version, Menus]] = {}


def menus(request: HttpRequest) -> Menus:
    """Return the menus of the site asked, in the active language."""
    site = Site.find_for_request(request)
    key = (site.pk if site else None, get_language() or "")
    version, kept = data_version(), _kept.get(key)
    if kept is None or kept[0] != version:
        kept = _kept[key] = (version, _read(request, site))
    return kept[1]


def _read(request: HttpRequest, site: Site | None) -> Menus:
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
    root: Page = site.root_page
    home = root if root.locale.language_code == get_language() else root.localized
    return list(home.get_children().live().public().select_related("locale").order_by("path"))


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
