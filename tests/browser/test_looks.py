"""What nobody complains about and everybody sees: parts without their styles, paper without the results, holes."""

import re
import urllib.error
import urllib.request

import pytest
from lxml import html

from devtools.processes import ROOT
from tests.browser.catalogue import PAGES
from tests.browser.live_site import LiveSite
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser

CLASS = re.compile(r"\.([a-z][\w-]*)")
SELECTOR = re.compile(r"([^{}]+)\{")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
RESULTS = "/recommendations/?q=police"


def styled_classes() -> dict[str, set[str]]:
    """Return which of our style sheets say something about a class: class → names of files."""
    files: dict[str, set[str]] = {}
    for sheet in (ROOT / "static" / "css").glob("*.css"):
        for selector in SELECTOR.findall(COMMENT.sub("", sheet.read_text(encoding="utf-8"))):
            for name in CLASS.findall(selector):
                files.setdefault(name, set()).add(sheet.name)
    return files


def fetch(url: str) -> html.HtmlElement:
    """Return the page at an address, error pages included."""
    try:
        with urllib.request.urlopen(url, timeout=60) as response:
            return html.fromstring(response.read())
    except urllib.error.HTTPError as error:
        return html.fromstring(error.read())


def without_styles(page: html.HtmlElement, files: dict[str, set[str]]) -> set[str]:
    """Return the classes a page uses and whose style sheets, all of them, it does not ask for."""
    sheets = {address.rsplit("/", 1)[-1] for address in page.xpath("//link[@rel='stylesheet']/@href")}
    used = {name for names in page.xpath("//body//@class") for name in names.split()}
    return {name for name in used if name in files and not files[name] & sheets}


def test_every_part_of_a_page_has_its_styles(site: LiveSite) -> None:
    files = styled_classes()
    assert len(files) > 100
    pages = {page.name: fetch(site.address + page.address("en")) for page in PAGES}
    assert {name: bare for name, page in pages.items() if (bare := without_styles(page, files))} == {}
    # The check sees a part without its styles.
    bare = html.fromstring("<html><head></head><body><nav class='pagination'></nav></body></html>")
    assert without_styles(bare, files) == {"pagination"}


def test_paper_has_the_results_of_a_search_and_no_controls(visitors: Visitors) -> None:
    page = visitors()
    page.goto(f"/en{RESULTS}")
    page.emulate_media(media="print")
    assert page.locator(".cards > li:visible").count() == 25
    assert page.locator("#results:visible").count() == 1
    controls = "main :is(input, select, button, nav):visible"
    assert page.locator(controls).count() == 0


def test_news_and_events_stand_side_by_side_on_a_wide_screen(visitors: Visitors) -> None:
    page = visitors(width=1280)
    page.goto("/en/")
    news, events = page.locator(".home-news").bounding_box(), page.locator(".home-events").bounding_box()
    assert news and events
    assert news["y"] == events["y"]
    assert news["x"] + news["width"] <= events["x"]


def test_the_footer_of_a_short_page_stands_at_the_bottom(visitors: Visitors) -> None:
    page = visitors(width=1280)
    page.goto("/en/join/look-into-your-mail/")
    footer = page.locator(".footer").bounding_box()
    assert footer
    assert footer["y"] + footer["height"] == 800  # the height of the window
