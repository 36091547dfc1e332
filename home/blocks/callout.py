"""A box that stands out from the text."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.rich_text import ShortTextBlock

KINDS = [("note", _("Note")), ("important", _("Important"))]


class CalloutBlock(blocks.StructBlock):
    """A note, or something important. Pages that box everything stress nothing."""

    kind = blocks.ChoiceBlock(label=_("Kind"), choices=KINDS, default="note")
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    text = ShortTextBlock(label=_("Text"))

    class Meta:
        icon = "warning"
        label = _("Call-out")
        template = "home/blocks/callout.html"
