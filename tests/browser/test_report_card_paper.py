"""The report card is printed and carried to council: two pages, readable without the screen."""

import re

import pytest

from tests.browser.catalogue import LANGUAGES
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser

PATH = "/cities/example-falls/progress/"
PAGES = re.compile(rb"/Type\s*/Page(?![a-z])")


@pytest.mark.parametrize("paper", ["Letter", "A4"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_prints_on_two_pages(visitors: Visitors, language: str, paper: str) -> None:
    page = visitors(javascript=False)
    page.goto(f"/{language}{PATH}")
    assert len(PAGES.findall(page.pdf(format=paper))) == 2


FILL = """() => {
  const words = "A plan was adopted after hearings in every ward, and the office reports on it. ".repeat(7)
  const parts = document.querySelector(".bar-key").children
  for (const card of document.querySelectorAll(".theme-card")) {
    const sides = [...card.querySelectorAll(".side-bar")]
    while (card.querySelectorAll(".side-bar").length < 3) sides.at(-1).after(sides.at(-1).cloneNode(true))
    for (const list of card.querySelectorAll(".side-parts")) {
      list.replaceChildren(...[...parts].map((part) => {
        const item = document.createElement("li")
        const name = document.createElement("span")
        name.className = "part-name"
        name.textContent = part.textContent
        item.append(part.querySelector("svg").cloneNode(true), "20 ", name)
        return item
      }))
    }
    for (const line of card.querySelectorAll("p")) line.append(words)
  }
  for (const [id, most] of [["changed", 5], ["regressed", 4]]) {
    const list = document.querySelector(`[aria-labelledby=${id}] .brief`)
    while (list.children.length < most) list.append(list.children[0].cloneNode(true))
    for (const line of list.querySelectorAll("p.small:not(.row)")) line.append(words)
  }
}"""
"""Three sides on every theme, every status in use, lists as long as they get, and long words everywhere."""


def test_a_city_with_very_much_prints_on_two_pages_too(visitors: Visitors) -> None:
    page = visitors()
    page.goto(f"/es{PATH}")
    page.evaluate(FILL)
    assert len(PAGES.findall(page.pdf(format="Letter"))) == 2


def test_paper_has_the_figures_and_no_forms(visitors: Visitors) -> None:
    page = visitors()
    page.goto(f"/en{PATH}")
    page.emulate_media(media="print")
    assert page.locator(".theme-card:visible").count() == 8
    assert page.locator("#unknown:visible, #method:visible, #regressed:visible, #changed:visible").count() == 4
    assert page.locator("main form:visible, main summary:visible, nav:visible").count() == 0


def test_a_past_day_is_chosen_by_keyboard_without_scripts(visitors: Visitors) -> None:
    page = visitors(javascript=False, width=360)
    page.goto(f"/en{PATH}")
    page.get_by_label("Show as known on this day").fill("2025-06-30")
    page.get_by_role("button", name="Show").press("Enter")
    page.wait_for_url("**/progress/?known_on=2025-06-30")
    assert "As it had been published by June 30, 2025." in page.locator("main").inner_text()


def test_actions_are_filtered_without_scripts_and_the_way_back_is_a_link(visitors: Visitors) -> None:
    page = visitors(javascript=False, width=360)
    page.goto("/en/cities/example-falls/actions/")
    page.get_by_text("Filters", exact=True).first.click()
    page.get_by_label("Ordinance").check()
    page.get_by_role("button", name="Apply filters").first.click()
    assert page.locator("#results").inner_text().startswith("1 action")
    page.get_by_role("link", name="Remove Kind: Ordinance").click()
    assert page.locator("#results").inner_text().startswith("6 actions")
