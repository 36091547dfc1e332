"""A first visit costs little: at most 60 KB over the wire and 20 requests, and asks nobody but us."""

import gzip

import pytest
from playwright.sync_api import Request

from tests.browser.catalogue import PAGES, PublicPage
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser

MOST_BYTES = 60 * 1024
MOST_SCRIPT = 16 * 1024
MOST_REQUESTS = 20
MEASURED = [page for page in PAGES if page.name in ("home", "search", "search-in-city", "city", "recommendation")]


@pytest.mark.parametrize("public_page", MEASURED, ids=str)
@pytest.mark.parametrize("language", ["en", "es"])
def test_first_visit_is_light(visitors: Visitors, public_page: PublicPage, language: str) -> None:
    page = visitors(width=360)
    requests: list[Request] = []
    page.on("requestfinished", lambda request: requests.append(request))
    page.goto(public_page.address(language), wait_until="networkidle")
    weights = {request.url: weight(request) for request in requests}
    assert len(weights) > 5
    assert len(requests) <= MOST_REQUESTS, list(weights)
    assert sum(weights.values()) <= MOST_BYTES, weights


def test_the_search_pages_script_is_light(visitors: Visitors) -> None:
    page = visitors(width=360)
    requests: list[Request] = []
    page.on("requestfinished", lambda request: requests.append(request))
    page.goto("/en/recommendations/", wait_until="networkidle")
    scripts = {request.url: body_weight(request) for request in requests if request.resource_type == "script"}
    assert len(scripts) == 4
    assert sum(scripts.values()) <= MOST_SCRIPT, scripts
    page.goto("/en/", wait_until="networkidle")
    assert page.locator("script[src]").count() == 0, "htmx on the search page only"


def body_weight(request: Request) -> int:
    """Return the bytes of a file as the static files' storage keeps it: compressed once, with patience."""
    response = request.response()
    assert response is not None
    return len(gzip.compress(response.body(), 9))


def weight(request: Request) -> int:
    """Return the bytes of a response as they went over the wire, headers included.

    Pages come compressed. The tests' static files do not: the storage of a public site keeps them so, and its size
    counts here.
    """
    response = request.response()
    assert response is not None
    sizes = request.sizes()
    body = sizes["responseBodySize"]
    if response.headers.get("content-encoding") != "gzip" and "/static/" in request.url:
        body = body_weight(request)
    return body + sizes["responseHeadersSize"]


def test_going_on_fetches_little_more_than_the_page(visitors: Visitors) -> None:
    page = visitors(width=360)
    page.goto("/en/", wait_until="networkidle")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.get_by_role("link", name="Accessibility").click()
    page.wait_for_load_state("networkidle")
    from_the_network = [url for url in requests if not url.endswith((".svg", ".css"))]
    assert from_the_network == [page.url]
