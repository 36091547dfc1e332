"""The pages every site needs, in English and Spanish, made as an editor would make them.

Each English page is published, then translated by wagtail-localize segment by segment, so that the admin shows the
translation as up to date and goes on from there.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from home.demo.files import FOLDER, rows
from home.models import HomePage, StandardPage
from mechanisms.reference_rows import ReferenceDataError, ReferenceRow

PAGE = ("file", "title_en", "title_es", "slug_en", "slug_es", "lead_en", "lead_es", "in_menu")
HOME = "home"
LANGUAGES = ("en", "es")


@dataclass(frozen=True)
class Built:
    """What was made: English pages and their Spanish translations."""

    pages: int
    translations: int


def build_pages() -> Built:
    """Create the pages that are missing, make the home page the site's root, and remove Wagtail's welcome page."""
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES}
    home_row, *others = rows("pages/pages", PAGE)
    home, made = _home(home_row, locales["en"])
    pages, translations = int(made), _translate(home_row, home, locales["es"])
    for row in others:
        page, made = _standard_page(row, home)
        pages += made
        translations += _translate(row, page, locales["es"])
    problems = Page.find_problems()
    if any(problems):
        raise RuntimeError(f"The page tree is broken: {problems}")
    return Built(pages, translations)


def _home(row: ReferenceRow, english: Locale) -> tuple[HomePage, bool]:
    site = Site.objects.filter(is_default_site=True).first()
    if site is not None and isinstance(site.root_page.specific, HomePage):
        return site.root_page.specific, False
    root = Page.get_first_root_node()
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    if site is None:
        site = Site(is_default_site=True)
    site.hostname, site.port = address.hostname, address.port or (443 if address.scheme == "https" else 80)
    # The site leaves Wagtail's welcome page first: deleting the page a site stands on deletes the site.
    site.root_page = root
    site.site_name = row.needed("title_en")
    site.save()
    for page in root.get_children():
        if page.specific_class is Page:
            page.delete()
    root.refresh_from_db()
    home = root.add_child(instance=_page(row, HomePage, "en", english))
    home.save_revision().publish()
    site.root_page = home
    site.save()
    return home, True


def _standard_page(row: ReferenceRow, home: HomePage) -> tuple[StandardPage, bool]:
    present = home.get_children().type(StandardPage).filter(slug=row.needed("slug_en")).first()
    if present is not None:
        return present.specific, False
    home.refresh_from_db()
    page = home.add_child(instance=_page(row, StandardPage, "en", home.locale))
    page.save_revision().publish()
    return page, True


def _page(row: ReferenceRow, model: type[HomePage | StandardPage], language: str, locale: Locale) -> Page:
    """Return an unsaved page with the row's words in one language."""
    words = {column: row.needed(f"{column}_{language}") for column in ("title", "slug", "lead")}
    lead = f"<p>{words['lead']}</p>"
    common = {"title": words["title"], "slug": words["slug"], "locale": locale, "show_in_menus": row.yes("in_menu")}
    if model is HomePage:
        return HomePage(intro=lead, **common)
    file = FOLDER / "pages" / f"{row.needed('file')}.{language}.html"
    html = file.read_text(encoding="utf-8").replace("\n", "")
    # One id in both languages: a translation is put together from the English blocks by their ids.
    block = {"type": "text", "value": html, "id": str(uuid5(NAMESPACE_URL, row.needed("file")))}
    return StandardPage(lead=lead, body=[block], **common)


def _translate(row: ReferenceRow, page: HomePage | StandardPage, spanish: Locale) -> int:
    """Translate a page with the row's Spanish words, unless it is translated already; return 1 or 0."""
    if page.has_translation(spanish):
        return 0
    wanted = _strings(_page(row, type(page), "es", spanish))
    source, _created = TranslationSource.update_or_create_from_instance(page)
    translation, _created = Translation.objects.get_or_create(source=source, target_locale=spanish)
    segments = list(source.stringsegment_set.select_related("string", "context"))
    if {(segment.context.path, segment.order) for segment in segments} != set(wanted):
        raise ReferenceDataError(
            FOLDER / "pages" / f"{row.text('file')}.es.html", 0, "it is not built like the English text, block by block"
        )
    for segment in segments:
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=spanish,
            context=segment.context,
            defaults={
                "data": wanted[segment.context.path, segment.order],
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "has_error": False,
            },
        )
    # Published here and not by save_target, which leaves that to the end of an outer transaction: by then children
    # have come, and the old revision of their parent would bring back its number of children (localize #773).
    translation.save_target(publish=False)
    translation.get_target_instance().get_latest_revision().publish()
    return 1


def _strings(page: Page) -> dict[tuple[str, int], str]:
    """Return a page's translatable strings by where they stand, cut as wagtail-localize cuts them."""
    segments = (segment for segment in extract_segments(page) if isinstance(segment, StringSegmentValue))
    return {(segment.path, segment.order): segment.string.data for segment in segments}
