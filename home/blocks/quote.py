"""Somebody else's words."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class QuoteBlock(blocks.StructBlock):
    """A quotation with where it comes from."""

    text = blocks.TextBlock(label=_("Words"), help_text=_("Without quotation marks; the page sets them."))
    source = blocks.CharBlock(
        label=_("Source"),
        required=False,
        max_length=200,
        help_text=_("Who said or wrote it, and where. An office or organization, or a person who agreed to it."),
    )
    url = blocks.URLBlock(label=_("Link to the source"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "home/blocks/quote.html"
