"""Names typed as words: the page offers the filter of that name, with its number, beside what the words find."""

import pytest
from django.test import Client

from tests.factories import CityFactory, ImplementationFactory, RecommendationFactory, ReviewFactory
from tests.search.pages import get, main_text, results_found, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def records() -> None:
    """A recommendation by the Netherlands, one to which a city gave its word, and one that names Norway."""
    RecommendationFactory(states=["NLD"], text="Keep the bridges safe.")
    city = CityFactory(name="Named City", slug="named-city")
    ImplementationFactory(city=city, recommendation=RecommendationFactory(text="Open the schools."))
    RecommendationFactory(states=["NOR"], text="Mend the roads as Norway did.", review=ReviewFactory(upr=True))


@pytest.mark.parametrize(
    ("typed", "offered", "query"),
    [
        ("Holanda", "Recommending State: Netherlands (Kingdom of the)", "state=NLD"),
        ("the netherlands", "Recommending State: Netherlands (Kingdom of the)", "state=NLD"),
        ("norway", "Recommending State: Norway", "state=NOR"),
        ('"Norway"', "Recommending State: Norway", "state=NOR"),
        ("Named City", "City: Named City", "city=named-city"),
        ("Examen Periódico Universal", "Mechanism: UPR", "mechanism=upr"),
    ],
)
def test_a_name_is_offered_as_a_filter_with_its_number(client: Client, typed: str, offered: str, query: str) -> None:
    page = get(client, f"/en/recommendations/?q={typed}")
    (link,) = [link for link in page.xpath("//section[@id='found']//a") if text_of(link) == offered]
    address = link.get("href").removesuffix("#results")
    assert address == f"/en/recommendations/?{query}"
    assert f"({results_found(client, address)})" in text_of(link.getparent())
    assert "Did you mean" not in main_text(page), "a name is not misspelt"


@pytest.mark.parametrize(
    "typed", ["Norway roads", "-norway", "NOT norway", "Sweden", "NO", "bridges", "*", "state:NOR"]
)
def test_what_is_no_name_or_finds_nothing_is_not_offered(client: Client, typed: str) -> None:
    assert "the name of a filter" not in main_text(get(client, f"/en/recommendations/?q={typed}"))


def test_other_filters_stay(client: Client) -> None:
    page = get(client, "/en/recommendations/?q=Norway&mechanism=upr")
    (link,) = page.xpath("//section[@id='found']//p/a[contains(@href, 'state=NOR')]/@href")
    assert link == "/en/recommendations/?mechanism=upr&state=NOR#results"
