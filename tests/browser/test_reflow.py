"""On the narrowest screens nothing scrolls sideways (WCAG 2.2, 1.4.10): 320 px is a 1280 px window at 400 %."""

import pytest

from tests.browser.catalogue import LANGUAGES, PAGES, PublicPage
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser

NARROWEST = 320
TOO_WIDE = """() => {
    const scrolls = (element) => element && element !== document.body
        && (["auto", "scroll"].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    return [...document.body.querySelectorAll("*")]
        .filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && !scrolls(element.parentElement))
        .filter((element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
        .filter((element) => getComputedStyle(element).clipPath === "none")
        .map((element) => element.outerHTML.slice(0, 120));
}"""
"""Visible elements that reach over the right edge outside a part that scrolls by itself."""


@pytest.mark.parametrize("public_page", PAGES, ids=str)
def test_page_fits(visitors: Visitors, public_page: PublicPage) -> None:
    page = visitors(width=NARROWEST)
    for language in LANGUAGES:
        page.goto(public_page.address(language))
        # What is folded up must fit as well.
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        assert page.evaluate(TOO_WIDE) == []
        assert page.evaluate("document.documentElement.scrollWidth") == NARROWEST
