"""The search page: one form without script, what is wrong said plainly, and a way on when nothing is found."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from mechanisms.models import Country
from tests.factories import CityFactory, RecommendationFactory, ReviewFactory
from tests.search.pages import get, main_text, results_found, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def records() -> None:
    """Thirty supported recommendations on housing, one noted one on education."""
    review = ReviewFactory(upr=True, cycle=None)
    for number in range(30):
        RecommendationFactory(
            review=review, supported=True, theme_slugs=["housing"], summary_en=f"Make rents fair, {number}."
        )
    RecommendationFactory(review=review, noted=True, theme_slugs=["education"], summary_en="Open the schools.")


def test_filters_are_one_get_form_with_what_is_chosen_checked(client: Client) -> None:
    page = get(client, "/en/recommendations/?theme=housing&position=supported")
    (form,) = page.xpath("//form[@id='finder']")
    assert form.get("method") == "get"
    assert len(form.xpath(".//button[normalize-space()='Apply filters']")) == 2
    checked = form.xpath(".//input[@type='checkbox'][@checked]")
    assert {(box.get("name"), box.get("value")) for box in checked} == {
        ("theme", "housing"),
        ("position", "supported"),
    }
    facet = form.xpath(".//details[@class='facet'][.//input[@name='position']]")[0]
    assert facet.get("open") is not None


def test_sending_the_form_as_it_stands_asks_the_same_again(client: Client) -> None:
    address = "/en/recommendations/?theme=housing&year_from=2019&not_theme=education&per_page=50"
    form = get(client, address).xpath("//form[@id='finder']")[0]
    response = client.get(f"/en/recommendations/?{urlencode(form.form_values())}")
    assert (response.status_code, response["Location"]) == (302, address)


def test_chips_are_links_to_the_search_without_them(client: Client) -> None:
    page = get(client, "/en/recommendations/?position=noted&theme=education")
    chips = page.xpath("//ul[@class='chips']//a")
    assert [text_of(chip) for chip in chips] == [
        "Remove Position: Noted ×",
        "Remove Theme: Right to education ×",
        "Clear all",
    ]
    assert chips[0].get("href") == "/en/recommendations/?theme=education#results"
    assert chips[-1].get("href") == "/en/recommendations/#results"


def test_count_pages_and_title(client: Client) -> None:
    page = get(client, "/en/recommendations/?theme=housing&page=2")
    assert text_of(page.get_element_by_id("results")).startswith("30 results")
    assert "page 2 of 2" in text_of(page.xpath("//title")[0])
    assert len(page.xpath("//ul[@class='cards']/li")) == 5
    (current,) = page.xpath("//nav[@class='pagination']//*[@aria-current='page']")
    assert text_of(current) == "Page 2"
    assert page.xpath("//a[@rel='prev']/@href") == ["/en/recommendations/?theme=housing"]
    assert not page.xpath("//a[@rel='next']")


def test_results_can_be_taken_along_as_files(client: Client) -> None:
    page = get(client, "/en/recommendations/?theme=housing&page=2")
    links = page.xpath("//section[@class='take-away']//a/@href")
    kinds = ("xlsx", "csv", "memo.docx", "docx", "txt", "bib", "ris", "json", "atom")
    assert links == [f"/en/recommendations.{kind}?theme=housing" for kind in kinds]
    assert [client.get(link).status_code for link in links] == [200] * len(kinds)


def test_a_file_that_would_be_too_long_is_named_without_a_link(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.take_away.MOST_IN_LIST", 1)
    page = get(client, "/en/recommendations/?theme=housing")
    assert "OHCHR’s list form (Word): holds 1 at most" in main_text(page)
    assert not page.xpath("//section[@class='take-away']//a[contains(@href, '.docx') and not(contains(@href, 'memo'))]")


def test_mistake_is_explained_and_nothing_is_guessed(client: Client) -> None:
    page = get(client, "/en/recommendations/?theme=hosuing&position=noted")
    said = main_text(page)
    assert "No theme is called “hosuing”." in said
    assert text_of(page.xpath("//title")[0]).startswith("Error:")
    assert not page.xpath("//ul[@class='cards']")
    (without,) = page.xpath("//a[normalize-space()='Search without it']/@href")
    assert without == "/en/recommendations/?position=noted"
    (corrected,) = page.xpath("//a[normalize-space()='Search with “Right to adequate housing”']/@href")
    assert corrected == "/en/recommendations/?position=noted&theme=housing"


def test_what_was_typed_stays_in_the_box_when_it_is_wrong(client: Client) -> None:
    page = get(client, "/en/recommendations/?q=(rents OR")
    assert page.xpath("//input[@name='q']/@value") == ["(rents OR"]


def test_nothing_found_offers_one_condition_less_with_its_count(client: Client) -> None:
    page = get(client, "/en/recommendations/?q=schools&theme=housing&position=noted")
    offers = {
        text_of(item.xpath("./a")[0]): (item.xpath("./a/@href")[0], text_of(item).split("(")[-1].rstrip(")"))
        for item in page.xpath("//div[@class='notice']//li")
    }
    assert set(offers) == {"Remove Theme: Right to adequate housing"}, "what would find nothing either is not offered"
    for url, count in offers.values():
        assert results_found(client, url.removesuffix("#results")) == int(count)
    assert offers["Remove Theme: Right to adequate housing"][1] == "1"


def test_other_spellings_of_an_address_move_to_the_canonical_one(client: Client) -> None:
    response = client.get("/en/recommendations/?q=&utm_source=x&theme=housing")
    assert (response.status_code, response["Location"]) == (302, "/en/recommendations/?theme=housing")


def test_long_list_has_a_page_of_its_own_that_keeps_the_other_filters(client: Client) -> None:
    page = get(client, "/en/recommendations/?position=noted")
    facet = page.xpath("//details[@class='facet'][.//input[@name='theme']]")[0]
    assert [box.get("value") for box in facet.xpath(".//input[@name='theme']")] == ["education", "none"]
    (address,) = facet.xpath(".//a/@href")
    assert address == "/en/recommendations/values/theme/?position=noted"
    whole = get(client, address)
    assert len(whole.xpath("//input[@name='theme']")) > 100
    assert whole.xpath("//input[@type='hidden'][@name='position']/@value") == ["noted"]


def test_every_list_that_may_grow_long_has_its_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.panel.SHORT_LIST", 0)
    review = ReviewFactory(key="upr-9-svn", upr=True, country=Country.objects.get(iso3="SVN"))
    RecommendationFactory(theme_slugs=["education"], group_slugs=["children"], states=["NOR"], sdgs=["4"])
    RecommendationFactory(review=review)
    CityFactory(slug="riverton")
    page = get(client, "/en/recommendations/?country=SVN&country=USA")
    links = page.xpath("//a[starts-with(text(), 'Show all ')]")
    names = {link.get("href").split("/")[4] for link in links}
    assert names == {"theme", "mechanism", "review", "country", "city", "group", "state", "sdg"}
    for link in links:
        name, number = link.get("href").split("/")[4], int(text_of(link).split()[2])
        boxes = get(client, link.get("href")).xpath(f"//input[@name='{name}']/@value")
        assert len(set(boxes) - {"none"}) == number, name
    assert client.get("/en/recommendations/values/year/").status_code == 404


def test_where_no_record_holds_all_words_the_closest_are_shown_and_none_is_counted(client: Client) -> None:
    RecommendationFactory(slug="bridges", text="Keep bridges safe in every city.")
    RecommendationFactory(slug="harbours", text="Repair bridges and harbours.")
    page = get(client, "/en/recommendations/?q=harbours+bridges+solar")
    assert text_of(page.xpath("//h2[@id='results']")[0]).startswith("0 results")
    closest = page.xpath("//section[@aria-labelledby='closest']")[0]
    assert [link.get("href") for link in closest.xpath(".//article//h3//a")] == [
        "/en/recommendations/harbours/",
        "/en/recommendations/bridges/",
    ]
    (everything,) = [link for link in closest.xpath("./p/a") if "All 2 that hold any" in text_of(link)]
    assert text_of(everything) == "All 2 that hold any of them: harbours OR bridges OR solar"
    assert results_found(client, everything.get("href").removesuffix("#results")) == 2
    assert closest.xpath(".//mark/text()")[:1] == ["bridges"]


def test_words_in_brackets_that_no_record_holds_are_offered_one_by_one(client: Client) -> None:
    page = get(client, "/en/recommendations/?q=schools+harbours(solar+)")
    assert "The one that holds any of them: schools OR harbours OR solar" in main_text(page)
