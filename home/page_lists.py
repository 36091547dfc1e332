"""Lists of the editors' pages: what stands below a page, what stands beside it, and long lists page by page."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.models import Page
from wagtail.query import PageQuerySet

from search.paging import paging

A_PAGE = 12


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list: its title, its address, its lead (rich text), and the page itself for what differs."""

    title: str
    url: str
    lead: str
    page: Page


@dataclass(frozen=True, slots=True)
class Paged:
    """One page of a long list with the links to the others (see ``search.paging``)."""

    rows: list[Any]
    total: int
    links: dict[str, Any]

    @classmethod
    def of(cls, rows: QuerySet | list[Any], request: HttpRequest, size: int = A_PAGE) -> "Paged":
        """Return the page that ``?page=`` asks for, the nearest one where there is no such page."""
        page = Paginator(rows, size).get_page(request.GET.get("page"))

        def url_of(number: int) -> str:
            parameters = request.GET.copy()
            parameters["page"] = str(number)
            if number == 1:
                del parameters["page"]
            return f"?{parameters.urlencode()}"

        return cls(list(page.object_list), page.paginator.count, paging(page, url_of))


def listed(pages: PageQuerySet, request: HttpRequest) -> list[Listed]:
    """Return the published, public pages among ``pages`` in the order of the tree (a query, and one a page type)."""
    shown = pages.live().public().order_by("path").specific()
    return [_listed(page, request) for page in shown]


def neighbours(page: Page, request: HttpRequest) -> tuple[Listed | None, Listed | None]:
    """Return the published pages before and after ``page`` among its siblings (two queries)."""
    before = page.get_prev_siblings(inclusive=False).live().public().first()
    after = page.get_next_siblings(inclusive=False).live().public().first()
    return (_listed(before, request) if before else None, _listed(after, request) if after else None)


def _listed(page: Page, request: HttpRequest) -> Listed:
    return Listed(page.title, page.get_url(request) or "", getattr(page, "lead", ""), page)
