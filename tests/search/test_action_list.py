"""Lists of actions: filters on the deed and on what it serves, counts that hold, mistakes that never widen."""

import datetime

import pytest
from django.http import QueryDict
from django.test import Client

from cities.models import City, CityAction
from mechanisms.models import Mechanism
from search.action_list import ActionFilter
from tests.factories import CityActionFactory, CityFactory, RecommendationFactory, ReviewFactory
from tests.search.pages import get, main_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    """A city with four published actions, and a draft."""
    city = CityFactory(slug="riverton", name="Riverton")
    upr = ReviewFactory(key="upr-9-usa", upr=True, cycle=9, year=2031)
    housing = RecommendationFactory(review=upr, theme_slugs=["housing"])
    food = RecommendationFactory(review=ReviewFactory(key="cerd-2031-usa"), theme_slugs=["food", "housing"])
    gone = RecommendationFactory(review=upr, theme_slugs=["voting"], withdrawn=True)
    made = {"city": city, "kind": "ordinance"}
    CityActionFactory(**made, slug="homes", title_en="Homes", starts_on=datetime.date(2024, 5, 1), serves=[housing])
    CityActionFactory(
        **{**made, "kind": "budget"}, slug="meals", title_en="Meals", status="completed", serves=[housing, food]
    )
    CityActionFactory(**made, slug="polls", title_en="Polls", starts_on=datetime.date(2025, 5, 1), serves=[gone])
    CityActionFactory(city=CityFactory(slug="elsewhere"), slug="away", title_en="Away", serves=[food])
    CityActionFactory(**made, slug="secret", title_en="Secret", draft=True, serves=[housing])
    return city


def found(query: str, city: City | None = None) -> set[str]:
    return {action.title_en for action in ActionFilter.parse(QueryDict(query), city).actions()}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"Homes", "Meals", "Polls"}),
        ("kind=ordinance", {"Homes", "Polls"}),
        ("kind=ordinance&kind=budget", {"Homes", "Meals", "Polls"}),
        ("status=completed", {"Meals"}),
        ("year=2024", {"Homes"}),
        ("year=none", {"Meals"}),
        ("year=2025&year=none", {"Polls", "Meals"}),
        ("theme=housing", {"Homes", "Meals"}),
        ("theme=food", {"Meals"}),
        # One recommendation has to satisfy both.
        ("theme=food&mechanism=upr", set()),
        ("theme=housing&review=upr-9-usa", {"Homes", "Meals"}),
        ("mechanism=cerd", {"Meals"}),
        # What a withdrawn recommendation is about is no theme of the action.
        ("theme=voting", set()),
        ("kind=ordinance&theme=housing&utm_source=mail", {"Homes"}),
        ("status=&kind=", {"Homes", "Meals", "Polls"}),
    ],
)
def test_filters_of_one_city(city: City, query: str, titles: set[str]) -> None:
    assert found(query, city) == titles


def test_list_of_all_cities_filters_by_city(city: City) -> None:
    assert found("") == {"Homes", "Meals", "Polls", "Away"}
    assert found("city=elsewhere") == {"Away"}


@pytest.mark.parametrize(
    "query",
    ["kind=law", "status=substantial_progress", "year=24", "theme=housng", "city=riverton", "colour=red", "page=x"],
)
def test_a_mistake_shows_nothing_and_says_what_it_is(client: Client, city: City, query: str) -> None:
    assert found(query, city) == set()
    page = get(client, f"/en/cities/riverton/actions/?{query}")
    assert page.xpath("//title")[0].text.strip().startswith("Error:")
    said = main_text(page)
    assert "nothing is shown" in said
    assert "Homes" not in said


def test_every_count_is_what_the_value_alone_gives(city: City) -> None:
    for query in ("", "theme=housing", "kind=ordinance", "theme=food&kind=budget", "mechanism=upr&status=completed"):
        wanted = ActionFilter.parse(QueryDict(query))
        values = 0
        for facet in wanted.facets():
            for option in facet.values:
                alone = ActionFilter({**wanted.chosen, facet.name: (option.value,)})
                assert alone.total == option.count, f"{query}: {facet.name}={option.value}"
                values += 1
        assert values >= 9


def test_theme_of_one_recommendation_and_mechanism_of_another_do_not_meet(city: City) -> None:
    wanted = ActionFilter.parse(QueryDict("mechanism=upr"), city)
    (themes,) = [facet for facet in wanted.facets() if facet.name == "theme"]
    assert {option.value: option.count for option in themes.values} == {"housing": 2}
    assert Mechanism.objects.filter(slug="upr").exists()


def test_page_offers_the_way_out_of_an_empty_list(client: Client, city: City) -> None:
    page = get(client, "/en/cities/riverton/actions/?kind=training")
    assert "No action on record matches all of this." in main_text(page)
    assert page.xpath("//a[@href='/en/cities/riverton/actions/']")
    CityFactory(slug="quietville")
    said = main_text(get(client, "/en/cities/quietville/actions/"))
    assert "That does not mean nothing is done." in said


def test_long_lists_have_pages_that_keep_the_filters(client: Client, city: City) -> None:
    for number in range(30):
        CityActionFactory(city=city, kind="training", title_en=f"Course {number}")
    page = get(client, "/en/cities/riverton/actions/?kind=training&page=2")
    assert "page 2 of 2" in page.xpath("//title")[0].text
    assert len(page.xpath("//ul[@class='cards']/li")) == 5
    assert page.xpath("//a[@rel='prev']/@href") == ["/en/cities/riverton/actions/?kind=training"]
    assert CityAction.objects.filter(kind="training").count() == 30
