"""Two sides of one city and a neighbour, on phones: words stand side by side, and nobody sees more than is theirs."""

import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.browser.live_site import LiveSite
from tests.browser.test_record_progress import FRAME, PHONE, fits
from tests.browser.test_signed_in import sign_in
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser

ABOUT = "upr-3-usa-26-286"
NOTE = "Forty families moved in, says the coalition."
REPLY = "The city counts thirty-eight."
PUBLIC = f"/en/recommendations/{ABOUT}/"


def good(page: Page) -> None:
    """Check that a screen fits a phone and breaks no rule of accessibility."""
    page.wait_for_load_state()
    assert fits(page), page.url
    assert violations(page, without=FRAME) == [], page.url


def invitation(site: LiveSite) -> str:
    """Return where the invitation in the outbox leads (no worker runs here, so the mail waits there)."""
    with closing(sqlite3.connect(site.log.parent / "site.sqlite3")) as database:
        return database.execute("SELECT path FROM home_message WHERE path LIKE '%/invitation/%'").fetchone()[0]


def a_neighbour(visitors: Visitors, site: LiveSite) -> Page:
    """Let an organisation of another city apply, be verified, be invited and come in; return its coordinator's page."""
    guest, editor = visitors(width=PHONE), visitors(width=PHONE)
    guest.goto("/en/become-an-assessor/?city=eugene-or")
    good(guest)
    guest.locator("[name=name]").fill("Rivertown Neighbours")
    guest.locator("[name=kind][value=community]").check()
    guest.locator("[name=how_to_verify]").fill("Call our office.")
    guest.locator("[name=contact_email]").fill("neighbour@example.org")
    # Longer than programs take.
    guest.wait_for_timeout(3_100)
    guest.get_by_role("button", name="Send").click()
    expect(guest.get_by_role("heading", level=1)).to_have_text("We have your application")
    sign_in(editor, "editor")
    editor.goto("/admin/applications/")
    editor.get_by_role("link", name=re.compile("Rivertown Neighbours")).first.click()
    expect(editor.locator("button[value=verify]")).to_be_visible()
    good(editor)
    editor.locator("[name=note]").fill("Called the office.")
    editor.locator("button[value=verify]").click()
    expect(editor.locator(".messages")).to_contain_text("Verified")
    guest.goto(invitation(site))
    good(guest)
    guest.locator("[name=password]").fill("Seven rivers meet at noon")
    guest.locator("main form button").click()
    expect(guest).to_have_url(re.compile("/admin/my-city/$"))
    good(guest)
    return guest


def test_two_sides_speak_and_the_next_city_hears_no_more_than_the_public(visitors: Visitors, site: LiveSite) -> None:
    neighbour = a_neighbour(visitors, site)
    member, chief = visitors(width=PHONE), visitors(width=PHONE)
    office, anybody = visitors(width=PHONE), visitors(width=PHONE)
    sign_in(member, "community-member")
    member.goto(f"/admin/progress/record/{ABOUT}/")
    member.locator("[name=status][value=limited_progress]").check()
    member.get_by_label("As of").fill("2026-06-01")
    member.get_by_label("What happened?").fill(NOTE)
    member.get_by_role("button", name="Check answers").last.click()
    member.get_by_role("button", name="Send to coordinator").click()
    expect(member.locator(".messages")).to_contain_text("Sent to the coordinator")

    sign_in(chief, "community-coordinator")
    chief.goto("/admin/my-city/")
    decide = chief.locator("a[href*='/progress/decide/']").filter(has_text="para. 26.286: Limited progress").first
    waiting = str(decide.get_attribute("href"))
    sign_in(office, "city-coordinator")
    office.goto("/admin/progress/")
    number = waiting.rstrip("/").rpartition("/")[2]
    hidden = (waiting, f"/admin/progress/inspect/{number}/", f"/admin/progress/revise/{number}/", "/admin/progress/")
    for stranger in (neighbour, office, anybody):
        for path in hidden:
            stranger.goto(path)
            assert NOTE not in stranger.content(), path
    member.goto(waiting)
    assert member.get_by_role("button", name="Publish", exact=True).count() == 0, "whoever writes does not publish"
    anybody.goto(PUBLIC)
    assert NOTE not in anybody.content(), "nothing is public before two people have read it"

    decide.click()
    chief.get_by_role("button", name="Publish", exact=True).click()
    expect(chief.locator(".messages")).to_contain_text("Published")
    office.goto("/admin/my-city/")
    office.get_by_role("link", name=re.compile("^Reply to .*26.286")).first.click()
    good(office)
    office.get_by_label(re.compile("reply", re.I)).first.fill(REPLY)
    office.get_by_role("button", name="Publish the reply").click()
    expect(office.locator(".messages")).to_be_visible()
    anybody.goto(PUBLIC)
    for words in (NOTE, REPLY, "The community says", "The city says"):
        expect(anybody.locator("main")).to_contain_text(words)
    assert fits(anybody)

    # The neighbour reads what everybody reads, and can neither answer nor change it.
    neighbour.goto(f"/admin/progress/reply/{number}/")
    assert neighbour.get_by_role("button", name="Publish the reply").count() == 0
    neighbour.goto("/admin/my-city/")
    assert NOTE not in neighbour.content()
    assert "Example Falls" not in neighbour.content()
    neighbour.goto("/admin/snippets/cities/cityaction/")
    assert "Example Falls" not in neighbour.content()
