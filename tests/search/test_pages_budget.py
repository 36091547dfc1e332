"""Query budgets of the tracker's pages: a fixed number whatever the data, with the arithmetic.

The frame around every page costs FRAME queries: site, home page's language, restrictions, pages of menu and footer
(4), and the two dates of which the later is the data's (2). Sites are cached after the first request of a process.
"""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from recommendations.models import Recommendation
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

FRAME = 6

BUDGETS = {
    # record, States, themes, groups, goals, targets, texts (7); deeds, current words, entries with evidence, actions,
    # replies, corrections (7)
    "/recommendations/budget-1/": 14,
    # theme facet: counts and "none" (2), vocabulary (1); all records (1)
    "/themes/": 4,
    # theme, its other names (2); count, page with themes, States, words, actions (6: see Results); facets of
    # mechanism, reach, position, city (4); vocabularies of mechanism and city (2); whether a city is made up (1); the
    # home country (1); actions and their number (2)
    "/themes/housing/": 18,
    # reviews, their counts, mechanisms (3)
    "/mechanisms/": 3,
    # mechanism, reviews, their counts (3); next review: itself, missed session, next date, count (4); dates (1)
    "/mechanisms/upr/": 8,
    # review, dates, documents, count (4); kinds, reach, answers (3); rows with themes, States, words, actions (5)
    "/mechanisms/upr/budget-review/": 12,
    # cities with their counts (1)
    "/cities/": 1,
    # city, actions (2); scope (2), assessed, statuses (2); entries (1); published count, its themes, "none" and their
    # vocabulary (4)
    "/cities/budget-city/": 11,
    # city (1); scope (2), assessed, statuses, both by theme, themes (5); entries with evidence, actions, replies,
    # corrections (5)
    "/cities/budget-city/progress/": 13,
    # action, sources (2); contributions (1) with themes, States, countries (3); entries with evidence, actions,
    # replies, corrections (5)
    "/cities/budget-city/actions/budget-action/": 11,
    # count, rows with themes, States, words, actions (6); vocabularies of themes and cities (2); pages (1) and
    # their restrictions and language (2)
    "/search/?q=fair": 11,
}

SEARCH_PAGE = 45
"""The search page counts 13 facets in the database, one to three queries each: 21 with all vocabularies read (8),
7 for its rows, 1 for all records on record. The facet store of the search engines takes its place."""


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


def test_search_page_keeps_its_budget(client: Client, world: Callable[[], None]) -> None:
    path = "/recommendations/?q=fair&theme=housing&city=budget-city"
    few = queries(client, path)
    world()
    assert Recommendation.objects.count() > 6
    many = queries(client, path)
    assert many <= SEARCH_PAGE
    assert many == few
