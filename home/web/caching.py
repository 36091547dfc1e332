"""What may be kept of an answer, and by whom.

A page that anybody gets is kept by whoever likes, and asked for again each time with its ETag: a redaction must be
seen at once, so nothing is shown without asking. Whatever was made for one person, or sets a cookie, is kept by nobody.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers, set_response_etag


def is_for_anybody(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether this answer holds nothing of one person: no session was sent, and no cookie is set.

    A form sets a cookie, whose secret is in the page. A password given for a protected page is kept in a session, so
    such pages are for nobody else either.
    """
    return settings.SESSION_COOKIE_NAME not in request.COOKIES and not response.cookies


class CachingMiddleware:
    """Writes Cache-Control, Vary and ETag, and answers 304 where the reader has it already.

    What an answer says itself (exports, the API, pages that never are to be cached) stays.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on and label the answer."""
        response = self.get_response(request)
        if response.has_header("Cache-Control"):
            return response
        if not is_for_anybody(request, response):
            patch_cache_control(response, private=True, no_store=True)
            return response
        # A session would change the page (an editor's bar, a city's member), so caches keep the two apart.
        patch_vary_headers(response, ["Cookie"])
        if request.method not in ("GET", "HEAD"):
            return response
        patch_cache_control(response, public=True, no_cache=True)
        if not isinstance(response, HttpResponse) or response.status_code != 200 or response.has_header("ETag"):
            return response
        set_response_etag(response)
        return get_conditional_response(request, response["ETag"], None, response) or response
