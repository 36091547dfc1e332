"""What was said, to open and read."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.rich_text import TEXT_FEATURES, ShortTextBlock


class TranscriptBlock(blocks.StructBlock):
    """The words of a recording under its title, closed until opened."""

    title = blocks.CharBlock(label=_("Title"), max_length=200, help_text=_("Such as “Transcript of the training”."))
    text = ShortTextBlock(label=_("Words"), features=[each for each in TEXT_FEATURES if each != "h2"])

    class Meta:
        icon = "doc-full"
        label = _("Transcript")
        label_format = "{title}"
        template = "home/blocks/transcript.html"
