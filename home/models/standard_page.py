"""A page of text."""

from django.utils.translation import gettext_lazy as _

from home.models.content_page import ANYWHERE, ContentPage


class StandardPage(ContentPage):
    """A page of text: about the data, privacy, accessibility and the like."""

    parent_page_types = [*ANYWHERE, "home.GuidePage"]
    subpage_types = ["home.StandardPage"]
    page_description = _("Text, pictures, lists. For whatever no other kind of page fits.")
    template = "home/standard_page.html"

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")
