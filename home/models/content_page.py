"""What every page of the editors has: a title, a lead, a body of blocks, and the way back."""

from typing import ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.fields import RichTextField
from wagtail.models import Page, PageManager, PageQuerySet
from wagtail.search import index

from home.blocks import BodyBlock
from home.blocks.rich_text import LEAD_FEATURES
from home.fields import BlocksField
from home.models.topics import topic_panels

ANYWHERE = ["home.HomePage", "home.SectionPage", "home.StandardPage", "home.CampaignPage", "home.MechanismPage"]
"""Where pages go that are no entry of an index."""

SIZES = [
    ("mobile", "mobile-alt", 360, _("Phone")),
    ("tablet", "tablet-alt", 768, _("Tablet")),
    ("desktop", "desktop", 1280, _("Desk screen")),
]

PROMOTE_PANELS = [
    MultiFieldPanel(
        [
            FieldPanel(
                "slug",
                heading=_("Address"),
                help_text=_(
                    "The last part of the page's web address, made from the title: small letters, digits and hyphens. "
                    "If you change it later, the old address leads to the new one."
                ),
            ),
            FieldPanel(
                "seo_title",
                heading=_("Title in search engines"),
                help_text=_("Leave it empty to show the title of the page."),
            ),
            FieldPanel(
                "search_description",
                heading=_("Description in search engines"),
                help_text=_("One or two sentences. Leave it empty to show the lead."),
            ),
        ],
        heading=_("Address and search engines"),
    ),
    MultiFieldPanel(
        [
            FieldPanel(
                "show_in_menus",
                heading=_("Show in the main menu"),
                help_text=_("For pages right below the home page, until the main menu is arranged in Settings."),
            )
        ],
        heading=_("Menu"),
    ),
]
"""How a page is found, in the words of people who never saw Wagtail."""


class ContentPageQuerySet(PageQuerySet):
    """Questions about the editors' pages."""

    def in_active_language(self) -> "ContentPageQuerySet":
        """Pages in the language the reader reads."""
        return self.filter(locale__language_code=get_language())

    def for_list(self) -> "ContentPageQuerySet":
        """What may be listed to everybody."""
        return self.live().public()


ContentPageManager = PageManager.from_queryset(ContentPageQuerySet)


class ContentPage(Page):
    """A page with a lead and a body; every page type but the front page is one."""

    lead = RichTextField(
        _("lead"),
        blank=True,
        features=LEAD_FEATURES,
        help_text=_("One or two sentences that say what the page is for. Lists of pages show them too."),
    )
    body = BlocksField(
        BodyBlock(), verbose_name=_("content"), blank=True, help_text=_("Build the page from blocks, in any order.")
    )

    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]
    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
        *topic_panels(),
    ]
    promote_panels = PROMOTE_PANELS
    show_in_menus_default = False

    class Meta:
        abstract = True

    @property
    def preview_sizes(self) -> list[dict[str, object]]:
        """The three widths every page is judged at."""
        return [
            {"name": name, "icon": icon, "device_width": width, "label": label} for name, icon, width, label in SIZES
        ]

    @cached_property
    def above(self) -> list[Page]:
        """The published pages above this one, below the front page."""
        return list(self.get_ancestors().live().filter(depth__gt=2))

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Add the way back, the topics, and the pages that belong to this one."""
        from home.related import pages_of, told_of

        pages = pages_of(request)
        told = told_of(self, pages, request)
        return {
            **super().get_context(request, *args, **kwargs),
            "way_back": [(page.title, page.get_url(request)) for page in self.above],
            "topics": told.topics,
            "related_pages": pages.related_to(told),
        }


def panels_between(*panels: Panel) -> list[Panel]:
    """Return the panels of a content page with more of its own between lead and body."""
    return [*Page.content_panels, FieldPanel("lead"), *panels, FieldPanel("body"), *topic_panels()]


def protected(to: str, **kwargs: object) -> models.ForeignKey:
    """Return a link to a record or file that cannot be deleted while a page needs it."""
    return models.ForeignKey(to, models.PROTECT, related_name="+", **kwargs)  # type: ignore[arg-type]
