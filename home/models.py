"""Page types of the editorial site."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from home.front_page import front_page
from home.mail.models import MailChoice, Message, Reminded, SuppressedAddress

__all__ = ["HomePage", "MailChoice", "Message", "Reminded", "StandardPage", "SuppressedAddress"]

RICH_TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "hr"]


class HomePage(Page):
    """The front page: a search, what the UN asked in numbers, the latest progress, the next date of a review."""

    intro = RichTextField(
        _("introduction"),
        blank=True,
        features=["bold", "italic", "link"],
        help_text=_("One or two sentences under the heading."),
    )

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = 1
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Add the numbers, the latest progress and the next review."""
        return {**super().get_context(request, *args, **kwargs), "front": front_page()}


class StandardPage(Page):
    """A page of text: about the data, privacy, accessibility and the like."""

    lead = RichTextField(
        _("lead"),
        blank=True,
        features=["bold", "italic", "link"],
        help_text=_("One sentence that says what the page is for."),
    )
    body = RichTextField(_("text"), blank=True, features=RICH_TEXT_FEATURES)

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    template = "home/standard_page.html"

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Add the way back: the pages above this one, below the front page."""
        above = self.get_ancestors().live().filter(depth__gt=2)
        way_back = [(page.title, page.get_url(request)) for page in above]
        return {**super().get_context(request, *args, **kwargs), "way_back": way_back}
