"""A guide to something, in steps and in parts."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from home.blocks.steps import StepBlock
from home.fields import BlocksField
from home.models.content_page import ANYWHERE, ContentPage, panels_between
from home.page_lists import listed, neighbours


class GuidePage(ContentPage):
    """What a human rights city is, how to start one, the toolkit: steps, and parts as pages below it."""

    steps = BlocksField(
        [("step", StepBlock())],
        verbose_name=_("steps"),
        blank=True,
        help_text=_("What to do, in order. The page numbers them. A guide of texts alone needs none."),
    )

    content_panels = panels_between(FieldPanel("steps"))
    parent_page_types = [*ANYWHERE, "home.GuidePage"]
    subpage_types = ["home.GuidePage", "home.StandardPage", "home.MechanismPage"]
    page_description = _("How to do something: numbered steps, and parts that follow one another.")
    template = "home/guide_page.html"

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Add the parts of this guide; where it is a part itself, the parts before and after it."""
        context = super().get_context(request, *args, **kwargs)
        context["parts"] = listed(self.get_children(), request)
        context["before"], context["after"] = neighbours(self, request) if self._is_part else (None, None)
        return context

    @property
    def _is_part(self) -> bool:
        return bool(self.above) and self.above[-1].specific_class is GuidePage
