"""Both roles of a city at work on a phone, without script: record, check, send; publish; the public reads it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.browser.test_signed_in import sign_in
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser

PHONE = 360
ABOUT = "cerd-2022-usa-42"
FRAME = (".skiplink", "#wagtail-sidebar", "[data-side-panel-toggle]")
"""Wagtail's own, which axe is not asked about here."""


def fits(page: Page) -> bool:
    """Whether nothing sticks out at the side."""
    page.wait_for_load_state()  # right after a click there may be no document yet
    return page.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_a_contributor_records_and_a_coordinator_publishes(visitors: Visitors) -> None:
    page = visitors(width=PHONE)
    sign_in(page, "city-contributor")
    page.goto("/admin/my-city/")
    page.get_by_role("link", name="Record progress").first.click()
    page.get_by_label("Words or paragraph").fill("hunger")
    page.get_by_role("button", name="Search").last.click()
    page.locator(f"a[href*='{ABOUT}']").click()
    assert fits(page)
    assert violations(page, without=FRAME) == []
    # By keyboard: Tab to the words, arrows between them.
    page.locator("input[name=status]").first.focus()
    for _press in range(2):
        page.keyboard.press("ArrowDown")
    page.get_by_label("What happened?").fill("Six schools serve breakfast.")
    page.get_by_role("button", name="Save and finish later").click()
    expect(page.locator(".messages")).to_contain_text("Only you can see it")
    page.get_by_role("link", name=re.compile("para. 42")).first.click()
    expect(page.get_by_label("What happened?")).to_have_value("Six schools serve breakfast.")
    page.get_by_label("As of").fill("2999-01-01")
    page.get_by_role("button", name="Check answers").last.click()
    expect(page.get_by_role("alert")).to_contain_text("today or earlier")
    page.get_by_label("As of").fill("2026-05-01")
    page.get_by_role("button", name="Check answers").last.click()
    expect(page.get_by_text("Limited progress")).to_be_visible()
    assert fits(page)
    assert violations(page, without=FRAME) == []
    page.go_back()
    expect(page.get_by_label("What happened?")).to_have_value("Six schools serve breakfast.")
    page.get_by_role("button", name="Check answers").last.click()
    page.get_by_role("button", name="Send to coordinator").click()
    expect(page.locator(".messages")).to_contain_text("Sent to the coordinator")

    chief = visitors(width=PHONE)
    sign_in(chief, "city-coordinator")
    chief.goto("/admin/my-city/")
    assert fits(chief)
    assert violations(chief, without=FRAME) == []
    chief.get_by_role("link", name=re.compile("para. 42: Limited progress")).click()
    assert fits(chief)
    assert violations(chief, without=FRAME) == []
    chief.get_by_role("button", name="Publish", exact=True).click()
    expect(chief.locator(".messages")).to_contain_text("Published")
    public = visitors(width=PHONE)
    public.goto(f"/en/recommendations/{ABOUT}/")
    expect(public.get_by_text("Six schools serve breakfast.").first).to_be_visible()


def test_the_form_works_without_script(visitors: Visitors) -> None:
    page = visitors(width=PHONE, javascript=False)
    page.goto("/admin/login/")
    page.locator("input[name=username]").fill("community-member")
    page.locator("input[name=password]").fill("human-rights-member")
    page.locator("button[type=submit]").first.click()
    page.goto(f"/admin/progress/record/{ABOUT}/")
    page.get_by_role("button", name="Add more evidence").click()
    expect(page.get_by_role("group", name="Evidence 2")).to_be_visible()
    page.get_by_role("button", name="Save and finish later").click()
    page.goto("/admin/my-city/")
    expect(page.get_by_role("heading", name="Not sent yet (1)")).to_be_visible()
