"""With scripting off everything is there and everything works: each page is tried, then what people do on a phone."""

import re

import pytest
from django.core import signing
from playwright.sync_api import Page, expect

from tests.browser.catalogue import LANGUAGES, PAGES, WILL_JOIN, PublicPage
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser

PHONE = 360
TYPING_MS = 3_200
"""A form that is sent sooner was not typed in by a person."""
IDLE = """() => [...document.querySelectorAll("button, [role=button], a:not([href]), [onclick]")]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }))
    .filter((element) => !(element.form && element.type === "submit"))
    .map((element) => element.outerHTML.slice(0, 120))"""
"""Visible controls that nobody hears without script: they belong to no form and lead nowhere."""


@pytest.fixture
def page(visitors: Visitors) -> Page:
    """A phone with scripting off."""
    return visitors(width=PHONE, javascript=False)


@pytest.mark.parametrize("public_page", PAGES, ids=str)
def test_page_is_all_there(page: Page, public_page: PublicPage) -> None:
    language = LANGUAGES[PAGES.index(public_page) % len(LANGUAGES)]
    response = page.goto(public_page.address(language))
    assert response is not None
    assert response.status == public_page.status
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    if public_page.template != "home/style_guide.html":  # It shows every button there is.
        assert page.evaluate(IDLE) == []


def test_idle_controls_are_seen(page: Page) -> None:
    page.set_content('<button>Alone</button><a>Nowhere</a><form><button>Send</button></form><a href="/">Home</a>')
    assert len(page.evaluate(IDLE)) == 2


def test_joining_and_leaving(page: Page) -> None:
    page.goto("/es/sumarse/")
    page.get_by_role("button", name="Sumarse").click()
    expect(page.get_by_role("alert")).to_contain_text("nombre@example.org")
    page.get_by_label("Correo electrónico").fill("visitor@example.org")
    page.wait_for_timeout(TYPING_MS)
    page.get_by_role("button", name="Sumarse").click()
    expect(page).to_have_url(re.compile("/es/join/look-into-your-mail/$"))
    # The mail of somebody who asked before.
    page.goto(f"/en/join/confirm/{signing.dumps(WILL_JOIN, salt='home.join.confirm')}/")
    page.get_by_role("button", name="Yes, I want to join").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are on the list")
    page.get_by_role("link", name="Leave the list").click()
    page.get_by_role("button", name="Leave the list").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are off the list")


def test_writing_to_the_editors(page: Page) -> None:
    page.goto("/en/contact/")
    page.get_by_label("What is it about?").select_option("A mistake")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(1)
    page.get_by_label("Your message").fill("The link is dead.")
    page.wait_for_timeout(TYPING_MS)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your form arrived")


def test_filters_keep_when_the_language_changes(page: Page) -> None:
    page.goto("/en/recommendations/")
    page.locator("#filters > summary").click()
    page.locator("details.facet", has=page.locator("summary", has_text="Position")).locator("summary").click()
    page.locator("input[name=position][value=supported]").check()
    page.get_by_role("button", name="Apply filters").first.click()
    expect(page).to_have_url(re.compile("position=supported"))
    found = page.locator("#results").inner_text().split(" ")[0]
    page.get_by_role("link", name="Español").click()
    expect(page).to_have_url(re.compile(r"/es/recommendations/\?position=supported$"))
    expect(page.locator("#results")).to_have_text(re.compile(rf"^{found} "))


def test_the_menu_and_the_library(page: Page) -> None:
    page.goto("/en/")
    page.locator(".menu-phone > summary").click()
    page.locator(".menu-phone").get_by_role("link", name="Take part").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Take part")
    page.locator("footer").get_by_role("link", name="Resources").click()
    everything = page.locator(".library .cards > li").count()
    page.get_by_label("Kind").select_option("report")
    page.get_by_role("button", name="Apply filters").click()
    expect(page).to_have_url(re.compile("kind=report"))
    assert 0 < page.locator(".library .cards > li").count() < everything
    page.get_by_role("link", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.get_by_role("heading", level=1)).to_have_text("Recursos")
