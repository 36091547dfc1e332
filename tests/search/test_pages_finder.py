"""The search page: what is said beside the results, and what its script asks for."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from mechanisms.models import Review
from search.engines.text import database_text_engine
from search.finding import texts_found
from search.models import Synonyms
from tests.factories import DocumentFactory, RecommendationFactory, ReviewFactory
from tests.search.pages import get, main_text, results_found, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def review() -> Review:
    """Thirty recommendations on rent, one on schools whose official text names police, one from another review."""
    review = ReviewFactory(upr=True, cycle=None, key="test-upr")
    for number in range(30):
        RecommendationFactory(
            review=review, supported=True, theme_slugs=["housing"], summary_en=f"Make <b>rents</b> fair, {number}."
        )
    words = " ".join(["before"] * 60) + " keep the Police out of classrooms " + " ".join(["after"] * 60)
    RecommendationFactory(review=review, noted=True, theme_slugs=["education"], summary_en="Open schools.", text=words)
    return review


# Swapped by script


def test_a_swap_gets_the_results_alone_with_every_number(client: Client) -> None:
    path = "/en/recommendations/?sort=newest&theme=housing&match_theme=any&q="
    response = client.get(path, headers={"HX-Request": "true"})
    assert response.status_code == 200, "no redirect: one request"
    assert "HX-Request" in response["Vary"]
    content = response.content.decode()
    assert "<html" not in content
    parts = html.fragments_fromstring(content)
    title, found = parts
    assert text_of(title).startswith("Recommendations on right to adequate housing – page 1 of 2 –")
    assert found.get("id") == "found"
    assert found.get("data-url") == "/en/recommendations/?theme=housing"
    assert found.get("data-filters") == "1"
    said = json.loads(found.get("data-numbers"))
    assert said["counts"]["theme"] == {"housing": 30, "education": 1}
    assert said["counts"]["position"] == {"supported": 30}
    assert said["said"]["title-status"] == "Status in at least one city"
    assert said["said"]["recorded-sdg"] == "Recorded for 0 of 30."
    assert not found.xpath(".//input[@type='checkbox']"), "boxes are never replaced"


def test_a_swap_explains_a_mistake(client: Client) -> None:
    response = client.get("/en/recommendations/?q=(rents&theme=housing", headers={"HX-Request": "true"})
    title, found = html.fragments_fromstring(response.content.decode())
    assert text_of(title).startswith("Error:")
    assert "opens a bracket" in text_of(found)
    assert not found.xpath(".//article")


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("theme=housing&q=&match_theme=any", 200, {"count": 30, "label": "Show 30 results"}),
        ("q=schools", 200, {"count": 1, "label": "Show 1 result"}),
        ("q=(schools", 400, {"count": None, "label": "Show what is wrong"}),
    ],
)
def test_the_number_behind_a_form(client: Client, query: str, status: int, said: dict[str, object]) -> None:
    response = client.get(f"/en/recommendations/count/?{query}")
    assert (response.status_code, response.json()) == (status, said)


def test_the_number_costs_few_queries(client: Client) -> None:
    client.get("/en/recommendations/?q=schools")
    with CaptureQueriesContext(connection) as captured:
        client.get("/en/recommendations/count/?theme=housing&q=rents")
    # The data version; the words: how many, and which, ranked.
    assert len(captured) <= 3


# Words


def test_words_are_marked_and_text_stays_text(client: Client) -> None:
    page = get(client, "/en/recommendations/?q=rents")
    marks = page.xpath("//article//mark")
    assert len(marks) == 25
    assert {text_of(mark).lower() for mark in marks} == {"rents"}
    assert not page.xpath("//article//b")
    assert "<b>" in text_of(page.xpath("//article//h3")[0])


def test_where_the_summary_has_not_the_words_the_official_text_shows_them(client: Client) -> None:
    page = get(client, "/en/recommendations/?q=police")
    (card,) = page.xpath("//article")
    assert [text_of(voice) for voice in card.xpath(".//*[@class='voice']")] == ["Our summary", "Official text (UN)"]
    (passage,) = card.xpath(".//q")
    said = text_of(passage)
    assert said.startswith("… before")
    assert said.endswith("after …")
    assert len(said.split()) <= 42
    assert [text_of(mark) for mark in passage.xpath(".//mark")] == ["Police"]


def test_what_was_added_is_a_chip_that_switches_it_off(client: Client) -> None:
    Synonyms.objects.all().delete()
    Synonyms.objects.create(words_en="classes, schools")
    assert results_found(client, "/en/recommendations/?q=classes") == 1
    page = get(client, "/en/recommendations/?q=classes")
    (chip,) = page.xpath("//ul[@aria-label='Words that mean the same']//a")
    assert text_of(chip) == "Remove “classes”, also: schools ×"
    assert chip.get("href") == "/en/recommendations/?q=%22classes%22#results"
    assert results_found(client, chip.get("href").removesuffix("#results")) == 0
    assert "“rents”, also" not in main_text(get(client, "/en/recommendations/?q=rents"))


# Nothing found


@pytest.mark.parametrize(
    ("query", "links"),
    [
        ("q=scools", {"schools": 1}),
        ("q=skhools+classrooms", {"schools classrooms": 1}),
        ("q=hosing", {"housing": 30}),
        ("q=edukation&position=noted", {"education": 1}),
        ("q=%22rents+classrooms%22", {}),
        ("q=qqqqzzzz", {}),
    ],
)
def test_other_words_are_offered_with_what_they_find(client: Client, query: str, links: dict[str, int]) -> None:
    page = get(client, f"/en/recommendations/?{query}")
    assert results_found(client, f"/en/recommendations/?{query}") == 0
    offered = {text_of(link): link for link in page.xpath("//div[@class='notice']//a") if "q=" in link.get("href")}
    for text, count in links.items():
        url = offered[text].get("href").removesuffix("#results")
        assert results_found(client, url) == count
        assert f"({count})" in text_of(offered[text].getparent())
    assert links or not offered


# What else is said


def test_gaps_of_our_record_are_said_where_a_search_covers_them(client: Client) -> None:
    Review.objects.exclude(key="test-upr").update(state=Review.State.SCHEDULED)
    assert "held here" not in main_text(get(client, "/en/recommendations/"))
    ReviewFactory(key="gap", year=2008, record=Review.Record.NONE)
    ReviewFactory(key="part", year=2014, record=Review.Record.PARTIAL)
    said = main_text(get(client, "/en/recommendations/?q=qqqq"))
    assert "CERD 2014: held here in part. CERD 2008: not held here." in said
    assert "held here" not in main_text(get(client, "/en/recommendations/?mechanism=upr"))
    assert "2008" not in main_text(get(client, "/en/recommendations/?mechanism=cerd&year_from=2010")).split("Sort")[0]
    assert "CERD 2008" in main_text(get(client, "/en/recommendations/?review=gap"))
    ReviewFactory(key="gap-too", year=2001, record=Review.Record.NONE)
    assert "Of 3 reviews in this search not everything is held here" in main_text(get(client, "/en/recommendations/"))


def test_the_page_says_when_relevance_was_not_used(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "not ranked by relevance"
    page = get(client, "/en/recommendations/?q=rents")
    assert page.xpath("//select[@name='sort']/option[@selected]/@value") == ["relevance"]
    assert said not in main_text(page)
    # What the text index answers where more is found than it can rank.
    monkeypatch.setattr(type(database_text_engine()), "ranked", lambda *arguments: None)
    texts_found.forget()
    assert said in main_text(get(client, "/en/recommendations/?q=rents"))
    assert said not in main_text(get(client, "/en/recommendations/?q=rents&sort=newest"))


def test_how_many_a_page_has_can_be_chosen(client: Client) -> None:
    page = get(client, "/en/recommendations/")
    links = {text_of(link): link.get("href") for link in page.xpath("//p[contains(., 'Per page')]/a")}
    assert links == {
        "50": "/en/recommendations/?per_page=50#results",
        "100": "/en/recommendations/?per_page=100#results",
    }
    assert len(get(client, "/en/recommendations/?per_page=50").xpath("//article")) == 31


@pytest.mark.parametrize(
    ("query", "kept"), [("", True), ("?theme=housing", True), ("?page=2", False), ("?theme=nope", False)]
)
def test_deep_pages_and_mistakes_are_not_for_search_engines(client: Client, query: str, kept: bool) -> None:
    response = client.get(f"/en/recommendations/{query}")
    robots = html.fromstring(response.content.decode()).xpath("//meta[@name='robots']/@content")
    assert robots == ([] if kept else ["noindex"])
    assert response.headers.get("X-Robots-Tag") == (None if kept else "noindex")


def test_a_page_beyond_the_last_leads_to_the_last(client: Client) -> None:
    response = client.get("/en/recommendations/?theme=housing&page=9")
    assert (response.status_code, response["Location"]) == (302, "/en/recommendations/?theme=housing&page=2")


def test_after_a_mistake_the_form_still_has_what_was_understood(client: Client) -> None:
    page = get(client, "/en/recommendations/?q=(rents&theme=housing&position=noted&per_page=50&nonsense=1")
    (form,) = page.xpath("//form[@id='finder']")
    assert sorted(form.form_values()) == [
        ("per_page", "50"),
        ("position", "noted"),
        ("q", "(rents"),
        ("theme", "housing"),
    ]
    (field,) = page.xpath("//input[@name='q']")
    assert field.get("aria-describedby") == "problem"


def test_no_script_stands_in_the_page_and_none_comes_from_elsewhere(client: Client) -> None:
    response = client.get("/en/recommendations/")
    page = html.fromstring(response.content.decode())
    scripts = page.xpath("//script")
    assert len(scripts) == 4
    assert all(script.get("src").startswith("/static/") and not script.text for script in scripts)
    assert not page.xpath("//@*[starts-with(name(), 'on')]")
    assert "unsafe" not in response["Content-Security-Policy"]


def test_a_chosen_country_can_be_unticked(client: Client) -> None:
    page = get(client, "/en/recommendations/?country=SVN")
    (form,) = page.xpath("//form[@id='finder']")
    assert [field.get("type") for field in form.xpath(".//input[@name='country']")].count("hidden") == 0


def test_the_facets_stand_in_their_order(client: Client) -> None:
    page = get(client, "/en/recommendations/")
    names = page.xpath("//details[@data-facet]/@data-facet")
    asked = ["theme", "mechanism", "review", "city", "status", "action", "position", "group", "state", "sdg", "kind"]
    assert [name for name in names if name in asked] == asked


def test_a_citation_finds_its_record_first(client: Client, review: Review) -> None:
    document = DocumentFactory(review=review, symbol="A/TEST/46/15")
    cited = RecommendationFactory(review=review, document=document, paragraph="26.101", summary_en="The one meant.")
    RecommendationFactory(review=review, summary_en="It mentions A/TEST/46/15 and 26.101 too.")
    for text, alone in (("A/TEST/46/15, para. 26.101", True), ("26.101", False), ("A/TEST/46/15", False)):
        page = get(client, f"/en/recommendations/?q={text.replace(' ', '+')}")
        links = page.xpath("//article//h3/a/@href")
        assert links[0] == cited.get_absolute_url(), text
        assert (len(links) == 1) == alone, text
