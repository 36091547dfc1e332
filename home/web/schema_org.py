"""What a page is, for machines that read schema.org: dictionaries that templates write as JSON-LD."""

from datetime import date
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
    """Say that a page is an article, since when, and by whom. A page not translated yet is told as its original."""
    page = page.alias_of.specific if page.alias_of_id else page
    author = getattr(page, "author", "")
    said: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Article",
        "headline": page.title,
        "inLanguage": page.locale.language_code,
        "url": request.build_absolute_uri(page.get_url(request) or "/"),
        "datePublished": _iso(getattr(page, "date", None) or page.first_published_at),
        "dateModified": _iso(page.last_published_at),
        # A name only: nobody said whether it is an office's or a person's.
        "author": author,
        "publisher": {"@type": "Organization", "name": _("Human Rights Cities")},
    }
    return {name: value for name, value in said.items() if value}


def _iso(when: date | None) -> str:
    return when.isoformat() if when else ""
