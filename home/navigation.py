"""What stands around every page: the menu's pages, the footer's, and the same page in the other languages."""

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info, gettext
from wagtail.models import Page, Site

METHOD_SLUGS = ("how-we-assess", "como-evaluamos")


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the menu or footer."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class FramePages:
    """The pages right under the home page: those "shown in menus", and the others, which the footer lists."""

    menu: list[Link]
    footer: list[Link]
    method: Link | None = None
    """The page on how we assess, which stays beside lists that are filtered by status; among the others, too."""
    report_an_error: str = ""
    """A mailto address that names the present page; empty where the installation has no ``CONTACT_EMAIL``."""


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The present page in one language. ``name`` is the language's name in that language."""

    code: str
    name: str
    url: str
    is_current: bool


def frame_pages(request: HttpRequest) -> FramePages:
    """Return the editorial pages of menu and footer in the active language; empty where no site is set up."""
    root = _home_page(request)
    if root is None:
        return FramePages([], [], report_an_error=_report_an_error(request))
    menu: list[Link] = []
    footer: list[Link] = []
    method = None
    for page in root.get_children().live().public().order_by("path"):
        link = Link(page.title, page.get_url(request) or "")
        (menu if page.show_in_menus else footer).append(link)
        method = link if page.slug in METHOD_SLUGS else method
    return FramePages(menu, footer, method, _report_an_error(request))


def _report_an_error(request: HttpRequest) -> str:
    if not settings.CONTACT_EMAIL:
        return ""
    subject = quote(gettext("Error on %(address)s") % {"address": request.build_absolute_uri()})
    return f"mailto:{settings.CONTACT_EMAIL}?subject={subject}"


def language_links(request: HttpRequest, page: Page | None = None) -> list[LanguageLink]:
    """Return the present page in every language, the active one included.

    A page of the editorial site leads to its translation, or to the front page where it has none; every other
    address is the same but for its language, search parameters included.
    """
    current = get_language() or settings.LANGUAGE_CODE
    translations = _urls_of_translations(request, page) if page is not None else {}
    links = []
    for code, _label in settings.LANGUAGES:
        front = f"/{code}/"
        same = translations.get(code, "") if page is not None else translate_url(request.get_full_path(), code)
        url = same if same.startswith(front) else front
        name = get_language_info(code)["name_local"]
        links.append(LanguageLink(code, name[:1].upper() + name[1:], url, code == current))
    return links


def _home_page(request: HttpRequest) -> Page | None:
    site = Site.find_for_request(request)
    if site is None:
        return None
    root: Page = site.root_page
    return root if root.locale.language_code == get_language() else root.localized


def _urls_of_translations(request: HttpRequest, page: Page) -> dict[str, str]:
    translations = page.get_translations(inclusive=True).live().select_related("locale")
    return {twin.locale.language_code: twin.get_url(request) or "" for twin in translations}
