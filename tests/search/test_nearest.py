"""The records nearest to words that no record holds all of."""

import pytest

from recommendations.models import Recommendation
from search.nearest import nearest
from search.selection import Selection
from tests.factories import RecommendationFactory

pytestmark = pytest.mark.django_db


def slugs(limit: int = 10, **asked: str) -> list[str]:
    ids = nearest(Selection.parse(asked), limit)
    return [Recommendation.objects.get(pk=pk).slug for pk in ids]


@pytest.fixture(autouse=True)
def records() -> None:
    """Four records with "the"; "harbours" stands in one, "bridges" in two, "the" in all."""
    RecommendationFactory(slug="both", text="Repair the bridges and the harbours.", theme_slugs=["housing"])
    RecommendationFactory(slug="bridges", text="Keep the bridges safe.", theme_slugs=["housing"])
    RecommendationFactory(slug="harbour", text="Keep the harbour open.")
    RecommendationFactory(slug="neither", text="The roads, the rails, the canals of the country.")


def test_most_words_come_first_and_rare_words_count_more() -> None:
    RecommendationFactory(slug="more-bridges", text="The bridges again, bridges and bridges.")
    assert slugs(q="the harbours the bridges solar") == ["both", "harbour", "more-bridges", "bridges"]
    assert slugs(q="the harbours the bridges solar", limit=2) == ["both", "harbour"]


def test_a_word_that_every_record_holds_counts_for_nothing() -> None:
    assert slugs(q="the solar") == []


def test_other_conditions_hold() -> None:
    assert slugs(q="harbours bridges solar", theme="housing") == ["both", "bridges"]


def test_words_that_mean_the_same_count_as_one() -> None:
    RecommendationFactory(slug="unhoused", text="Shelter for the unhoused.")
    assert slugs(q="homeless solar") == ["unhoused"]


@pytest.mark.parametrize("text", ["", "solar", '"the harbours"', "harbours OR solar", "-harbours"])
def test_one_word_or_none_has_nothing_near(text: str) -> None:
    assert slugs(q=text) == []
