"""The size of a file, noted when it is stored: Wagtail would find it out, and write it down, while a page is read."""

from typing import Any

from django.db.models.signals import pre_save
from wagtail.documents import get_document_model


def note_size(sender: type, instance: Any, raw: bool = False, **kwargs: object) -> None:
    """Note the size of a new file, however it came."""
    if not raw and instance.file and instance.file_size is None:
        instance.file_size = instance.file.size


def connect() -> None:
    """Note sizes from now on."""
    pre_save.connect(note_size, sender=get_document_model(), dispatch_uid="note_size_of_document")
