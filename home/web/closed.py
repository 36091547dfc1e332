"""The site is closed for work: everybody gets a page that says until when, and no database is asked.

It is closed while the file of the setting ``CLOSED_FILE`` exists. Its first line may say when the site opens again,
as ``2026-12-01 10:00`` in the site's time zone.
"""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation

ALIVE = ("/healthz",)
"""Answers on: the process is well, and is not to be restarted."""

USUALLY = 3600
"""Seconds after which to ask again where nobody said when the site opens."""


class ClosedMiddleware:
    """Stands before everything that asks the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 503 while the site is closed."""
        said = _said()
        if said is None or request.path in ALIVE:
            return self.get_response(request)
        return closed_page(request, said)


def closed_page(request: HttpRequest, said: str) -> HttpResponse:
    """Return the page for everybody, in the reader's language; ``said`` is what stands in the file."""
    opens = opening_time(said)
    language = translation.get_language_from_request(request, check_path=True)
    with translation.override(language):
        response = render(request, "503.html", {"opens": opens}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(max(60, int((opens - timezone.now()).total_seconds())) if opens else USUALLY)
    response["Cache-Control"] = "no-store"
    response["Content-Language"] = language
    return response


def _said() -> str | None:
    try:
        return Path(settings.CLOSED_FILE).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None


def opening_time(said: str) -> datetime | None:
    """Read the first line of the file; None where it names no time to come."""
    first = said.strip().splitlines()[0].strip() if said.strip() else ""
    try:
        opens = datetime.fromisoformat(first)
    except ValueError:
        return None
    if timezone.is_naive(opens):
        opens = timezone.make_aware(opens, timezone.get_default_timezone())
    return opens if opens > timezone.now() else None
