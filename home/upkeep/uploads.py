"""Titles of what is uploaded: words, not names of files."""

import re
from pathlib import PurePath

from wagtail.documents.forms import BaseDocumentForm

from home.admin.image_form import PictureForm

_SEPARATORS = re.compile(r"[_\-]+|\s{2,}|(?<=[a-z])\.(?=[a-z])")


def spoken(title: str) -> str:
    """Return a title that looks like a file's name as words: "annual_report-2024.pdf" is "Annual report 2024".

    A title with spaces was written by somebody and stays.
    """
    title = title.strip()
    if " " in title:
        return title
    suffix = PurePath(title).suffix
    stem = title.removesuffix(suffix) if 2 <= len(suffix) <= 5 else title
    if not re.search(r"[_\-]", stem) and stem == title:
        return title
    words = " ".join(_SEPARATORS.sub(" ", stem).split())
    return words[:1].upper() + words[1:] or title


class _SpokenTitle:
    """Cleans the title of an upload."""

    cleaned_data: dict[str, str]

    def clean_title(self) -> str:
        """Make words of a file's name."""
        return spoken(self.cleaned_data["title"])


class DocumentForm(_SpokenTitle, BaseDocumentForm):
    """Wagtail's form of a document."""


class ImageForm(_SpokenTitle, PictureForm):
    """Our form of an image, which looks into drawings."""
