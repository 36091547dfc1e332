"""Sizes of files: of documents in bytes, of drawings in whole pixels.

A document's is noted when it is stored: Wagtail would find it out, and write it down, while a page is read. A drawing's
sides come as fractions from Willow, and a page that showed it fresh would write ``width="480.0"``, which is not HTML.
"""

from typing import Any

from django.db.models.signals import pre_save
from wagtail.documents import get_document_model
from willow.registry import registry
from willow.svg import SvgImage


def note_size(sender: type, instance: Any, raw: bool = False, **kwargs: object) -> None:
    """Note the size of a new file, however it came."""
    if not raw and instance.file and instance.file_size is None:
        instance.file_size = instance.file.size


def whole_pixels(image: SvgImage) -> tuple[int, int]:
    """Return the width and height of a drawing as HTML wants them, nothing less than one."""
    width, height = image.get_size()
    return max(1, round(width)), max(1, round(height))


def connect() -> None:
    """Note sizes from now on."""
    registry.register_operation(SvgImage, "get_size", whole_pixels)
    pre_save.connect(note_size, sender=get_document_model(), dispatch_uid="note_size_of_document")
