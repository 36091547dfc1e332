"""Files to take away."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock


class DocumentBlock(blocks.StructBlock):
    """One file."""

    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=200, help_text=_("Only where it is to differ from the file’s own.")
    )

    class Meta:
        icon = "doc-full-inverse"
        label = _("File")


class DocumentsBlock(blocks.ListBlock):
    """A list of files, each with its format and size."""

    def __init__(self, child_block: blocks.Block | None = None, **kwargs: object) -> None:
        super().__init__(child_block or DocumentBlock(), **kwargs)

    class Meta:
        icon = "doc-full-inverse"
        label = _("Files")
        template = "home/blocks/documents.html"
