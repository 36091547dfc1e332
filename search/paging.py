"""Pages of a list, with the addresses of the others."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Page


def paging(page: Page, url_of: Callable[[int], str]) -> dict[str, Any]:
    """Return what ``components/pagination.html`` prints of ``page``; ``url_of`` gives a page its address."""
    paginator = page.paginator
    shown = paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1) if paginator.num_pages > 1 else []
    return {
        # Not "page": the frame takes that for one of the editors' pages.
        "shown_page": page,
        "pages": [(number, url_of(number) if isinstance(number, int) else "") for number in shown],
        "previous_url": url_of(page.number - 1) if page.has_previous() else "",
        "next_url": url_of(page.number + 1) if page.has_next() else "",
    }
