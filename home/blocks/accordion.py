"""Parts that a reader opens one by one."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.rich_text import ShortTextBlock


class FoldBlock(blocks.StructBlock):
    """One part: a question or title, and what opens under it."""

    title = blocks.CharBlock(label=_("Question or title"), max_length=200)
    text = ShortTextBlock(label=_("What opens under it"))

    class Meta:
        icon = "arrow-down"
        label = _("Part")
        label_format = "{title}"


class AccordionBlock(blocks.ListBlock):
    """Questions and answers, closed until opened. They open without JavaScript and are all open on paper."""

    def __init__(self, child_block: blocks.Block | None = None, **kwargs: object) -> None:
        super().__init__(child_block or FoldBlock(), **kwargs)

    class Meta:
        icon = "list-ul"
        label = _("Questions and answers")
        template = "home/blocks/accordion.html"
