"""What stands around every page: the menus, a way to report an error, and the same page in the other languages."""

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info, gettext
from wagtail.models import Page


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The present page in one language. ``name`` is the language's name in that language.

    ``is_translated`` is false where the page is not there in it: then the address tells so and leads back.
    """

    code: str
    name: str
    url: str
    is_current: bool
    is_translated: bool = True


def report_an_error(request: HttpRequest) -> str:
    """Return a mailto address that names the present page; "" where the installation has no ``CONTACT_EMAIL``."""
    if not settings.CONTACT_EMAIL:
        return ""
    subject = quote(gettext("Error on %(address)s") % {"address": request.build_absolute_uri()})
    return f"mailto:{settings.CONTACT_EMAIL}?subject={subject}"


def language_links(request: HttpRequest, page: Page | None = None) -> list[LanguageLink]:
    """Return the present page in every language, the active one included.

    A page of the editorial site leads to its translation. Where it has none, the link keeps the page's own address
    under the other language: what answers there says that it is not translated yet and offers the original
    (:mod:`home.not_found`). Every other address is the same but for its language, search parameters included.
    """
    current = get_language() or settings.LANGUAGE_CODE
    translations = _urls_of_translations(request, page) if page is not None else {}
    links = []
    for code, _label in settings.LANGUAGES:
        front = f"/{code}/"
        translated = translations.get(code, "")
        here = request.get_full_path()
        same = translated or (here if code == current else translate_url(here, code))
        url = same if same.startswith(front) else front
        name = get_language_info(code)["name_local"]
        is_translated = page is None or code == current or bool(translated)
        links.append(LanguageLink(code, name[:1].upper() + name[1:], url, code == current, is_translated))
    return links


def _urls_of_translations(request: HttpRequest, page: Page) -> dict[str, str]:
    """Return the addresses of real translations: an alias shows the original's words and is none."""
    translations = page.get_translations(inclusive=True).live().public().select_related("locale")
    return {
        twin.locale.language_code: twin.get_url(request) or ""
        for twin in translations
        if twin.pk == page.pk or not twin.alias_of_id
    }
