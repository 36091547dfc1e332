"""What hangs on a page so that readers find on: its topics, and pages an editor chose."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel, Panel
from wagtail.models import Orderable, Page

from recommendations.models import Theme

MOST_CHOSEN = 4


class PageTopic(Orderable):
    """A theme of the record that a page is about. Translations of a page share their topics."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="topics")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+", verbose_name=_("theme"))

    panels = [FieldPanel("theme")]

    class Meta(Orderable.Meta):
        constraints = (models.UniqueConstraint(fields=("page", "theme"), name="one_topic_a_theme"),)


class RelatedPage(Orderable):
    """A page that an editor chose to stand first among the related ones. Readers get it in their language."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="related_pages")
    target = models.ForeignKey(Page, models.CASCADE, related_name="+", verbose_name=_("page"))

    panels = [PageChooserPanel("target")]

    class Meta(Orderable.Meta):
        constraints = (models.UniqueConstraint(fields=("page", "target"), name="one_relation_a_page"),)


def topic_panels() -> list[Panel]:
    """Return the panels of both."""
    return [
        InlinePanel(
            "topics",
            heading=_("Topics"),
            label=_("Topic"),
            help_text=_("Themes of the record. Each leads readers to all pages, events and resources on it."),
        ),
        InlinePanel(
            "related_pages",
            heading=_("Related pages"),
            label=_("Page"),
            max_num=MOST_CHOSEN,
            help_text=_("Pages with the same topics are shown by themselves. What you choose here stands first."),
        ),
    ]
