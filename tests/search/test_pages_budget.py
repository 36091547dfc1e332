"""Query budgets of the tracker's pages: a fixed number whatever the data, with the arithmetic.

The frame around every page costs FRAME queries: the data version (1), which is asked once a page. While it stays the
same, totals, counts, labels and the data's date cost nothing; nor do, while no page of the editors changes, menu and
footer, which are MENU queries else.
"""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from home.menus.kept import read_before
from recommendations.models import Recommendation
from search.cards import printed_before
from search.finding import texts_found
from tests.factories import (
    AssessorFactory,
    CityActionFactory,
    CityFactory,
    EvidenceFactory,
    ImplementationFactory,
    RecommendationFactory,
    ReviewFactory,
)

pytestmark = pytest.mark.django_db

FRAME = 1
MENU = 4
"""Site, home page's language, restrictions, pages."""

BUDGETS = {
    # record, States, themes, groups, goals, targets, texts (7); deeds, current words, entries with evidence, actions,
    # replies, corrections (7); sources, what imports and what editors did (3)
    "/recommendations/budget-1/": 17,
    # the dataset's file and the last redaction (2); the rest is kept by data version
    "/data/": 2,
    # all its numbers come from the store
    "/themes/": 0,
    # theme, its other names (2); rows with themes, States, words, actions (5: see Results); whether a city is made
    # up (1); the home country (1); actions and their number (2)
    "/themes/housing/": 11,
    # reviews, their counts, mechanisms (3)
    "/mechanisms/": 3,
    # mechanism, reviews, their counts (3); next review: itself, missed session, next date (3); dates (1)
    "/mechanisms/upr/": 7,
    # review, dates, documents (3); rows with themes, States, words, actions (5)
    "/mechanisms/upr/budget-review/": 8,
    # cities with their counts (1)
    "/cities/": 1,
    # city (1); scope (2), its themes (2), history (1); actions with their number (1); entries of changes (1);
    # assessors (1)
    "/cities/budget-city/": 9,
    # city (1); scope (2), its themes (2), history (1); entries of changes and the like, evidence (2)
    "/cities/budget-city/progress/": 8,
    # city, history, entries (3)
    "/cities/budget-city/changes/": 3,
    # city, number, page (3); values of six filters (6); vocabularies of themes, mechanisms, reviews (3)
    "/cities/budget-city/actions/": 12,
    # number, page (2); values of seven filters (7); vocabularies of cities, themes, mechanisms, reviews (4)
    "/actions/": 13,
    # action, sources (2); contributions (1) with themes, States, countries (3); entries with evidence, actions,
    # replies, corrections (5)
    "/cities/budget-city/actions/budget-action/": 11,
    # words: how many, and which, ranked (2); rows with themes, States, words, actions (5); pages (1), the site, their
    # restrictions and language (3)
    "/search/?q=fair": 11,
}

SEARCH_PAGE = 2 + 5
"""Words: how many, and which, ranked (2); rows with themes, States, words, actions (5). Facets cost nothing."""
CITY_PAGES = ("/cities/budget-city/", "/cities/budget-city/progress/")
MOST = 15
"""No city's page asks more than this, its frame included."""


@pytest.fixture
def world() -> Callable[[], None]:
    """A page's worth of data under fixed addresses; each further call adds as much again around them."""
    review = ReviewFactory(key="budget-review", upr=True, cycle=None, year=2031)
    city = CityFactory(slug="budget-city")
    sides = [AssessorFactory(city=city), AssessorFactory(city=city, community=True)]
    record = RecommendationFactory(slug="budget-1", review=review, local=True, theme_slugs=["housing"])
    action = CityActionFactory(city=city, slug="budget-action", serves=[record])

    def add() -> None:
        for _each in range(3):
            other = CityFactory()
            more = RecommendationFactory(
                review=review,
                local=True,
                summary_en="Fair rents",
                theme_slugs=["housing", "food"],
                states=["NOR", "FRA"],
                group_slugs=["children"],
                sdgs=["11"],
            )
            CityActionFactory(city=other, serves=[record, more])
            CityActionFactory(city=city, serves=[more])
            action.contributions.create(recommendation=more)
            for side in sides:
                word = ImplementationFactory(city=city, assessor=side, recommendation=more)
                EvidenceFactory(update=word.current)
                word.current.actions.add(action)
            ImplementationFactory(city=other, assessor=AssessorFactory(city=other), recommendation=record)

    add()
    return add


def queries(client: Client, path: str) -> int:
    """Count the queries of the second request: the first one of a process also fills Wagtail's caches."""
    client.get(f"/en{path}")
    texts_found.forget()
    printed_before.forget()
    return again(client, path)


def again(client: Client, path: str) -> int:
    """Count the queries of a page that was shown a moment ago."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/en{path}").status_code == 200
    return len(captured)


@pytest.mark.parametrize("path", BUDGETS)
def test_page_keeps_its_budget_however_much_there_is(client: Client, world: Callable[[], None], path: str) -> None:
    cache.clear()
    few = queries(client, path)
    world()
    many = queries(client, path)
    assert many <= BUDGETS[path] + FRAME
    assert many == few


@pytest.mark.parametrize("path", CITY_PAGES)
def test_city_pages_stay_within_fifteen_queries_in_all(client: Client, world: Callable[[], None], path: str) -> None:
    world()
    cache.clear()
    assert queries(client, path) <= MOST


def test_a_page_that_finds_nothing_costs_no_more_than_others(client: Client, world: Callable[[], None]) -> None:
    """The version 1, all words together 1, each of them 1, the rank of any of them 2, their number 2, the cards 5.

    Misspelt: the version 1, the words 1, the words of texts 2, and each of at most three other spellings 2.
    """
    world()
    nearest = "/recommendations/?q=fair+rents+harbours+bridges+viaducts+canals"
    assert queries(client, nearest) == FRAME + 11 == 12
    assert again(client, nearest) == FRAME + 3, "each of the words, and the rank of any of them"
    assert queries(client, "/recommendations/?q=faire") <= 12


def test_search_page_keeps_its_budget(client: Client, world: Callable[[], None]) -> None:
    path = "/recommendations/?q=fair&theme=housing&city=budget-city"
    few = queries(client, path)
    world()
    assert Recommendation.objects.count() > 6
    many = queries(client, path)
    assert many == few == SEARCH_PAGE + FRAME
    read_before.forget()
    texts_found.forget()
    printed_before.forget()
    assert again(client, path) <= SEARCH_PAGE + FRAME + MENU == 12, "with nothing remembered"
    assert again(client, path) == FRAME, "with everything remembered"
