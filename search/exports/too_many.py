"""What is answered where a search finds more than a kind of file can hold."""

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from search.problem_details import problem_details
from search.selection import Selection


def too_many(request: HttpRequest, selection: Selection, total: int, most: int, title: str) -> JsonResponse:
    """Answer 400 with both numbers and the way out: narrow the search, or take the CSV file, which has no limit."""
    return problem_details(
        400,
        title,
        _("It finds %(count)s records; such a file holds %(most)s. Narrow the search, or take it as CSV.")
        % {"count": total, "most": most},
        count=total,
        limit=most,
        csv=request.build_absolute_uri(selection.export_url("csv")),
    )
