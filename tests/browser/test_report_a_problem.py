"""A reader reports a problem on a phone, and the screens on which somebody deals with it fit one, too."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.browser.test_record_progress import FRAME, PHONE, fits
from tests.browser.test_signed_in import sign_in
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser


def good(page: Page) -> None:
    """Check that a screen fits a phone and breaks no rule of accessibility."""
    assert fits(page), page.url
    assert violations(page, without=FRAME) == [], page.url


def test_the_screens_for_a_problem_fit_a_phone(visitors: Visitors) -> None:
    anybody, admin = visitors(width=PHONE), visitors(width=PHONE)
    anybody.goto("/en/cities/example-falls/")
    anybody.goto("/en/report-a-problem/entry/1/")
    good(anybody)
    anybody.locator("[name=category][value=wrong]").check()
    anybody.locator("[name=text]").fill("The link is dead.")
    anybody.get_by_role("button", name="Send").click()
    expect(anybody.get_by_role("alert")).to_contain_text("faster than people type")
    expect(anybody.locator("[name=text]")).to_have_value("The link is dead.")
    anybody.wait_for_timeout(3_100)
    anybody.get_by_role("button", name="Send").click()
    expect(anybody).to_have_url(re.compile("thank-you"))
    sign_in(admin, "admin")
    for path in ("problems/", "redactions/entry/1/", "suppressed/"):
        admin.goto(f"/admin/{path}")
        good(admin)
    admin.goto("/admin/problems/")
    admin.locator("main a[href*='/problems/handle/']").first.click()
    good(admin)
    chief = visitors(width=PHONE)
    sign_in(chief, "city-coordinator")
    chief.goto("/admin/members/")
    good(chief)
    chief.locator("a[href*='/members/end/']").first.click()
    good(chief)
