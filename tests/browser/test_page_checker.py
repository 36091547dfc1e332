"""The checker beside the page editor: it tells an editor of a picture without words for those who do not see it."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.test_signed_in import sign_in
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser


def test_pictures_without_words_are_found_while_an_editor_writes(visitors: Visitors) -> None:
    page = visitors(width=1280)
    sign_in(page, "editor")
    page.goto("/en/every-page/blocks/")
    page.goto(str(page.locator("a[href*='/admin/pages/'][href*='/edit/']").first.get_attribute("href")))
    page.get_by_label("Alt text").first.fill("bridge_2041.jpg")
    page.get_by_role("button", name="Toggle checks").click()
    expect(page.locator("[data-checks-panel]")).to_contain_text("Image alt text has inappropriate pattern")
    # A picture that came without any, such as by a change of ours to a template, is found by the same list of rules.
    page.route("**/en/every-page/blocks/", without_words)
    page.goto("/en/every-page/blocks/")
    page.get_by_role("button", name="View Wagtail quick actions").click()
    page.get_by_role("button", name="Issues found").or_(page.get_by_text("Issues found")).first.click()
    expect(page.get_by_text("A picture has no description").first).to_be_visible()
    # Wagtail writes to the console what its checker found.
    visitors.complaints[:] = [each for each in visitors.complaints if "axe.run results" not in each]


def without_words(route: Route) -> None:
    answer = route.fetch()
    words = ' alt="A bridge over a river"'
    assert words in answer.text()
    route.fulfill(response=answer, body=answer.text().replace(words, ""))
