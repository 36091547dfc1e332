"""axe finds nothing on any public page: each in one language, width and colours in turn; in all in ./dev soak."""

import os
from itertools import product
from pathlib import Path

import pytest

from devtools.processes import ROOT
from tests.browser.accessibility import violations
from tests.browser.catalogue import LANGUAGES, PAGES, WIDTHS, PublicPage
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser

SCHEMES = ("light", "dark")
FRAME_OF_PAGES = "content_page.html"
Conditions = tuple[str, int, str]


def conditions(place: int) -> list[Conditions]:
    """Return language, width and colours for the page at ``place``: the next in turn, so that all of them occur."""
    everything = list(product(LANGUAGES, WIDTHS, SCHEMES))
    return everything if os.environ.get("SOAK") == "1" else [everything[place % len(everything)]]


CASES = [(page, *those) for place, page in enumerate(PAGES) for those in conditions(place)]


@pytest.mark.parametrize(("public_page", "language", "pixels", "scheme"), CASES, ids=str)
def test_page_breaks_no_rule(
    visitors: Visitors, public_page: PublicPage, language: str, pixels: int, scheme: str
) -> None:
    page = visitors(width=pixels, scheme=scheme)
    response = page.goto(public_page.address(language))
    assert response is not None
    assert response.status == public_page.status
    # The browser's own language is English; an address without language follows it.
    assert page.locator("html").get_attribute("lang") == (language if public_page.has_language else "en")
    assert violations(page) == []


def test_axe_finds_what_is_wrong(visitors: Visitors) -> None:
    page = visitors()
    page.set_content('<html><title>Bad</title><p style="color: #aaa">Pale</p><img src="data:,"><h4>Four</h4></html>')
    rules = {line.split(" ")[0] for line in violations(page)}
    assert {"html-has-lang", "color-contrast", "image-alt", "landmark-one-main", "region"} <= rules


def test_every_condition_occurs() -> None:
    assert len({those[1:] for those in CASES}) == 8


def test_every_template_of_the_public_site_is_in_the_catalogue() -> None:
    templates = ROOT / "templates"
    whole_pages = {name(file, templates) for file in templates.rglob("*.html") if is_whole_page(file)}
    assert {page.template for page in PAGES} == whole_pages


def name(file: Path, folder: Path) -> str:
    """Return a template's name."""
    return file.relative_to(folder).as_posix()


def is_whole_page(file: Path) -> bool:
    """Whether a template is a page of the public site, not a part of one, nor a frame of several, nor a mail."""
    if file.parent.name == "mail" or file.name == FRAME_OF_PAGES:
        return False
    text = file.read_text(encoding="utf-8")
    frames = ("base.html", "stands_alone.html", f"home/{FRAME_OF_PAGES}", "home/forms/form_page.html")
    extends = tuple(f'{{% extends "{frame}" %}}' for frame in frames)
    return text.startswith(extends) or ("<!doctype" in text and file.name not in frames)
