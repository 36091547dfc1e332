"""A video elsewhere: a link that says who sees the visitor. Nothing of the other site is loaded before."""

from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from home.blocks.rich_text import ShortTextBlock


class VideoBlock(blocks.StructBlock):
    """A link to a video with a picture of ours before it and its words under it."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    url = blocks.URLBlock(label=_("Address"), help_text=_("The page of the video. It opens only when somebody asks."))
    poster = ImageChooserBlock(
        label=_("Picture before it"), required=False, help_text=_("A picture stored here. The title says what it is.")
    )
    transcript = ShortTextBlock(
        label=_("Transcript"),
        required=False,
        help_text=_("What is said and shown. People who cannot hear, or have little data, read it."),
    )

    class Meta:
        icon = "media"
        label = _("Video")
        label_format = "{title}"
        template = "home/blocks/video.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the name of the site that the link opens."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["host"] = host_of(value["url"])
        return context


def host_of(url: str) -> str:
    """Return the site of an address as people know it: "youtube.com"."""
    return (urlsplit(url or "").hostname or "").removeprefix("www.")
