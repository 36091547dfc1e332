"""Organizations that host, take part or write."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class OrganisationBlock(blocks.StructBlock):
    """An organization with its site."""

    name = blocks.CharBlock(label=_("Name"), max_length=200)
    url = blocks.URLBlock(label=_("Website"), required=False)

    class Meta:
        icon = "group"
        label = _("Organization")
        label_format = "{name}"
