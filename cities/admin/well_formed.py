"""What no form of ours sends in the editor of actions: numbers of rows, recommendations or revisions that are none."""

import json
import re

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, QueryDict

ROWS = ("contributions", "sources")
_NUMBERS = re.compile(rf"(?:{'|'.join(ROWS)})-\d+-(?:id|recommendation)|overwrite_revision_id")
_MOST_ROWS = 1_000


class WellFormedMixin:
    """Refuses a form with the number of a row, a recommendation or a revision that is none: the stock views fail."""

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        """Look at the numbers before anything else does."""
        if any(_NUMBERS.fullmatch(name) and not is_number(value) for name, value in request.POST.items()):
            raise PermissionDenied
        if any(
            f"{name}-{row}-id" not in request.POST for name in ROWS for row in range(_first_rows(request.POST, name))
        ):
            raise PermissionDenied
        if not _says_a_comment(request.POST.get("workflow-action-extra-data", "{}")):
            raise PermissionDenied
        super().setup(request, *args, **kwargs)  # type: ignore[misc]


def is_number(value: object) -> bool:
    """Tell whether a value that came with a request may be a key, or is empty."""
    return not value or (isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 19)


def _first_rows(post: QueryDict, name: str) -> int:
    """Return how many rows of a form are said to be stored already."""
    said = (post.get(f"{name}-{which}_FORMS", "") for which in ("INITIAL", "TOTAL"))
    return min(*(int(number) if number and is_number(number) else 0 for number in said), _MOST_ROWS)


def _says_a_comment(posted: str) -> bool:
    """Whether what goes with a step of a workflow is what its dialog sends: an object with a comment, or nothing."""
    try:
        said = json.loads(posted)
    except (json.JSONDecodeError, RecursionError):
        return False
    return isinstance(said, dict) and said.keys() <= {"comment"} and isinstance(said.get("comment", ""), str)
