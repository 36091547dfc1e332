"""The name of a file that holds a search."""

from django.http import HttpResponseBase
from django.utils.text import slugify

from search.selection import Selection

MAX_CHARACTERS = 80


def file_name(selection: Selection) -> str:
    """Return the search's sentence as a file name without ending: plain letters, digits and hyphens, whole words."""
    name = slugify(selection.sentence())
    if len(name) <= MAX_CHARACTERS:
        return name
    whole_words = name[: MAX_CHARACTERS + 1].rpartition("-")[0]
    return whole_words if len(whole_words) > MAX_CHARACTERS // 2 else name[:MAX_CHARACTERS]


def as_file(response: HttpResponseBase, selection: Selection, extension: str) -> HttpResponseBase:
    """Let a browser keep the answer as a file named after the search."""
    response["Content-Disposition"] = f'attachment; filename="{file_name(selection)}.{extension}"'
    return response
