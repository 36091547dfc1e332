"""A language written from right to left needs no new styles: pages are tried in a made-up one.

The pseudo-locale turns the page round and changes every letter of our own words into a Hebrew one, a third longer, so
that the browser orders and breaks the lines as it would. That a page of a real such language says ``dir="rtl"`` is
tested in tests/home/test_frame.py.
"""

import pytest

from tests.browser.catalogue import PAGES, PublicPage
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser

TRIED = ("home", "search-filtered", "search-table", "city", "recommendation", "standard-page", "review", "join")
WIDTHS = (320, 1280)
PSEUDO_LOCALE = """() => {
    document.documentElement.lang = "he";
    document.documentElement.dir = "rtl";
    const letters = [..."אבגדהוזחטיכלמנסעפצקרשת"];
    const turn = (text) => text.replace(/\\p{L}+/gu, (word) => [...word, ...word.slice(0, word.length / 3)]
        .map((letter) => letters[letter.codePointAt(0) % letters.length]).join(""));
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const inside = walk.currentNode.parentElement;
        if (!inside.closest("body [lang], script, style")) walk.currentNode.data = turn(walk.currentNode.data);
    }
    document.querySelectorAll("details").forEach((each) => { each.open = true; });
}"""
TOO_WIDE = """() => {
    const scrolls = (element) => element && element !== document.body
        && (["auto", "scroll"].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    return [...document.body.querySelectorAll("*")]
        .filter((element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
        .filter((element) => getComputedStyle(element).clipPath === "none" && !scrolls(element.parentElement))
        .filter((element) => {
            const { left, right } = element.getBoundingClientRect();
            return left < -1 || right > innerWidth + 1;
        })
        .map((element) => element.outerHTML.slice(0, 120));
}"""
"""Visible elements that reach over either edge outside a part that scrolls by itself."""


@pytest.mark.parametrize("pixels", WIDTHS)
@pytest.mark.parametrize("public_page", [page for page in PAGES if page.name in TRIED], ids=str)
def test_page_turns_round(visitors: Visitors, public_page: PublicPage, pixels: int) -> None:
    page = visitors(width=pixels)
    page.goto(public_page.address("en"))
    brand = page.locator(".brand").bounding_box()
    heading = page.locator("main h1").bounding_box()
    page.evaluate(PSEUDO_LOCALE)
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth") == pixels
    turned_brand, turned_heading = page.locator(".brand").bounding_box(), page.locator("main h1").bounding_box()
    assert brand and heading and turned_brand and turned_heading
    # What began at the left begins as far from the right.
    assert pixels - turned_brand["x"] - turned_brand["width"] == pytest.approx(brand["x"], abs=1)
    assert pixels - turned_heading["x"] - turned_heading["width"] == pytest.approx(heading["x"], abs=1)
    if public_page.name == "search-filtered" and pixels > 1000:
        filters, results = page.locator("#filters").bounding_box(), page.locator("#results").bounding_box()
        assert filters and results
        assert filters["x"] > results["x"], "the filters stand where the line begins"


def test_nothing_else_keeps_a_side(visitors: Visitors) -> None:
    """A style that is bound to left or right is seen: the check itself is tried."""
    page = visitors(width=320)
    page.set_content('<body style="margin: 0"><p style="position: relative; left: -40px; inline-size: 100%">Out</p>')
    assert len(page.evaluate(TOO_WIDE)) == 1
