"""What people come for, done as they do it: by clicking, by keyboard, without JavaScript, in either language."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser

PHONE = 500
"""Pixels: narrower screens fold menu and filters up."""


def unfold_filters(page: Page) -> None:
    """Open the filters where the screen is narrow."""
    if page.viewport_size and page.viewport_size["width"] < PHONE:
        # A sheet with script, a part that unfolds without.
        page.locator(".sheet-opener:visible, #filters:not([hidden]) > summary").click()


def results(page: Page) -> int:
    """Return the number that the results' heading says."""
    said = page.locator("#results").inner_text()
    return int(re.sub(r"\D", "", said.split(" ")[0]))


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_from_the_front_page_to_what_a_city_does(visitors: Visitors, width: int, javascript: bool) -> None:
    page = visitors(width=width, javascript=javascript)
    page.goto("/")
    expect(page).to_have_url(re.compile("/en/$"))
    page.get_by_label("Search recommendations").fill("sleeping OR homelessness")
    page.locator("main").get_by_role("button", name="Search").click()
    found = results(page)
    assert found > 1
    unfold_filters(page)
    page.locator("details.facet", has=page.locator("summary", has_text="Mechanism")).locator("summary").click()
    page.get_by_role("checkbox", name="CCPR").check()
    page.get_by_role("button", name="Apply filters").first.click()
    expect(page).to_have_url(re.compile("mechanism=ccpr"))
    expect(page.locator("#results")).not_to_have_text(re.compile(rf"^{found} "))
    assert 0 < results(page) < found
    page.go_back()
    expect(page.locator("#results")).to_have_text(re.compile(rf"^{found} "))
    page.go_forward()
    expect(page.locator("#results")).not_to_have_text(re.compile(rf"^{found} "))
    page.get_by_role("link", name="Work with state and local authorities").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("homelessness")
    expect(page.get_by_role("heading", name="The city says")).to_be_visible()
    expect(page.get_by_role("heading", name="The community says")).to_be_visible()
    page.get_by_role("link", name="Ordinance: no fines for sleeping outdoors").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("no fines")
    page.get_by_role("link", name=re.compile("Example Falls")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Example Falls")
    expect(page.get_by_text("Part of this page is made up").or_(page.get_by_text("made up")).first).to_be_visible()


def test_removing_a_filter_brings_the_others_back(page: Page) -> None:
    page.goto("/en/recommendations/?mechanism=ccpr&theme=housing")
    few = results(page)
    page.get_by_role("list", name="Active filters").get_by_role("link", name=re.compile("CCPR")).click()
    expect(page).to_have_url(re.compile(r"\?theme=housing"))
    assert results(page) > few
    unfold_filters(page)
    expect(page.locator("input[name=theme][value=housing]").first).to_be_checked()


def test_theme_review_and_its_dates(page: Page) -> None:
    page.goto("/en/recommendations/upr-3-usa-26-286/")
    page.get_by_role("link", name="Right to adequate housing").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Right to adequate housing")
    page.goto("/en/mechanisms/")
    page.locator("main").get_by_role("link", name="Universal Periodic Review").first.click()
    page.locator("main").get_by_role("link", name=re.compile("UPR cycle 4")).first.click()
    expect(page.locator("main")).to_contain_text("Not held in 2025")
    assert page.locator("main ol > li").count() > 3


def test_the_other_language_is_the_same_page_with_the_same_filters(page: Page) -> None:
    page.goto("/en/recommendations/?theme=housing&position=supported")
    found = results(page)
    page.get_by_role("link", name="Español").click()
    expect(page).to_have_url(re.compile(r"/es/recommendations/\?position=supported&theme=housing$"))
    expect(page.locator("html")).to_have_attribute("lang", "es")
    assert results(page) == found


def test_an_unknown_address_speaks_the_visitors_language(page: Page) -> None:
    response = page.goto("/es/recommendations/no-hay/")
    assert response is not None
    assert response.status == 404
    expect(page.get_by_role("heading", level=1)).to_contain_text("No se encontró la página")
    expect(page.locator("main input[name=q]")).to_be_visible()


def test_a_mistake_is_explained_and_nothing_is_shown(page: Page) -> None:
    page.goto("/en/recommendations/?theme=housng")
    expect(page.locator("main")).to_contain_text("No theme is called “housng”")
    expect(page.locator("#results")).to_have_text("No results")
    assert page.locator("article").count() == 0
    page.get_by_role("link", name=re.compile("without it")).click()
    assert results(page) > 600


def test_by_keyboard_alone(visitors: Visitors) -> None:
    page = visitors(width=1280)
    page.goto("/en/recommendations/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("name", "q")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert float(outline.removesuffix("px")) >= 2
    page.keyboard.type("racial profiling")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=racial"))
    assert results(page) > 0
