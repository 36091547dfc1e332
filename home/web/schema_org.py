"""What a page is, for machines that read schema.org: dictionaries that templates write as JSON-LD."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import gettext as _

CONTEXT = "https://schema.org"


def organization(request: HttpRequest) -> dict[str, Any]:
    """Say who runs the site."""
    return {
        "@context": CONTEXT,
        "@type": "Organization",
        "name": _("Human Rights Cities"),
        "url": request.build_absolute_uri("/"),
        "logo": request.build_absolute_uri(static("icons/favicon.svg")),
    }


def breadcrumbs(request: HttpRequest, steps: list[tuple[str, str | None]]) -> dict[str, Any]:
    """Say what stands above the page, from the front page down."""
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": str(title), "item": request.build_absolute_uri(url or "/")}
            for place, (title, url) in enumerate(steps, start=1)
        ],
    }


def article(request: HttpRequest, page: Any) -> dict[str, Any]:
    """Say that a page is an article, since when, and by whom."""
    return {
        "@context": CONTEXT,
        "@type": "Article",
        "headline": page.title,
        "inLanguage": page.locale.language_code,
        "url": request.build_absolute_uri(page.get_url(request) or "/"),
        "datePublished": page.first_published_at.isoformat() if page.first_published_at else None,
        "dateModified": page.last_published_at.isoformat() if page.last_published_at else None,
        "publisher": {"@type": "Organization", "name": _("Human Rights Cities")},
    }
