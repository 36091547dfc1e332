"""The filter panel to the letter of the screen guide: with and without script, on a phone, on a desk, by keyboard."""

import re

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.browser.accessibility import violations
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser

SEARCH = "/en/recommendations/"
PHONE, DESK = 360, 1280


def box(page: Page, name: str, value: str) -> Locator:
    return page.locator(f"input[name={name}][value={value}]")


def unfold(page: Page, facet: str) -> None:
    """Open a facet where it is closed."""
    if page.locator(f"[data-facet={facet}]").get_attribute("open") is None:
        page.locator(f"[data-facet={facet}] > summary").click()


def number(text: str) -> int:
    return int(re.sub(r"\D", "", text.strip().split(" ")[0]))


def count(page: Page) -> int:
    return number(page.locator("#results").inner_text())


def requests_of(page: Page) -> list[str]:
    """The addresses asked for from now on."""
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    return asked


# Applying


def test_nothing_happens_before_apply_and_then_only_the_results_change(visitors: Visitors) -> None:
    page = visitors(width=DESK)
    page.goto(f"{SEARCH}?q=police")
    before, promised = count(page), number(page.locator("[data-values=theme] .count").nth(1).inner_text())
    asked = requests_of(page)
    chosen = page.locator("[data-facet=theme] input[name=theme]").nth(1)
    value = chosen.get_attribute("value")
    chosen.evaluate("(box) => { box.known = true; }")
    chosen.check()
    page.wait_for_timeout(700)
    assert asked == []
    page.get_by_role("button", name="Apply filters").first.click()
    expect(page.locator("#results")).to_be_focused()
    assert count(page) == promised < before
    assert page.url.endswith(f"?q=police&theme={value}")
    expect(page).to_have_title(re.compile("matching “police”"))
    assert page.evaluate("document.querySelector('[data-values=theme] input:checked').known"), "the box was replaced"
    assert [url for url in asked if "/static/" not in url] == [asked[0]], "one request"
    expect(page.get_by_role("list", name="Active filters")).to_contain_text("Theme:")
    expect(page.get_by_role("link", name="Español")).to_have_attribute("href", re.compile(f"theme={value}$"))


def test_numbers_beside_the_boxes_are_those_of_a_fresh_page(visitors: Visitors) -> None:
    page = visitors(width=DESK)
    page.goto(f"{SEARCH}?q=police")
    box(page, "theme", "racial-discrimination").check()
    page.get_by_role("button", name="Apply filters").last.click()
    expect(page.locator("#results")).to_be_focused()
    swapped = numbers(page)
    page.goto(page.url)
    fresh = numbers(page)
    assert {key: fresh[key] for key in swapped if key in fresh} == {
        key: swapped[key] for key in swapped if key in fresh
    }
    assert len(fresh.keys() & swapped.keys()) > 40


def numbers(page: Page) -> dict[str, str]:
    return page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("[data-facet] .choice:has(.count) input")].map(
            (box) => [`${box.name}=${box.value}`, box.parentElement.querySelector(".count").textContent]))"""
    )


def test_back_restores_boxes_and_results_from_the_server(visitors: Visitors, width: int) -> None:
    page = visitors(width=width)
    page.goto(f"{SEARCH}?q=police")
    before = count(page)
    open_filters(page)
    box(page, "theme", "racial-discrimination").check()
    page.get_by_role("button", name="Apply filters").first.click()
    expect(page.locator("#results")).to_be_focused()
    page.go_back()
    expect(page.locator("#results")).to_have_text(re.compile(f"^{before} "))
    assert page.url.endswith("?q=police")
    expect(box(page, "theme", "racial-discrimination")).not_to_be_checked()
    page.go_forward()
    expect(page.locator("#results")).not_to_have_text(re.compile(f"^{before} "))
    expect(box(page, "theme", "racial-discrimination")).to_be_checked()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0, "a page was kept on the device"


def open_filters(page: Page) -> None:
    opener = page.locator(".sheet-opener")
    if opener.is_visible():
        opener.click()


def test_a_chip_loads_the_page_so_that_no_box_brings_the_filter_back(visitors: Visitors, width: int) -> None:
    page = visitors(width=width)
    page.goto(f"{SEARCH}?mechanism=upr&theme=housing")
    chip = page.get_by_role("link", name="Remove Mechanism: UPR")
    assert chip.inner_text().rstrip().endswith("×")
    chip.click()
    expect(page).to_have_url(re.compile(r"\?theme=housing#results$"))
    expect(box(page, "mechanism", "upr")).not_to_be_checked()
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator("#found[data-numbers]")).to_be_visible()
    assert "mechanism" not in page.url
    assert "theme=housing" in page.url


def test_a_mistake_is_explained_in_place_and_the_filters_stay(visitors: Visitors) -> None:
    page = visitors(width=DESK)
    page.goto(f"{SEARCH}?position=supported")
    page.locator("input[name=q]").fill("(housing OR")
    page.keyboard.press("Enter")
    expect(page.locator("#problem")).to_be_focused()
    expect(page).to_have_title(re.compile("^Error:"))
    assert page.locator("article").count() == 0
    expect(page.locator("input[name=q]")).to_have_value("(housing OR")
    expect(box(page, "position", "supported")).to_be_checked()
    page.locator("input[name=q]").fill("housing")
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_be_focused()
    assert count(page) > 0


def test_there_is_one_status_line_and_the_list_is_not_live(visitors: Visitors, width: int) -> None:
    page = visitors(width=width)
    page.goto(SEARCH)
    assert page.locator("[role=status]").count() == 1
    assert page.locator("[aria-live]").count() == 0


# Without script


def test_without_script_the_same_search_is_made_by_one_form(visitors: Visitors, width: int) -> None:
    page = visitors(width=width, javascript=False)
    page.goto(f"{SEARCH}?q=police")
    before = count(page)
    if width == PHONE:
        expect(page.locator("#filters .filters-body")).not_to_be_visible()
        page.locator("#filters > summary").click()
    expect(page.get_by_role("button", name="Apply filters")).to_have_count(2)
    box(page, "theme", "racial-discrimination").check()
    page.get_by_role("button", name="Apply filters").last.click()
    assert 0 < count(page) < before
    if width == PHONE:
        expect(page.locator("#filters > summary")).to_have_text("Filters (1)")
        page.locator("#filters > summary").click()
    page.get_by_role("link", name=re.compile(r"Show all \d+ themes")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Theme")
    assert page.locator("input[name=theme]").count() > 100
    expect(box(page, "theme", "racial-discrimination")).to_be_checked()
    box(page, "theme", "life").check()
    page.get_by_role("radio", name="all of these").check()
    page.get_by_role("button", name="Apply filters").first.click()
    assert page.url.endswith("?q=police&theme=life&theme=racial-discrimination&match_theme=all")


def test_what_is_to_be_left_out_can_be_chosen(visitors: Visitors, width: int) -> None:
    page = visitors(width=width, javascript=False)
    page.goto(f"{SEARCH}?q=police")
    before = count(page)
    if width == PHONE:
        page.locator("#filters > summary").click()
    page.get_by_text("Theme: leave out").click()
    box(page, "not_theme", "racial-discrimination").check()
    page.get_by_role("button", name="Apply filters").first.click()
    assert 0 < count(page) < before
    expect(page.get_by_role("link", name="Remove Without theme: Racial discrimination")).to_be_visible()
    expect(box(page, "not_theme", "racial-discrimination")).to_be_checked()


# Values


def test_zeros_come_last_can_be_chosen_and_what_is_chosen_never_vanishes(visitors: Visitors) -> None:
    page = visitors(width=DESK)
    page.goto(f"{SEARCH}?q=police")
    counts = [int(text) for text in page.locator("[data-values=group] .count").all_text_contents()]
    known = counts[:-1]
    assert known == sorted(known, reverse=True)
    assert known[-1] == 0
    unfold(page, "group")
    last = page.locator("[data-values=group] input").nth(len(known) - 1)
    value = str(last.get_attribute("value"))
    last.check()
    page.get_by_role("button", name="Apply filters").first.click()
    expect(page.locator("#results")).to_have_text(re.compile("^0 results"))
    page.wait_for_url(re.compile(f"group={value}"))
    page.goto(page.url)
    expect(box(page, "group", value)).to_be_checked()
    assert page.locator("[data-values=group] input").first.get_attribute("value") == value
    offer = page.get_by_role("link", name=re.compile("^Remove Affected group:")).last
    promised = int(re.findall(r"\((\d+)\)", offer.locator("xpath=..").inner_text())[0])
    offer.click()
    assert count(page) == promised


def test_not_recorded_and_coverage_are_said(visitors: Visitors) -> None:
    page = visitors(width=DESK)
    page.goto(SEARCH)
    for facet in ("position", "sdg"):
        unfold(page, facet)
    expect(page.locator("[data-values=position] .choice").last).to_have_text(re.compile(r"Not recorded\s*\d+"))
    expect(page.locator("[data-facet=sdg]")).to_contain_text(re.compile(r"Recorded for \d+ of \d+\."))
    page.get_by_text("not everything is held here").click()
    expect(page.locator(".gaps")).to_contain_text("UPR cycle 2 (2015): not held here")
    expect(page.locator("[data-facet=status] > summary")).to_have_text("Status in at least one city")
    page.goto(f"{SEARCH}?city=example-falls")
    expect(page.locator("[data-facet=status] > summary")).to_have_text(re.compile("^Status in Example Falls"))


def test_a_long_list_opens_in_its_place_and_is_narrowed_by_typing(visitors: Visitors, width: int) -> None:
    page = visitors(width=width)
    page.goto(f"{SEARCH}?mechanism=upr")
    open_filters(page)
    unfold(page, "state")
    box(page, "state", "none").check()
    page.get_by_role("link", name=re.compile(r"Show all \d+ States")).click()
    field = page.locator("[data-facet=state]").get_by_label("Type to narrow")
    expect(field).to_be_focused()
    assert field.get_attribute("name") is None
    assert page.url.endswith("?mechanism=upr")
    shown = page.locator("[data-values=state] .choice:visible input")
    assert shown.count() > 190
    for typed in ("Türkiye", "turkiye", "TURKEY", "Turquía", "turquia"):
        field.fill(typed)
        assert {each.get_attribute("value") for each in shown.all()} == {"TUR", "none"}, typed
    expect(page.locator("#said")).to_have_text("Recommending State: 2 shown")
    field.press("Enter")
    box(page, "state", "TUR").check()
    assert page.url.endswith("?mechanism=upr"), "the key applied the filters"
    assert violations(page) == []
    page.get_by_role("button", name="Apply filters").first.click()
    expect(page.locator("#results")).to_be_focused()
    assert page.url.endswith("?mechanism=upr&state=TUR&state=none")


# The sheet


def test_on_phones_the_filters_are_a_sheet(visitors: Visitors) -> None:
    page = visitors(width=PHONE)
    page.goto(f"{SEARCH}?q=police&theme=racial-discrimination")
    opener = page.get_by_role("button", name="Filters (1)")
    expect(page.locator("#filters")).not_to_be_visible()
    opener.focus()
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog", name="Filters")
    expect(sheet).to_be_visible()
    expect(page.locator("#filters-title")).to_be_focused()
    assert violations(page) == []
    for _press in range(60):
        page.keyboard.press("Tab")
        inside = "document.activeElement === document.body || document.activeElement.closest('dialog') !== null"
        assert page.evaluate(inside)
    page.keyboard.press("Escape")
    expect(sheet).not_to_be_visible()
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    sheet.get_by_role("button", name="Close").click()
    expect(opener).to_be_focused()


def test_the_sheets_button_says_how_many_and_shows_them(visitors: Visitors) -> None:
    page = visitors(width=PHONE)
    page.goto(f"{SEARCH}?q=police")
    page.locator(".sheet-opener").click()
    show = page.get_by_role("button", name="Show results")
    expect(show).to_be_visible()
    assert page.evaluate("document.querySelector('.sheet-foot').getBoundingClientRect().bottom <= innerHeight + 1")
    box(page, "theme", "racial-discrimination").check()
    promise = page.get_by_role("button", name=re.compile(r"^Show \d+ results?$"))
    expect(promise).to_be_visible()
    promised = int(re.sub(r"\D", "", promise.inner_text()))
    expect(page.locator("#said")).to_have_text(f"Show {promised} results")
    assert page.url.endswith("?q=police")
    promise.click()
    expect(page.locator("#results")).to_be_focused()
    expect(page.get_by_role("dialog")).not_to_be_visible()
    assert count(page) == promised
    expect(page.locator(".sheet-opener")).to_have_text(re.compile(r"Filters\s+\(1\)"))


def test_who_saves_data_is_not_told_how_many(visitors: Visitors) -> None:
    page = visitors(width=PHONE)
    page.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } });")
    page.goto(f"{SEARCH}?q=police")
    page.locator(".sheet-opener").click()
    asked = requests_of(page)
    box(page, "theme", "racial-discrimination").check()
    page.wait_for_timeout(900)
    assert asked == []
    expect(page.get_by_role("button", name="Show results")).to_be_visible()


def test_a_wider_screen_brings_the_panel_back(visitors: Visitors) -> None:
    page = visitors(width=PHONE)
    page.goto(f"{SEARCH}?q=police")
    page.locator(".sheet-opener").click()
    box(page, "theme", "racial-discrimination").check()
    page.set_viewport_size({"width": DESK, "height": 800})
    expect(page.get_by_role("dialog")).not_to_be_visible()
    expect(box(page, "theme", "racial-discrimination")).to_be_visible()
    expect(box(page, "theme", "racial-discrimination")).to_be_checked()


# Words


def test_words_are_marked_and_what_was_added_can_be_removed(visitors: Visitors, width: int) -> None:
    page = visitors(width=width, javascript=False)
    page.goto(f"{SEARCH}?q=police")
    assert {text.lower() for text in page.locator(".card mark").all_inner_texts()} >= {"police", "policing"}
    page.get_by_role("list", name="Words that mean the same").get_by_role("link").click()
    assert page.url.endswith("?q=%22police%22#results")
    assert {text.lower() for text in page.locator(".card mark").all_inner_texts()} == {"police"}
    expect(page.get_by_role("list", name="Words that mean the same")).to_have_count(0)


def test_a_slip_is_answered_with_another_spelling(visitors: Visitors, width: int) -> None:
    page = visitors(width=width, javascript=False)
    page.goto("/es/recommendations/?q=polisia")
    expect(page.locator("#results")).to_have_text(re.compile("^0 resultados"))
    page.get_by_role("link", name="policía").click()
    assert count(page) > 0


def test_a_search_on_the_phone_by_script_reads_in_spanish(visitors: Visitors) -> None:
    page = visitors(width=PHONE, language="es-ES")
    page.goto("/es/recommendations/?q=vivienda")
    page.locator(".sheet-opener").click()
    box(page, "position", "supported").evaluate("(box) => { box.closest('details').open = true; }")
    box(page, "position", "supported").check()
    page.get_by_role("button", name=re.compile(r"^Mostrar \d+ resultados?$")).click()
    expect(page.locator("#results")).to_be_focused()
    expect(page.locator("#results")).to_have_text(re.compile(r"^\d+ resultados? "))
    assert violations(page) == []
