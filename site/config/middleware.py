"""Middleware that only this project's wiring needs."""

from collections.abc import Callable
from http import HTTPStatus

from csp.constants import SELF, UNSAFE_INLINE
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware

from home.not_found import not_found

_ADMIN_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
}


class AdminContentSecurityPolicyMiddleware:
    """Loosen the Content Security Policy for ``/admin/``, whose pages carry inline scripts and styles.

    It stands after ``CSPMiddleware`` in the list: responses pass the list from its end, so that the header is not yet
    written.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on and loosen the policy of an admin response."""
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_replace = _ADMIN_POLICY  # type: ignore[attr-defined]
        return response


class OwnNotFoundPageMiddleware:
    """Show the public "Page not found" in development too, where Django would print its list of addresses.

    People try the site with ``./dev start``: what they see there is to be what visitors see.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer an address that leads to no view at all."""
        response = self.get_response(request)
        if response.status_code == HTTPStatus.NOT_FOUND and request.resolver_match is None:
            return not_found(request, Http404())
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer what a public view did not find; leave every other exception to Django."""
        if isinstance(exception, Http404) and not request.path.startswith("/admin/"):
            return not_found(request, exception)
        return None


class LanguageMiddleware(LocaleMiddleware):
    """Django's, but for the API: an address that is not there is not looked for under a language."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Say the language of the answer; what answers programs says it itself."""
        if request.path.startswith("/api/"):
            return response
        return super().process_response(request, response)
