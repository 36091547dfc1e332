"""Editors' pages for a few words: found by Wagtail's own search, apart by kind, never a protected one."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.contrib.contenttypes.models import ContentType
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page
from wagtail.search.query import PlainText, SearchQuery

from home.related import Pages, Told
from home.site_search.page_words import SHORTEST_TO_RESPELL, page_words, stems_of
from search.analysis.words import split_words

AT_MOST = 200
"""Pages that are looked through; an alliance's site has fewer on one question."""
MOST_WORDS = 12

KINDS: dict[str, Promise] = {
    "events": _("Events"),
    "resources": _("Resources"),
    "news": _("News"),
    "pages": _("Pages"),
}
"""Groups of pages, in the order in which they are shown."""

_KIND_OF_TYPE = {"eventpage": "events", "resourcepage": "resources", "newspage": "news"}


@dataclass(frozen=True, slots=True)
class PageGroup:
    """The pages of one kind, as title and address, the best first."""

    kind: str
    label: str
    pages: list[tuple[str, str]]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.pages)


def find_pages(words: str, *, also: Iterable[Told] = ()) -> list[PageGroup]:
    """Return the groups of pages in the active language that hold all the words.

    Behind them stand those of ``also`` that are not among them.
    """
    pages = _found(words)
    types = ContentType.objects.get_for_models(*{page.specific_class for page in pages if page.specific_class})
    names = {content_type.pk: model._meta.model_name for model, content_type in types.items()}
    holding = [(names.get(page.content_type_id) or "", page.title, page.get_url() or "") for page in pages]
    known = {page.pk for page in pages}
    return _grouped([*holding, *((each.model, each.title, each.url) for each in also if each.pk not in known)])


def pages_like(words: str) -> list[tuple[str, str]]:
    """Return title and address of pages that hold any of the words, those with more of them in their title first.

    A mistyped word is read as the word of our pages that is most like it; the shortest words say nothing alone.
    """
    known = page_words(get_language() or "")
    telling = [word for word in split_words(words) if len(word) >= SHORTEST_TO_RESPELL] or split_words(words)
    meant = [known.nearest(word) or word for word in telling]

    def missing(page: Page) -> int:
        said = {stem for word in split_words(page.title) for stem in stems_of(word)}
        return sum(said.isdisjoint(stems_of(word)) for word in meant)

    found = _found(" ".join(meant), any_word=True)
    return [(page.title, page.get_url() or "") for page in sorted(found, key=missing)]


def pages_on(topic: str, pages: Pages) -> list[PageGroup]:
    """Return the groups of pages that carry a topic."""
    return _grouped((page.model, page.title, page.url) for page in pages.carrying(topic))


def _grouped(found: Iterable[tuple[str, str, str]]) -> list[PageGroup]:
    groups: dict[str, list[tuple[str, str]]] = {kind: [] for kind in KINDS}
    for model, title, url in found:
        groups[_KIND_OF_TYPE.get(model, "pages")].append((title, url))
    return [PageGroup(kind, str(KINDS[kind]), pages) for kind, pages in groups.items() if pages]


def _found(words: str, any_word: bool = False) -> list[Page]:
    # Marks that a full-text query reads as its own language stay outside.
    asked = split_words(words)[:MOST_WORDS]
    locale = Locale.objects.filter(language_code=get_language()).first()
    if not asked or locale is None:
        return []
    known = page_words(locale.language_code)
    each: list[SearchQuery] = [reduce(or_, map(PlainText, known.forms_of(word))) for word in asked]
    query = reduce(or_ if any_word else and_, each)
    pages = Page.objects.live().public().filter(locale=locale, depth__gt=1).search(query)[:AT_MOST]
    # Wagtail's search cannot leave out aliases, which only repeat another page.
    return [page for page in pages if not page.alias_of_id]
