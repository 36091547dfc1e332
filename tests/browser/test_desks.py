"""An editor at the desks on a phone, without script: a pair is linked and taken back, plain words are saved."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.browser.test_record_progress import FRAME, PHONE, fits
from tests.browser.test_signed_in import password_of
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser


def sign_in_without_script(page: Page) -> None:
    page.goto("/admin/login/")
    page.locator("input[name=username]").fill("editor")
    page.locator("input[name=password]").fill(password_of("editor"))
    page.locator("button[type=submit]").first.click()


def test_a_pair_is_linked_the_public_reads_it_and_it_is_taken_back(visitors: Visitors) -> None:
    page = visitors(width=PHONE, javascript=False)
    sign_in_without_script(page)
    page.goto("/admin/possible-duplicates/")
    page.locator("main a[href*='/possible-duplicates/decide/']").first.click()
    expect(page.get_by_role("heading", level=1, name="The same, a repeat, or different?")).to_be_visible()
    here = page.url
    first, second = (page.locator(f"#side-{side} a").get_attribute("href") for side in (1, 2))
    page.get_by_role("button", name="Repeats: link them").click()
    expect(page.get_by_text("Linked. Each page says where it was said also.")).to_be_visible()
    public = visitors(width=PHONE)
    public.goto(second)
    expect(public.locator("#said-also")).to_be_visible()
    assert public.locator(f"section[aria-labelledby=said-also] a[href='{first}']").count() == 1
    assert violations(public) == []
    page.goto(here)
    page.get_by_role("button", name="Take this back").click()
    expect(page.get_by_text("Taken back. The pair waits again.")).to_be_visible()
    with_script = visitors(width=PHONE)
    sign_in_without_script(with_script)
    with_script.goto(here)
    assert fits(with_script)
    assert violations(with_script, without=FRAME) == []


def test_plain_words_are_saved_and_the_next_record_comes(visitors: Visitors) -> None:
    page = visitors(width=PHONE, javascript=False)
    sign_in_without_script(page)
    page.goto("/admin/plain-words/?state=drafted")
    page.locator("main a[href*='/plain-words/write/']").first.click()
    here = page.url
    expect(page.get_by_text(re.compile("reading grade")).first).to_be_visible()
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.get_by_text(re.compile("^\\s*Saved: "))).to_be_visible()
    assert page.url != here
    with_script = visitors(width=PHONE)
    sign_in_without_script(with_script)
    with_script.goto(here)
    assert fits(with_script)
    assert violations(with_script, without=FRAME) == []
