"""A picture with words for those who do not see it."""

from functools import cached_property

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.telepath import register
from wagtail.images.blocks import ImageBlock, ImageBlockAdapter


class DescribedImageBlock(ImageBlock):
    """Wagtail's picture with alt text, which never takes the name of a file for a description.

    Wagtail fills the alt text from the picture's title where it has no description, and a title comes from a file:
    "IMG 2031" would pass as a description. Here the editor is asked.
    """

    def __init__(self, required: bool = True, **kwargs: object) -> None:
        super().__init__(required=required, **kwargs)
        self.child_blocks["alt_text"].field.help_text = _(
            "One sentence that says what the picture shows. People who do not see it hear that."
        )
        self.child_blocks["decorative"].field.help_text = _("Tick it where nothing is lost without the picture.")


class DescribedImageBlockAdapter(ImageBlockAdapter):
    """Binds the block to its script in the editor."""

    js_constructor = "home.blocks.DescribedImageBlock"

    @cached_property
    def media(self) -> forms.Media:
        """Add our script after Wagtail's, which it builds on; both stand here, so that their order is known."""
        return super().media + forms.Media(js=["wagtailimages/js/image-block.js", "home/admin/described-image.js"])


register(DescribedImageBlockAdapter(), DescribedImageBlock)
