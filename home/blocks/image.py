"""A picture in the text."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock


class PictureBlock(blocks.StructBlock):
    """A picture with its words for those who do not see it, or the mark that it only decorates."""

    image = ImageBlock(label=_("picture"))
    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=300)
    credit = blocks.CharBlock(
        label=_("credit"), required=False, max_length=200, help_text=_("Whose picture it is, and its license.")
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "home/blocks/image.html"
