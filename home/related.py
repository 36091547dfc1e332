"""Pages that belong together: by their topics, by what the recommendations on them are about, and by hand.

The public pages of a language are read once and kept until a page changes (a query, one a page type, and three more),
so that finding what is related to a page, or what carries a topic, costs a page view nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page

from home.blocks.recommendation_list import selection_at
from home.models.topics import MOST_CHOSEN, PageTopic, RelatedPage
from recommendations.models import RecommendationTheme, Theme
from search.changes import data_version
from search.changes.kept import KeptWhile

MOST_RELATED = MOST_CHOSEN
_KINDS = {
    "campaignpage": _("Campaign"),
    "eventpage": _("Event"),
    "guidepage": _("Guide"),
    "newspage": _("News"),
    "resourcepage": _("Resource"),
    "submissionpage": _("Submission"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of one page.

    ``topics`` are the themes an editor gave it; ``about`` are those, and the themes of the recommendations and searches
    on it, by slug; ``chosen`` are the translation keys of pages an editor put beside it.
    """

    pk: int
    path: str
    title: str
    url: str
    model: str
    published: datetime | None
    translation_key: UUID
    topics: tuple[Theme, ...]
    about: frozenset[str]
    chosen: tuple[UUID, ...]

    @property
    def kind(self) -> str:
        """What it is, in a word, where it is no plain text."""
        return str(_KINDS.get(self.model, ""))


@dataclass(frozen=True)
class Pages:
    """Every public page of a language, by id."""

    told: dict[int, Told]

    @cached_property
    def by_key(self) -> dict[UUID, Told]:
        """The pages by what all translations of one share."""
        return {each.translation_key: each for each in self.told.values()}

    @cached_property
    def carriers(self) -> Counter[str]:
        """How many pages are about each theme."""
        return Counter(slug for each in self.told.values() for slug in each.about)

    def carrying(self, *slugs: str) -> list[Told]:
        """Return the pages with one of these topics, the latest first."""
        return _latest(each for each in self.told.values() if any(theme.slug in slugs for theme in each.topics))

    def topics(self, below: str = "") -> list[tuple[Theme, int]]:
        """Return every topic that a page has, with how many have it, by label; of pages below a path only."""
        used = [theme for each in self.told.values() if each.path.startswith(below) for theme in each.topics]
        counts = Counter(theme.slug for theme in used)
        themes = {theme.slug: theme for theme in used}
        return [
            (theme, counts[theme.slug]) for theme in sorted(themes.values(), key=lambda theme: theme.label.casefold())
        ]

    def related_to(self, page: Told) -> list[Told]:
        """Return what an editor chose, then what shares most with the page; a theme that few pages share says more.

        Pages right above and below it are linked from it already.
        """
        chosen = [self.by_key[key] for key in page.chosen if key in self.by_key]
        others = [each for each in self.told.values() if each not in chosen and not _in_line(each.path, page.path)]
        shared = {each.pk: sum(1 / self.carriers[slug] for slug in each.about & page.about) for each in others}
        near = sorted(_latest(each for each in others if shared[each.pk]), key=lambda each: -shared[each.pk])
        return [each for each in (*chosen, *near) if each.pk != page.pk][:MOST_RELATED]


_read_before = KeptWhile[Pages](most=64)


def pages_of(request: HttpRequest) -> Pages:
    """Return the public pages in the active language; read again when a page changes, and every day."""
    key = (request.get_host(), get_language(), timezone.localdate())
    return _read_before.get(data_version().pages, key, lambda: _read(request))


def told_of(page: Page, pages: Pages, request: HttpRequest) -> Told:
    """Return what is known of a page; of a draft in a preview, or a page shown in another language, as it stands."""
    known = None if getattr(request, "is_preview", False) else pages.told.get(page.pk)
    return known or _told(page, request, list(page.topics.all()), list(page.related_pages.all()), _themes_of([page]))


def _read(request: HttpRequest) -> Pages:
    found = Page.objects.live().public().filter(locale__language_code=get_language(), alias_of=None, depth__gt=2)
    pages = [page for page in found.specific() if hasattr(page, "body")]
    topics, chosen = (
        model.objects.filter(page__in=[page.pk for page in pages]).select_related(name)
        for model, name in ((PageTopic, "theme"), (RelatedPage, "target"))
    )
    themes = _themes_of(pages)
    return Pages(
        {
            page.pk: _told(
                page,
                request,
                [row for row in topics if row.page_id == page.pk],
                [row for row in chosen if row.page_id == page.pk],
                themes,
            )
            for page in pages
        }
    )


def _told(
    page: Page, request: HttpRequest, topics: list[PageTopic], chosen: list[RelatedPage], themes: dict[str, set[str]]
) -> Told:
    slugs = {row.theme.slug for row in topics}
    for kind, value in _records_on(page):
        slugs |= themes.get(value, set()) if kind == "recommendation_card" else _themes_asked(value)
    return Told(
        pk=page.pk,
        path=page.path,
        title=page.title,
        url=page.get_url(request) or "",
        model=page._meta.model_name or "",
        published=page.first_published_at,
        translation_key=page.translation_key,
        topics=tuple(row.theme for row in topics),
        about=frozenset(slugs),
        chosen=tuple(row.target.translation_key for row in chosen),
    )


def _records_on(page: Page) -> Iterator[tuple[str, str]]:
    """Yield each recommendation (its slug) and each search (its address) that stands on a page."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            for block in getattr(page, field.name).raw_data:
                if block["type"] == "recommendation_card":
                    yield block["type"], str(block["value"].get("recommendation") or "")
                elif block["type"] == "recommendation_list":
                    yield block["type"], str(block["value"].get("address") or "")


def _themes_of(pages: Iterable[Page]) -> dict[str, set[str]]:
    """Return the slugs of the themes of every recommendation on the pages, by its slug (a query if there are any)."""
    records = {value for page in pages for kind, value in _records_on(page) if kind == "recommendation_card"}
    themes: dict[str, set[str]] = {slug: set() for slug in records}
    if records:
        rows = RecommendationTheme.objects.filter(content_object__slug__in=records)
        for record, theme in rows.values_list("content_object__slug", "tag__slug"):
            themes[record].add(theme)
    return themes


def _themes_asked(address: str) -> set[str]:
    selection = selection_at(address)
    return set(selection.theme) if selection else set()


def _in_line(one: str, other: str) -> bool:
    """Whether one of two places in the tree is above the other, or both are the same."""
    return one.startswith(other) or other.startswith(one)


def _latest(pages: Iterable[Told]) -> list[Told]:
    return sorted(pages, key=lambda each: (each.published is not None, each.published, each.pk), reverse=True)
