"""A picture in the text."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.described import DescribedImageBlock


class PictureBlock(blocks.StructBlock):
    """A picture with its words for those who do not see it, or the mark that it only decorates."""

    image = DescribedImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=300)
    credit = blocks.CharBlock(
        label=_("Credit"), required=False, max_length=200, help_text=_("Whose picture it is, and its license.")
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "home/blocks/image.html"
