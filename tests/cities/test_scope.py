"""The denominator of a city's figures: each condition of DOMAIN.md fails a record of its own."""

import pytest

from cities.scope import Scope
from mechanisms.models import Country, Review
from search.finding import finder
from search.scope import selection_of
from tests.factories import RecommendationFactory, ReviewFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def latest() -> Review:
    """The latest completed UPR review."""
    return ReviewFactory(upr=True, cycle=None, year=2031, key="upr-2031")


def test_counts_local_recommendations_of_the_latest_completed_review_only(latest: Review) -> None:
    counted = RecommendationFactory(review=latest, reach="local_can_act")
    named = RecommendationFactory(review=latest, reach="names_local")
    RecommendationFactory(review=latest, reach="national_only")
    RecommendationFactory(review=latest, reach="not_sorted")
    RecommendationFactory(review=latest, local=True, concern=True)
    RecommendationFactory(review=latest, local=True, kind="pledge")
    RecommendationFactory(review=latest, local=True, withdrawn=True)
    RecommendationFactory(review=latest, local=True, merged_into=counted)
    RecommendationFactory(review=ReviewFactory(upr=True, cycle=None, year=2030), local=True)
    RecommendationFactory(review=ReviewFactory(upr=True, cycle=None, year=2035, state="scheduled"), local=True)
    abroad = ReviewFactory(upr=True, cycle=None, year=2031, country=Country.objects.get(iso3="SVN"))
    RecommendationFactory(review=abroad, local=True)
    scope = Scope.load()
    assert set(scope.recommendations()) == {counted, named}
    assert (scope.local, scope.not_sorted) == (2, 1)
    assert set(finder().all_ids(selection_of(scope))) == {counted.pk, named.pk}


def test_each_mechanism_brings_its_own_latest_review_and_missing_ones_are_named(latest: Review) -> None:
    RecommendationFactory(review=latest, local=True)
    cerd = RecommendationFactory(review=ReviewFactory(year=2032, key="cerd-2032"), local=True)
    scope = Scope.load()
    assert {review.key for review in scope.reviews} == {"upr-2031", "cerd-2032"}
    assert cerd in scope.recommendations()
    # Reference data: completed, but their words are not held.
    assert {"ccpr-2023-usa", "cat-2014-usa"} <= {review.key for review in scope.reviews_not_held}


def test_each_recommendation_comes_with_its_themes_and_without_any(latest: Review) -> None:
    housed = RecommendationFactory(review=latest, local=True, theme_slugs=["housing", "food"])
    bare = RecommendationFactory(review=latest, local=True)
    RecommendationFactory(review=latest, reach="national_only", theme_slugs=["housing"])
    found = Scope.load().themes_of_recommendations()
    assert {pk: {theme.slug for theme in themes} for pk, themes in found.items()} == {
        housed.pk: {"housing", "food"},
        bare.pk: set(),
    }
