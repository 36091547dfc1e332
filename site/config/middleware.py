"""Middleware that only this project's wiring needs."""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse

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
