"""The demo's pages, in English and Spanish, made as editors would make them.

Each English page is published, then translated by wagtail-localize segment by segment, so that the admin shows the
translation as up to date and goes on from there. A page that exists stays as it is: it belongs to the editors.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from home.demo.media import load_documents, load_pictures
from home.demo.menus import arrange_menus
from home.demo.page_files import LANGUAGES, PageFile, page_files
from home.demo.page_values import Writer
from home.demo.translate import translate, unsaved
from home.models import HomePage

HOME = "home"


@dataclass(frozen=True)
class Built:
    """What was made: English pages, their Spanish translations, and links in the menus."""

    pages: int
    translations: int
    links: int


def build_pages() -> Built:
    """Create the pages that are missing, make the home page the site's root, and remove Wagtail's welcome page."""
    english, spanish = (Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES)
    files = list(page_files())
    writer = Writer(load_pictures(), load_documents())
    with transaction.atomic():
        made = _put_into_the_tree(files, english, writer)
        for file in made:
            _publish(file, writer)
    translations = 0
    for file in files:
        page = writer.pages[file.name]
        if not page.has_translation(spanish):
            translate(Page.objects.get(pk=page.pk).specific, file, writer, spanish)
            translations += 1
    problems = Page.find_problems()
    if any(problems):
        raise RuntimeError(f"The page tree is broken: {problems}")
    return Built(len(made), translations, arrange_menus(writer.pages))


def _put_into_the_tree(files: list[PageFile], english: Locale, writer: Writer) -> list[PageFile]:
    """Find or add each page, parents first; fill ``writer.pages`` and return what was added, as yet unpublished."""
    known = {page.translation_key: page for page in Page.objects.filter(locale=english)}
    writer.stand_in = Page.get_first_root_node()
    added = []
    for file in files:
        parent = writer.pages.get(file.parent)
        page = known.get(file.translation_key) or (
            _at_the_same_address(file, parent) if parent else _home_of_the_site()
        )
        if page is None:
            page = _add(file, parent, english, writer)
            added.append(file)
        writer.pages[file.name] = page
    writer.stand_in = None
    return added


def _at_the_same_address(file: PageFile, parent: Page) -> Page | None:
    return parent.get_children().filter(slug=file.words["en"]["slug"]).first()


def _home_of_the_site() -> Page | None:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    return site.root_page if site and isinstance(site.root_page.specific, HomePage) else None


def _add(file: PageFile, parent: Page | None, english: Locale, writer: Writer) -> Page:
    page = unsaved(file, "en", english, writer)
    page.translation_key = file.translation_key
    page.live = False
    if parent is None:
        return _add_home(page)
    parent.refresh_from_db()
    return parent.add_child(instance=page)


def _add_home(home: Page) -> Page:
    """Put the home page in the place of Wagtail's welcome page."""
    root = Page.get_first_root_node()
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.hostname, site.port = address.hostname, address.port or (443 if address.scheme == "https" else 80)
    # The site leaves Wagtail's welcome page first: deleting the page a site stands on deletes the site.
    site.root_page = root
    site.site_name = home.title
    site.save()
    for page in root.get_children():
        if page.specific_class is Page:
            page.delete()
    root.refresh_from_db()
    root.add_child(instance=home)
    site.root_page = home
    site.save()
    return home


def _publish(file: PageFile, writer: Writer) -> None:
    """Give a page its contents, now that every page it may link to is there, and publish it."""
    page = writer.pages[file.name]
    page.refresh_from_db()
    for name, value in writer.values(file, "en").items():
        setattr(page, name, value)
    writer.add_related(page, file)
    page.save_revision().publish()
