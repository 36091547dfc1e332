"""People of the alliance."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel

from home.blocks.people import PeopleBlock
from home.fields import BlocksField
from home.models.content_page import ANYWHERE, ContentPage, panels_between


class GroupBlock(blocks.StructBlock):
    """People who belong together: a committee, a team."""

    title = blocks.CharBlock(label=_("name of the group"), max_length=120)
    people = PeopleBlock(label=_("people"))

    class Meta:
        icon = "group"
        label = _("Group")
        label_format = "{title}"


class PeoplePage(ContentPage):
    """A steering committee or team: name, role, affiliation, and a photo where its owner agreed."""

    for_identification_only = models.BooleanField(
        _("affiliations for identification only"),
        default=True,
        help_text=_("The page says that organizations are named to identify people and do not speak here."),
    )
    groups = BlocksField([("group", GroupBlock())], verbose_name=_("groups of people"), blank=True)

    content_panels = panels_between(
        FieldPanel("groups", help_text=_("A committee or team each. Name only people who agreed to it.")),
        FieldPanel("for_identification_only"),
    )
    parent_page_types = ANYWHERE
    subpage_types: list[str] = []
    page_description = _("A committee or team. Photos only with dated consent.")
    template = "home/people_page.html"

    class Meta:
        verbose_name = _("people")
        verbose_name_plural = _("pages of people")
