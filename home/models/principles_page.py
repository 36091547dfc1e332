"""A statement of principles."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from home.blocks.rich_text import ShortTextBlock
from home.fields import BlocksField
from home.models.content_page import ANYWHERE, ContentPage, panels_between


class PrincipleBlock(blocks.StructBlock):
    """One principle."""

    title = blocks.CharBlock(label=_("principle"), max_length=150)
    text = ShortTextBlock(label=_("what it means"), required=False)

    class Meta:
        icon = "tick-inverse"
        label = _("Principle")
        label_format = "{title}"


class PrinciplesPage(ContentPage):
    """What the alliance stands for, numbered so that each principle can be cited."""

    adopted_by = models.CharField(_("adopted by"), max_length=200, blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    principles = BlocksField([("principle", PrincipleBlock())], verbose_name=_("principles"), blank=True)

    content_panels = panels_between(
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("adopted_by", help_text=_("Who agreed on it: “the yearly meeting”.")),
                        FieldPanel("adopted_on"),
                    ]
                )
            ],
            heading=_("Adoption"),
        ),
        FieldPanel("principles", help_text=_("In order. Each gets a number, by which others can cite it.")),
    )
    parent_page_types = ANYWHERE
    subpage_types: list[str] = []
    page_description = _("Numbered principles that can be cited one by one.")
    template = "home/principles_page.html"

    class Meta:
        verbose_name = _("statement of principles")
        verbose_name_plural = _("statements of principles")
