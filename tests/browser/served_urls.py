"""The addresses of the site, one that always fails and one that is closed, so that those pages can be seen."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.static import serve

from config.urls import urlpatterns as of_the_site
from home.style_guide import style_guide
from home.web.closed import closed_page


def broken(request: HttpRequest) -> HttpResponse:
    """Fail."""
    raise RuntimeError("This address fails on purpose.")


def closed(request: HttpRequest) -> HttpResponse:
    """Answer as the whole site does while it is closed."""
    return closed_page(request, "2099-12-01 10:00")


# A server before the site hands out stored files; here the site does it itself.
files = path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT})
# The style guide exists in development only; it shows every component, so the browser looks at it as well.
tried = i18n_patterns(path("broken/", broken), path("closed/", closed), path("style-guide/", style_guide))

urlpatterns = [files, *tried, *of_the_site]
