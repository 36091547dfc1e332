"""Addresses of the API, below ``/api/v1/``. Every one is read by GET, compressed, for any site, with an ETag."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path

from search.api import actions, cities, documentation, progress, recommendations, vocabularies
from search.api.application import api, in_language, not_found
from search.delivery import delivered

MODULES = (recommendations, vocabularies, cities, progress, actions)
"""The subjects, in the order of the schema: importing one registers its addresses."""


def no_such_address(_request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer what is below the API and nothing of it."""
    return not_found()


def _addresses() -> list[URLPattern]:
    found = []
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name not in ("openapi-json", "api-root"):
            found.append(URLPattern(pattern.pattern, delivered(in_language(pattern.callback)), name=pattern.name))
    return found


app_name = "api-v1"
urlpatterns = [
    path("", documentation.documentation, name="api-root"),
    path("openapi.json", delivered(documentation.openapi), name="openapi"),
    *_addresses(),
    re_path(r"^(?P<rest>[\s\S]*)\Z", delivered(no_such_address), name="none"),
]
