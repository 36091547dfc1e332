"""Editors and members at their work: what an editor writes the public reads, and members see their own only."""

import csv
import re

import pytest
from playwright.sync_api import Page, expect

from devtools.processes import ROOT
from tests.browser.accessibility import violations
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser

RECOMMENDATION = "/en/recommendations/upr-3-usa-26-286/"


def password_of(username: str) -> str:
    """Return the demo password of a login."""
    with (ROOT / "demo" / "logins.csv").open(encoding="utf-8", newline="") as stream:
        return next(row["password"] for row in csv.DictReader(stream) if row["username"] == username)


def sign_in(page: Page, username: str) -> None:
    """Sign in as one of the demo's people."""
    page.goto("/admin/login/")
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(password_of(username))
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile("/admin/$"))


def test_an_editor_rewrites_a_summary_and_the_public_reads_it(page: Page) -> None:
    sign_in(page, "editor")
    page.goto("/admin/recommendations/?q=26.286")
    page.locator("main a", has_text="26.286").first.click()
    page.wait_for_url(re.compile("/recommendations/edit/"))
    edit = page.url
    summary = page.locator("textarea[name=summary_en]")
    before = summary.input_value()
    summary.fill("Do more against homelessness, everywhere.")
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator(".messages")).to_contain_text("updated")
    page.goto(RECOMMENDATION)
    expect(page.get_by_role("heading", level=1)).to_have_text("Do more against homelessness, everywhere.")
    page.goto(edit)
    page.locator("textarea[name=summary_en]").fill(before)
    page.get_by_role("button", name="Save").first.click()
    page.goto(RECOMMENDATION)
    expect(page.get_by_role("heading", level=1)).to_have_text(before)


def test_a_member_gets_nowhere_with_what_is_not_hers(page: Page) -> None:
    sign_in(page, "city-contributor")
    for path in ("users/", "recommendations/", "pages/", "settings/", "reports/site-history/"):
        page.goto(f"/admin/{path}")
        assert page.locator("form[method=post] textarea, form[method=post] [name=username]").count() == 0, path


def test_long_choices_stay_inside_a_phone(visitors: Visitors) -> None:
    page = visitors(width=360)
    sign_in(page, "editor")
    page.goto("/admin/reviews/?q=upr-4-usa")
    page.locator("main a", has_text="UPR cycle 4").first.click()
    page.wait_for_url(re.compile("/reviews/edit/"))
    right_edges = page.locator("main select").evaluate_all("all => all.map(each => each.getBoundingClientRect().right)")
    assert len(right_edges) >= 4
    assert max(right_edges) <= 360


def test_the_screens_of_the_tracker_break_no_rule(visitors: Visitors) -> None:
    page = visitors(width=1280)
    sign_in(page, "editor")
    page.goto("/admin/recommendations/")
    assert violations(page) == []
