"""A real browser: Debian's Chromium, driven by Playwright, which asks nobody but the test server."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

# Chromium looks up its maker's hosts at every start unless told not to; tests must not depend on them.
SILENT = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
WIDTHS = (360, 1280)
"""Pixels: the narrowest phone and the desk screen every page is tried at."""


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


@pytest.fixture(params=WIDTHS, ids=lambda width: f"{width}px")
def context(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[BrowserContext]:
    """A fresh visitor at each width, who prefers English."""
    context = chromium.new_context(viewport={"width": request.param, "height": 800}, locale="en-US")
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty tab of a fresh visitor."""
    return context.new_page()
