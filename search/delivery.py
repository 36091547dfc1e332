"""How public data leave the house: only on GET, from any site, compressed, and not at all where nothing changed.

The ETag names the version of the data and the address, so a program that asks again pays for one small query. Error
answers carry none.
"""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page

from search.changes import data_version
from search.problem_details import problem_details

View = Callable[..., HttpResponseBase]

METHODS = "GET, HEAD, OPTIONS"
ETAG_LENGTH = 32
FORM = 1
"""The form of files and API answers: raised when the same data are sent in another form, such as with a new field."""


def delivered(view: View) -> View:
    """Wrap a view that answers GET with public data."""
    packed = gzip_page(view)

    @wraps(view)
    def deliver(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = _answer(packed, request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Content-Disposition"
        return response

    deliver.csrf_exempt = True  # type: ignore[attr-defined]
    return deliver


def _answer(view: View, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return _preflight()
    if request.method not in ("GET", "HEAD"):
        refused = problem_details(405, _("This address can only be read."), _("Use GET."))
        refused["Allow"] = METHODS
        return refused
    etag = etag_of(request)
    # "*" would match an answer that is an error as well.
    if request.headers.get("If-None-Match") != "*":
        unchanged = get_conditional_response(request, etag=etag)
        if unchanged is not None:
            return unchanged
    # A HEAD is answered like its GET; the server leaves the body out.
    method, request.method = request.method, "GET"
    response = view(request, *args, **kwargs)
    request.method = method
    if response.status_code == 200:
        response.headers.setdefault("ETag", etag)
        response.headers.setdefault("Cache-Control", "public, no-cache")
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def etag_of(request: HttpRequest) -> str:
    """Return the weak ETag of an address: weak, because the compressed body differs from the plain one."""
    asked = "\n".join(
        [str(FORM), data_version().tag, request.get_host(), request.get_full_path(), get_language() or ""]
    )
    return f'W/"{hashlib.sha256(asked.encode()).hexdigest()[:ETAG_LENGTH]}"'


def _preflight() -> HttpResponse:
    response = HttpResponse(status=204)
    response["Access-Control-Allow-Methods"] = METHODS
    response["Access-Control-Allow-Headers"] = "*"
    response["Access-Control-Max-Age"] = "86400"
    response["Allow"] = METHODS
    return response
