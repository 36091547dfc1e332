"""The addresses of the site, and one that always fails, so that the page for failures can be seen."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.static import serve

from config.urls import urlpatterns as of_the_site
from home.style_guide import style_guide


def broken(request: HttpRequest) -> HttpResponse:
    """Fail."""
    raise RuntimeError("This address fails on purpose.")


# A server before the site hands out stored files; here the site does it itself.
files = path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT})
# The style guide exists in development only; it shows every component, so the browser looks at it as well.
tried = i18n_patterns(path("broken/", broken), path("style-guide/", style_guide))

urlpatterns = [files, *tried, *of_the_site]
