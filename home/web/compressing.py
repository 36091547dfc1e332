"""Compressed answers for pages that hold no secret.

Who can make a reader's browser ask for a page with words of his own, and sees its compressed length, can guess secrets
in it (BREACH). Forms carry such a secret, pages of people who are signed in may: those go uncompressed.
"""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_TEXT = ("text/", "application/xml", "application/atom+xml", "application/json", "image/svg+xml")


class CompressingMiddleware(GZipMiddleware):
    """Django's, for what anybody may keep, and for text only."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress a public text; leave everything else as it is."""
        is_public = "public" in response.headers.get("Cache-Control", "")
        is_text = response.headers.get("Content-Type", "").startswith(_TEXT)
        if not is_public or not is_text or response.streaming:
            return response
        compressed: HttpResponseBase = super().process_response(request, response)
        return compressed
