"""Errors for programs: problem details (RFC 9457), which API, exports and feeds share."""

from collections.abc import Sequence

from django.http import JsonResponse
from django.utils.translation import gettext as _

from search.selection import Problem

MEDIA_TYPE = "application/problem+json"


def problem_details(status: int, title: str, detail: str, **more: object) -> JsonResponse:
    """Answer an error: ``title`` says what sort of error it is, ``detail`` what to do about this one."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return JsonResponse(body, status=status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False})


def refused(problems: Sequence[Problem]) -> JsonResponse:
    """Answer 400 with every mistake of an address. Nothing is guessed, so nothing is found."""
    return problem_details(
        400,
        _("This search cannot be understood."),
        " ".join(problem.message for problem in problems),
        problems=[problem_data(problem) for problem in problems],
    )


def problem_data(problem: Problem) -> dict[str, object]:
    """Return one mistake as data."""
    return {
        "parameter": problem.parameter,
        "value": problem.value,
        "kind": problem.kind.value,
        "message": problem.message,
        "suggestion": problem.suggestion,
    }
