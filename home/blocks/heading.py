"""A heading that other pages can link to."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

_ANCHOR = RegexValidator(
    r"^[a-z][a-z0-9-]*$", _("Use small letters, digits and hyphens, and begin with a letter: “what-cities-can-do”.")
)


class AnchorBlock(blocks.FieldBlock):
    """The part of an address after #. It is no text, so that it stays the same in every language."""

    def __init__(self, required: bool = False, help_text: Any = "", **kwargs: object) -> None:
        self.field = forms.CharField(required=required, help_text=help_text, max_length=60, validators=[_ANCHOR])
        super().__init__(**kwargs)


class HeadingBlock(blocks.StructBlock):
    """A heading of the second level with an anchor, which is made from its words where none is given."""

    text = blocks.CharBlock(label=_("Heading"), max_length=150)
    anchor = AnchorBlock(
        label=_("Anchor"),
        help_text=_("What stands after # in a link to this heading. Leave it empty to have it made from the words."),
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        label_format = "{text}"
        template = "home/blocks/heading.html"

    def clean(self, value: Any) -> Any:
        """Make the anchor where there is none, so that it stays when the words change."""
        cleaned = super().clean(value)
        cleaned["anchor"] = cleaned["anchor"] or anchor_of(cleaned["text"])
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the anchor."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["anchor"] = value["anchor"] or anchor_of(value["text"])
        return context


def anchor_of(text: str) -> str:
    """Return the anchor made from a heading's words; it begins with a letter."""
    slug = slugify(text)[:50].strip("-")
    return slug if slug[:1].isalpha() else f"part-{slug}".strip("-")
