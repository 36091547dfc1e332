"""The front page."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from home.blocks import BodyBlock
from home.blocks.rich_text import LEAD_FEATURES
from home.fields import BlocksField
from home.front_page import front_page
from home.models.campaign_page import CampaignPage
from home.models.content_page import PROMOTE_PANELS
from home.models.event import EventPage
from home.models.news import NewsPage

CAMPAIGNS_SHOWN = 3
EVENTS_SHOWN = 3
NEWS_SHOWN = 3


class HomePage(Page):
    """The front page: a search, three doors, what is new, the next review, campaigns and events."""

    headline = models.CharField(
        _("headline"),
        max_length=120,
        blank=True,
        help_text=_("Leave it empty for “What the UN asked. What our cities do.”"),
    )
    intro = RichTextField(
        _("introduction"),
        blank=True,
        features=LEAD_FEATURES,
        help_text=_("One or two sentences under the heading."),
    )
    start_page = models.ForeignKey(
        "wagtailcore.Page",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page for newcomers"),
        help_text=_("Where the door “New here?” leads. Left empty, it leads to the UN reviews."),
    )
    body = BlocksField(
        BodyBlock(), verbose_name=_("more content"), blank=True, help_text=_("Shown under everything else.")
    )

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("headline"), FieldPanel("intro")], heading=_("Head of the page")),
        FieldPanel("start_page"),
        FieldPanel("body"),
    ]
    promote_panels = PROMOTE_PANELS
    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = 1
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Add the numbers, the latest progress, the next review, campaigns, events and news."""
        start = self.start_page.localized if self.start_page is not None else None
        start_url = start.get_url(request) if start is not None and start.live else None
        context = super().get_context(request, *args, **kwargs)
        return {
            **context,
            "front": front_page(),
            "start_url": start_url,
            "campaigns": list(CampaignPage.objects.descendant_of(self).for_list().current()[:CAMPAIGNS_SHOWN]),
            "events": list(EventPage.objects.descendant_of(self).for_list().upcoming()[:EVENTS_SHOWN]),
            "news": list(NewsPage.objects.descendant_of(self).for_list().newest_first()[:NEWS_SHOWN]),
        }
