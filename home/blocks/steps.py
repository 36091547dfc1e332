"""Steps in order."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.rich_text import ShortTextBlock


class StepBlock(blocks.StructBlock):
    """One step: what to do in a few words, then how."""

    title = blocks.CharBlock(label=_("What to do"), max_length=150)
    text = ShortTextBlock(label=_("How"), required=False)

    class Meta:
        icon = "list-ol"
        label = _("Step")
        label_format = "{title}"


class StepsBlock(blocks.ListBlock):
    """Steps that follow one another; the page numbers them."""

    def __init__(self, child_block: blocks.Block | None = None, **kwargs: object) -> None:
        super().__init__(child_block or StepBlock(), **kwargs)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "home/blocks/steps.html"
