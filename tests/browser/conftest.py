"""A real browser: Debian's Chromium, driven by Playwright, visiting the demo site and nothing else."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.catalogue import WIDTHS
from tests.browser.live_site import LiveSite, serve
from tests.browser.visitors import PATIENCE_MS, Visitors

# A busy machine answers late; what never comes fails all the same.
expect.set_options(timeout=PATIENCE_MS)

# Chromium looks up its maker's hosts at every start unless told not to; tests must not depend on them.
SILENT = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # Whatever a page asks for elsewhere is refused here, and written down by the visitors.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, started once."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM_PATH"],
            # Chromium's own sandbox cannot be had as root.
            chromium_sandbox=os.geteuid() != 0,
            args=SILENT,
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """The running demo site. A test that writes restores what it found."""
    with serve(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture
def visitors(chromium: Browser, site: LiveSite) -> Iterator[Visitors]:
    """Opens tabs of fresh visitors; fails where one of them saw what no page of ours may do."""
    visitors = Visitors(chromium, site.address)
    yield visitors
    visitors.leave()
    assert not visitors.complaints


@pytest.fixture(params=WIDTHS, ids=lambda width: f"{width}px")
def width(request: pytest.FixtureRequest) -> int:
    """The width of the screen, each in turn."""
    return request.param


@pytest.fixture
def page(visitors: Visitors, width: int) -> Page:
    """An empty tab of a fresh visitor, at each width."""
    return visitors(width=width)
