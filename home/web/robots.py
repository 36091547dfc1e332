"""``/robots.txt``: what search engines need not read."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

CLOSED = ("/admin/", "/*/search/", "/*/recommendations/count/", "/*/recommendations/values/", "/*/join/", "/*/mail/")
"""Lists of every combination of filters, and pages for one person."""


def robots(request: HttpRequest) -> HttpResponse:
    """Name them, and where the sitemap is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
