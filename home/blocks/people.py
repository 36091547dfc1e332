"""People by name and role; a photo only with their dated consent."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from home.blocks.described import DescribedImageBlock


class SpeakerBlock(blocks.StructBlock):
    """Somebody who speaks at an event."""

    name = blocks.CharBlock(label=_("Name"), max_length=120)
    role = blocks.CharBlock(label=_("Role"), required=False, max_length=150)
    affiliation = blocks.CharBlock(label=_("Affiliation"), required=False, max_length=200)

    class Meta:
        icon = "user"
        label = _("Person")
        label_format = "{name}"


class PersonBlock(SpeakerBlock):
    """Somebody of a committee or team."""

    photo = DescribedImageBlock(label=_("Photo"), required=False)
    photo_consent_on = blocks.DateBlock(
        label=_("Consent to the photo given on"),
        required=False,
        help_text=_("A photo is shown only with this date. Take the photo away when consent is taken back."),
    )

    def clean(self, value: Any) -> Any:
        """Ask for the consent to a photo; a day to come is none."""
        cleaned = super().clean(value)
        problem = consent_problem(bool(cleaned.get("photo")), cleaned.get("photo_consent_on"))
        if problem:
            raise StructBlockValidationError(block_errors={"photo_consent_on": ValidationError(problem)})
        return cleaned


def consent_problem(has_photo: bool, consented: date | None) -> str:
    """Return what is wrong with a photo's consent, or nothing."""
    if has_photo and not consented:
        return str(_("Give the day on which the person agreed to this photo, or take the photo away."))
    if consented and consented > timezone.localdate():
        return str(_("This day is still to come. Give the day on which the person agreed."))
    return ""


class PeopleBlock(blocks.ListBlock):
    """A list of people."""

    def __init__(self, child_block: blocks.Block | None = None, **kwargs: object) -> None:
        super().__init__(child_block or PersonBlock(), **kwargs)

    class Meta:
        icon = "group"
        label = _("People")
        template = "home/blocks/people.html"
