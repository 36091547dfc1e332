"""Every address of the site: what has no language first, then the same pages under ``/en/`` and ``/es/``."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from config.health import healthz, readyz

handler404 = "home.not_found.not_found"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    # Before Wagtail's own, whose place they take.
    path("admin/", include("home.admin.guarded_urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v1/", include("search.api.urls")),
    path("data/", include("search.dataset.urls")),
    path("", include("cities.urls")),
    path("", include("home.web.urls")),
]

if settings.DEBUG:
    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)

if settings.DEBUG:
    from home.style_guide import style_guide

    urlpatterns += i18n_patterns(path("style-guide/", style_guide, name="style_guide"))

urlpatterns += i18n_patterns(
    path("", include("cities.public_urls")),
    path("", include("home.urls")),
    path("", include("search.urls")),
    path("", include(wagtail_urls)),
)
