"""An editor imports a file on a phone, with and without script, sees every change first, and takes it back."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from devtools.processes import ROOT
from tests.browser.accessibility import violations
from tests.browser.live_site import SETTINGS, LiveSite
from tests.browser.test_record_progress import FRAME, PHONE, fits
from tests.browser.test_signed_in import password_of
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser

WORDS = "Make sure that nobody in any school goes hungry."
PATIENCE_MS = 60_000


@pytest.fixture
def worker(site: LiveSite) -> Iterator[subprocess.Popen[bytes]]:
    """The worker of the site's imports."""
    database = f"sqlite:///{site.log.parent / 'site.sqlite3'}"
    process = subprocess.Popen(
        [sys.executable, "manage.py", "work_imports", "--with-parent"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": SETTINGS, "DATABASE_URL": database, "ELASTICSEARCH_URL": ""},
        stdin=subprocess.PIPE,
    )
    yield process
    process.communicate(timeout=60)


def sign_in(page: Page) -> None:
    page.goto("/admin/login/")
    page.locator("input[name=username]").fill("editor")
    page.locator("input[name=password]").fill(password_of("editor"))
    page.locator("button[type=submit]").first.click()


def looks_right(page: Page, script: bool) -> None:
    if script:
        assert fits(page)
        assert violations(page, without=FRAME) == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_whole_way(visitors: Visitors, worker: subprocess.Popen[bytes], tmp_path: Path, script: bool) -> None:
    file = tmp_path / f"list-{script}.csv"
    file.write_text(f"review,paragraph,Wortlaut {script}\ncerd-2022-usa,42,{WORDS}\n", encoding="utf-8")
    page = visitors(width=PHONE, javascript=script)
    sign_in(page)
    page.goto("/admin/imports/")
    looks_right(page, script)
    page.get_by_role("link", name="Import a file").first.click()
    expect(page.locator("input[type=file]")).to_be_attached()
    looks_right(page, script)
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Check the file").click()
    # Without script the page looks again by itself, with script it does so without a reload.
    expect(page.get_by_role("heading", name="What do the columns hold?")).to_be_visible(timeout=PATIENCE_MS)
    looks_right(page, script)
    page.get_by_label("Wortlaut").select_option("text")
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("heading", name="What would change")).to_be_visible(timeout=PATIENCE_MS)
    looks_right(page, script)
    page.get_by_role("link", name="Changed").click()
    expect(page.locator("ins")).to_contain_text(WORDS)
    looks_right(page, script)
    page.get_by_role("link", name="Back to the preview").click()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("Imported, as shown in the preview.")).to_be_visible(timeout=PATIENCE_MS)
    looks_right(page, script)
    result = page.url
    page.get_by_role("button", name="Take this import back…").click()
    expect(page.get_by_role("heading", name="What would go back")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("Taken back, as shown in the preview.")).to_be_visible(timeout=PATIENCE_MS)
    looks_right(page, script)
    page.go_back()
    page.goto(result)
    expect(page.get_by_text("Imported, and taken back on")).to_be_visible()
    assert page.get_by_role("button", name="Take this import back…").count() == 0
