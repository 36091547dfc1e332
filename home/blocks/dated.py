"""An entry of a timeline that editors write."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.rich_text import ShortTextBlock


class DatedBlock(blocks.StructBlock):
    """What happens on a day, or around a time that has no day yet."""

    date = blocks.DateBlock(label=_("Day"), required=False)
    when = blocks.CharBlock(
        label=_("Or in words"),
        required=False,
        max_length=80,
        help_text=_("Where there is no day yet: “Spring 2027, not announced”."),
    )
    title = blocks.CharBlock(label=_("What"), max_length=150)
    text = ShortTextBlock(label=_("More about it"), required=False)

    class Meta:
        icon = "date"
        label = _("Date")
        label_format = "{date} {when} {title}"
