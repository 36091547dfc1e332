"""Text with the few styles this site has."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

PASTED = "pasted"
"""Keeps the words of pasted blocks that a field does not offer (``home.admin.pasted_text``). To stand first."""

LEAD_FEATURES = [PASTED, "bold", "italic", "link"]
TEXT_FEATURES = [PASTED, "h2", "h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link", "hr"]
SHORT_FEATURES = [PASTED, "bold", "italic", "ol", "ul", "link", "document-link"]


class TextBlock(blocks.RichTextBlock):
    """Paragraphs, lists, links and small headings."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("features", TEXT_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "home/blocks/text.html"


class ShortTextBlock(blocks.RichTextBlock):
    """A few paragraphs inside another block, without headings."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("features", SHORT_FEATURES)
        super().__init__(**kwargs)
