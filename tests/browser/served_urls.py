"""The addresses of the site, and one that always fails, so that the page for failures can be seen."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import urlpatterns as of_the_site


def broken(request: HttpRequest) -> HttpResponse:
    """Fail."""
    raise RuntimeError("This address fails on purpose.")


urlpatterns = [*i18n_patterns(path("broken/", broken)), *of_the_site]
