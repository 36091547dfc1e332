"""The entrance to a part of the site."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from home.models.content_page import ContentPage
from home.page_lists import Listed, listed


class SectionPage(ContentPage):
    """An index of the pages below it, each with its lead."""

    parent_page_types = ["home.HomePage", "home.SectionPage"]
    page_description = _("The entrance to a part of the site. It lists the pages below it by itself.")
    template = "home/section_page.html"

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Add the pages below this one."""
        children: list[Listed] = listed(self.get_children(), request)
        return {**super().get_context(request, *args, **kwargs), "children": children}
