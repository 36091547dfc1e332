"""A page of text."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

RICH_TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "hr"]


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
