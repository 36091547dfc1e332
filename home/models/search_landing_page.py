"""An entrance to the search."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from home.blocks.recommendation_list import SearchBlock, selection_at
from home.fields import BlocksField
from home.models.content_page import ANYWHERE, ContentPage, panels_between
from search.charts import Part
from search.finding import finder


class SearchLandingPage(ContentPage):
    """A search box and searches that editors prepared, each with how many records it finds today."""

    searches = BlocksField(
        [("search", SearchBlock(icon="search", label=_("Search")))],
        verbose_name=_("prepared searches"),
        blank=True,
        help_text=_("Searches that many people need. Each shows how much it finds today."),
    )

    content_panels = panels_between(FieldPanel("searches"))
    parent_page_types = ANYWHERE
    subpage_types: list[str] = []
    page_description = _("A search box with prepared searches. For one city, one topic, one group of readers.")
    template = "home/search_landing_page.html"

    class Meta:
        verbose_name = _("search page")
        verbose_name_plural = _("search pages")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Add the prepared searches with their counts; one that has become wrong is left out."""
        return {**super().get_context(request, *args, **kwargs), "prepared": self._prepared()}

    def _prepared(self) -> list[Part]:
        found = []
        for child in self.searches:
            selection = selection_at(child.value["address"])
            if selection is not None and not selection.problems:
                label = child.value["title"] or selection.sentence()
                found.append(Part("", label, finder().total(selection), selection.url))
        return found
