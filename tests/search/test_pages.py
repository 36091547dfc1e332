"""The tracker's pages answer in both languages; what does not exist answers 404 in the visitor's language."""

import datetime
from urllib.parse import urlencode

import pytest
from django.test import Client, RequestFactory
from django.utils import translation
from django.views.defaults import server_error
from lxml import html

from cities.models import City
from recommendations.models import Recommendation
from tests.factories import (
    AssessorFactory,
    CityActionFactory,
    CityFactory,
    DocumentFactory,
    ImplementationFactory,
    RecommendationFactory,
    ReviewFactory,
)
from tests.search.pages import get, main_text, results_found, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> Recommendation:
    """A supported recommendation of a UPR review, with document, theme and two States."""
    review = ReviewFactory(key="upr-9-usa", upr=True, cycle=9, year=2031)
    return RecommendationFactory(
        slug="upr-9-usa-1-1",
        review=review,
        document=DocumentFactory(symbol="A/TEST/1", review=review),
        paragraph="1.1",
        local=True,
        supported=True,
        position_source="A/TEST/1/Add.1, para. 7",
        summary_en="Make rents fair.",
        summary_es="Hacer justos los alquileres.",
        theme_slugs=["housing"],
        states=["NOR", "FRA"],
    )


@pytest.fixture
def city(record: Recommendation) -> City:
    """A city with an action and a word of its government on the recommendation."""
    city = CityFactory(slug="riverton", name="Riverton")
    CityActionFactory(city=city, slug="rent-ordinance", title_en="Rent ordinance", serves=[record])
    assessor = AssessorFactory(city=city, name="Riverton Housing Office")
    ImplementationFactory(city=city, assessor=assessor, recommendation=record)
    return city


PAGES = [
    "/recommendations/",
    "/recommendations/?q=rents",
    "/recommendations/?theme=housing&city=riverton&status=limited_progress",
    "/recommendations/values/state/",
    "/recommendations/values/theme/?q=rents",
    "/recommendations/upr-9-usa-1-1/",
    "/themes/",
    "/themes/housing/",
    "/mechanisms/",
    "/mechanisms/upr/",
    "/mechanisms/upr/upr-9-usa/",
    "/mechanisms/upr/upr-4-usa/",
    "/cities/",
    "/cities/riverton/",
    "/cities/riverton/progress/",
    "/cities/riverton/progress/?known_on=2026-01-31",
    "/cities/riverton/changes/",
    "/cities/riverton/actions/",
    "/actions/",
    "/actions/?theme=housing&status=in_progress",
    "/cities/riverton/actions/rent-ordinance/",
    "/search/",
    "/search/?q=rents",
    "/search/?q=riverton",
]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("path", PAGES)
def test_page_has_one_heading_one_search_its_language_and_the_way_to_the_other(
    client: Client, city: City, language: str, path: str
) -> None:
    page = get(client, f"/{language}{path}")
    assert page.get("lang") == language
    assert len(page.xpath("//h1")) == 1
    assert len(page.xpath("//*[@role='search']")) == 1
    assert page.xpath("//title")[0].text.strip()
    assert page.xpath("//a[@class='skip']/@href") == ["#main"]
    other, own_name = {"en": ("es", "Español"), "es": ("en", "English")}[language]
    (link,) = page.xpath("//a[@class='language']")
    assert (link.get("href"), link.get("lang"), link.text) == (f"/{other}{path}", other, own_name)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    "path",
    [
        "/nothing-here/",
        "/recommendations/nothing-here/",
        "/recommendations/values/year/",
        "/themes/nothing-here/",
        "/mechanisms/nothing-here/",
        "/mechanisms/upr/nothing-here/",
        "/cities/nothing-here/",
        "/cities/nothing-here/progress/",
        "/cities/nothing-here/progress.csv",
        "/cities/nothing-here/changes/",
        "/cities/nothing-here/dates.ics",
        "/cities/nothing-here/actions/",
        "/mechanisms/upr/nothing-here/dates.ics",
        "/cities/riverton/actions/nothing-here/",
    ],
)
def test_unknown_address_is_not_found_in_the_visitors_language(
    client: Client, city: City, language: str, path: str
) -> None:
    page = get(client, f"/{language}{path}", status=404)
    assert page.get("lang") == language
    heading = {"en": "Page not found", "es": "No se encontró la página"}[language]
    assert text_of(page.xpath("//h1")[0]) == heading
    assert page.xpath("//form[@role='search']//input[@name='q']")


def test_draft_action_is_not_found_and_in_no_list(client: Client, city: City, record: Recommendation) -> None:
    CityActionFactory(city=city, slug="secret", title_en="Secret plan", draft=True, serves=[record])
    get(client, "/en/cities/riverton/actions/secret/", status=404)
    for path in ("/en/cities/riverton/", "/en/recommendations/upr-9-usa-1-1/", "/en/recommendations/?q=rents"):
        assert "Secret plan" not in main_text(get(client, path))
    assert "1 action" in main_text(get(client, "/en/cities/"))


def test_merged_recommendation_leads_to_its_survivor_for_good(client: Client, record: Recommendation) -> None:
    middle = RecommendationFactory(slug="middle", merged_into=record)
    RecommendationFactory(slug="first", merged_into=middle)
    response = client.get("/es/recommendations/first/")
    assert (response.status_code, response["Location"]) == (301, "/es/recommendations/upr-9-usa-1-1/")


def test_review_under_another_mechanism_moves_to_its_own(client: Client, record: Recommendation) -> None:
    response = client.get("/en/mechanisms/cerd/upr-9-usa/")
    assert (response.status_code, response["Location"]) == (301, "/en/mechanisms/upr/upr-9-usa/")


def test_withdrawn_recommendation_says_so_and_shows_none_of_its_words(client: Client, record: Recommendation) -> None:
    Recommendation.objects.filter(pk=record.pk).update(
        withdrawn_on=datetime.date(2026, 5, 4), withdrawn_reason="Listed twice by the source."
    )
    page = get(client, "/en/recommendations/upr-9-usa-1-1/", status=410)
    said = main_text(page)
    assert "withdrawn on" in said
    assert "Listed twice by the source." in said
    assert "A/TEST/1, para. 1.1" in said
    assert "Make rents fair." not in said


def test_theme_shows_the_actions_that_contribute_to_it_and_no_others(
    client: Client, city: City, record: Recommendation
) -> None:
    page = get(client, "/en/themes/housing/")
    assert [text_of(heading) for heading in page.xpath("//section[@aria-labelledby='actions']//article//h3")] == [
        "Rent ordinance"
    ]
    assert "1 action contributes to it." in main_text(page)
    CityActionFactory(city=city, title_en="Secret plan", draft=True, serves=[record])
    CityActionFactory(city=city, title_en="Food bank", serves=[RecommendationFactory(theme_slugs=["food"])])
    assert "1 action contributes to it." in main_text(get(client, "/en/themes/housing/"))
    Recommendation.objects.filter(pk=record.pk).update(withdrawn_on=datetime.date(2026, 5, 4))
    RecommendationFactory(theme_slugs=["housing"])
    said = main_text(get(client, "/en/themes/housing/"))
    assert "No city has an action on this theme yet." in said
    assert "No recommendation carries this theme." in main_text(get(client, "/en/themes/migrants/"))


def test_mechanism_opens_with_what_comes_next(client: Client) -> None:
    page = get(client, "/en/mechanisms/upr/")
    headings = [text_of(heading) for heading in page.xpath("//main//h2")]
    assert headings == ["Next review", "Its reviews", "Dates of UPR cycle 4 (2026)"]
    assert "Not held in 2025; moved to 2026." in main_text(page)


def test_review_can_be_searched_from_its_page(client: Client, record: Recommendation) -> None:
    (form,) = get(client, "/en/mechanisms/upr/upr-9-usa/").xpath("//main//form")
    fields = {field.get("name"): field.get("value", "rents") for field in form.xpath(".//input")}
    assert results_found(client, f"{form.get('action')}?{urlencode(fields)}") == 1


def test_city_without_anything_says_that_this_does_not_mean_nothing_is_done(client: Client) -> None:
    CityFactory(slug="quietville")
    assert "That does not mean nothing is done." in main_text(get(client, "/en/cities/quietville/"))


def test_postponed_review_says_what_became_of_it(client: Client) -> None:
    said = main_text(get(client, "/en/mechanisms/upr/upr-4-usa/"))
    assert "Not held in 2025; moved to 2026. No recommendations from it." in said
    assert "Outcome not known here" in said
    assert "The review that was missed" not in said


def test_review_whose_words_we_do_not_hold_says_so(client: Client) -> None:
    said = main_text(get(client, "/en/mechanisms/upr/upr-2-usa/"))
    assert "Our record of it: not held here" in said
    assert "of the 343 in the UN report" in said


@pytest.mark.parametrize("words", ['"', "(", "NOT", "a OR", "*", "\0", "x" * 3000, "NEAR(", "💧", "-"])
def test_site_search_takes_anything_that_can_be_typed(client: Client, city: City, words: str) -> None:
    response = client.get("/en/search/", {"q": words})
    assert response.status_code == 200


def test_site_search_finds_recommendations_themes_and_cities(client: Client, city: City) -> None:
    said = main_text(get(client, "/en/search/?q=rent"))
    assert "Make rents fair." in said
    page = get(client, "/es/search/?q=VIVIENDA")
    assert page.xpath("//a[@href='/es/themes/housing/']")
    page = get(client, "/en/search/?q=riverton")
    assert page.xpath("//a[@href='/en/cities/riverton/']")


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "Sorry, there is a problem"), ("es", "Lo sentimos, hay un problema")]
)
def test_page_for_our_own_mistakes_needs_no_database(
    rf: RequestFactory, django_assert_num_queries, language: str, heading: str
) -> None:
    with translation.override(language), django_assert_num_queries(0):
        page = html.fromstring(server_error(rf.get("/")).content.decode())
    assert page.get("lang") == language
    assert text_of(page.xpath("//h1")[0]) == heading
