"""A small site in two languages, made through Wagtail's own tree and wagtail-localize's copies."""

from dataclasses import dataclass

from wagtail.models import Locale, Page, Site

from home.models import HomePage, StandardPage


@dataclass(frozen=True)
class BilingualSite:
    """The front page in both languages, and the languages."""

    english: HomePage
    spanish: HomePage
    en: Locale
    es: Locale

    def page(self, slug: str, *, parent: Page | None = None, **fields: object) -> StandardPage:
        """Publish an English page, by default right under the front page."""
        above = Page.objects.get(pk=(parent or self.english).pk)
        page = StandardPage(title=str(fields.pop("title", slug.title())), slug=slug, locale=self.en, **fields)
        page = above.add_child(instance=page)
        page.save_revision().publish()
        page.refresh_from_db()
        return page

    def translated(self, page: Page, title: str, slug: str) -> Page:
        """Publish a Spanish twin under its own title and address."""
        twin = page.copy_for_translation(self.es)
        twin.title, twin.slug = title, slug
        twin.save_revision().publish()
        twin.refresh_from_db()
        return twin


def bilingual_site() -> BilingualSite:
    """Make the front pages and stand the default site on the English one."""
    en, _made = Locale.objects.get_or_create(language_code="en")
    es, _made = Locale.objects.get_or_create(language_code="es")
    front = Page.get_first_root_node().add_child(instance=HomePage(title="Front", slug="front", locale=en))
    Site.objects.filter(is_default_site=True).update(root_page=front)
    Site.clear_site_root_paths_cache()
    twin = front.copy_for_translation(es)
    twin.title = "Portada"
    twin.save_revision().publish()
    return BilingualSite(front, HomePage.objects.get(pk=twin.pk), en, es)
