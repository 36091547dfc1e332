"""Pictures of every page at three widths in both languages, for people to look at, in the ignored folder ``var/``."""

import pytest

from devtools.processes import ROOT
from tests.browser.catalogue import LANGUAGES, PAGES, PublicPage
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser

WIDTHS = (360, 768, 1280)
FOLDER = ROOT / "var" / "screenshots"
SHOWN = [page for page in PAGES if page.template.startswith("home/")]


@pytest.mark.parametrize("public_page", SHOWN, ids=str)
def test_page_is_pictured(visitors: Visitors, soak: bool, public_page: PublicPage) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    # Once in turn in CI; ./dev soak pictures all of them.
    place = PAGES.index(public_page)
    wanted = [(language, width) for language in LANGUAGES for width in WIDTHS]
    for language, width in wanted if soak else [wanted[place % len(wanted)]]:
        page = visitors(width=width)
        page.goto(public_page.address(language), wait_until="load")
        file = FOLDER / f"{public_page.name}-{language}-{width}.png"
        page.screenshot(path=file, full_page=True)
        assert file.stat().st_size > 5_000
        page.context.close()
