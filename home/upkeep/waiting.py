"""What of the editorial site waits for an editor: each list whole, so that its number is the list's."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model
from wagtail.models import Page, TaskState
from wagtail_localize.models import TranslationSource

from home.upkeep.models import BrokenLink

OLD = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at, and where one does."""

    title: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One list. ``key`` is its place on the screen."""

    key: str
    label: Promise
    items: list[Item]


def what_waits() -> list[Waiting]:
    """Return every list (seven queries)."""
    return [
        Waiting("moderation", _("Pages in moderation"), _in_moderation()),
        Waiting("translations", _("Translations that are out of date"), _outdated_translations()),
        Waiting("untranslated", _("Pages without a translation"), _untranslated()),
        Waiting("links", _("Links that lead nowhere"), _broken_links()),
        Waiting("old", _("Pages nobody touched for a year"), _old()),
        Waiting("pictures", _("Pictures without a description"), _undescribed()),
    ]


def _edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _in_moderation() -> list[Item]:
    states = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).select_related(
        "revision__base_content_type", "task"
    )
    return [
        Item(
            str(state.revision.object_str),
            reverse("wagtailadmin_pages:edit", args=[state.revision.object_id]),
            state.task.name,
        )
        for state in states
        if state.revision.base_content_type.model == "page"
    ]


def _outdated_translations() -> list[Item]:
    read = dict(TranslationSource.objects.values_list("object_id", "last_updated_at"))
    originals = Page.objects.live().filter(alias_of=None, locale__language_code=settings.LANGUAGE_CODE)
    return [
        Item(page.title, _edit(page), page.last_published_at.date().isoformat())
        for page in originals.filter(translation_key__in=read, last_published_at__isnull=False)
        if page.last_published_at > read[page.translation_key]
    ]


def _untranslated() -> list[Item]:
    real = Page.objects.filter(alias_of=None).exclude(locale__language_code=settings.LANGUAGE_CODE)
    originals = Page.objects.live().filter(alias_of=None, depth__gt=1, locale__language_code=settings.LANGUAGE_CODE)
    without = originals.exclude(translation_key__in=real.values("translation_key"))
    return [Item(page.title, _edit(page)) for page in without.order_by("title")]


def _broken_links() -> list[Item]:
    links = BrokenLink.objects.select_related("page")
    return [Item(link.page.title, _edit(link.page), f"{link.address}: {link.problem}") for link in links]


def _old() -> list[Item]:
    before = timezone.now() - OLD
    pages = Page.objects.live().filter(alias_of=None, depth__gt=1, last_published_at__lt=before)
    return [
        Item(page.title, _edit(page), page.last_published_at.date().isoformat())
        for page in pages.order_by("last_published_at")
    ]


def _undescribed() -> list[Item]:
    images = get_image_model().objects.filter(description="").order_by("title")
    return [Item(image.title, reverse("wagtailimages:edit", args=[image.pk])) for image in images]
