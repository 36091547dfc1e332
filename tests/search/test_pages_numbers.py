"""Every number on a page equals the records behind its link."""

import pytest
from django.test import Client

from cities.models import City, Implementation
from mechanisms.models import Review
from recommendations.models import Theme
from tests.factories import ImplementationFactory, RecommendationFactory, ReviewFactory
from tests.search.pages import counted_links, get, results_found
from tests.search.world import CITIES, build_world

pytestmark = pytest.mark.django_db

FEWEST = {
    "/themes/": 4,
    "/themes/housing/": 5,
    "/mechanisms/": 4,
    "/mechanisms/upr/": 2,
    "/mechanisms/upr/world-upr-a/": 6,
    "/mechanisms/cerd/world-cerd/": 4,
    f"/cities/{CITIES[0]}/": 8,
    f"/cities/{CITIES[0]}/progress/": 30,
    "/search/?q=rent": 1,
}
"""The pages with numbers, and the fewest counted links each must have, so that no empty page can pass."""

FOLLOWED = 30
"""Of hundreds of links of one kind on a page, about so many are followed, evenly spread; all of them in ./dev soak."""


def assess_local_recommendations() -> None:
    """Give the first city words of two sides on recommendations that count: local ones of the latest completed UPR."""
    review = ReviewFactory(key="world-latest", upr=True, cycle=None, year=2031)
    city = City.objects.get(slug=CITIES[0])
    for number, status in enumerate([*Implementation.Status.values, None, None]):
        theme = "housing" if number % 2 else "health"
        record = RecommendationFactory(review=review, local=True, theme_slugs=[theme, "voting"])
        for side in city.assessors.filter(kind__in=["local_government", "community"]) if status else []:
            ImplementationFactory(city=city, assessor=side, recommendation=record, status=status)
    RecommendationFactory(review=review, theme_slugs=["housing"])
    RecommendationFactory(review=review, local=True, concern=True, theme_slugs=["housing"])
    RecommendationFactory(review=review, local=True, withdrawn=True, theme_slugs=["housing"])


@pytest.mark.parametrize("path", FEWEST)
def test_number_equals_the_records_behind_its_link(client: Client, path: str, soak: bool) -> None:
    build_world(seed=5, size=60)
    assess_local_recommendations()
    counted = counted_links(get(client, f"/en{path}"))
    assert len(counted) >= FEWEST[path], [each.text for each in counted]
    for each in counted if soak else counted[:: max(1, len(counted) // FOLLOWED)]:
        assert results_found(client, each.url) == each.number, f"{path}: {each.text} -> {each.url}"


def test_world_has_what_the_pages_count() -> None:
    build_world(seed=5, size=60)
    assert Review.objects.filter(key__startswith="world-").count() == 5
    assert City.objects.filter(slug__in=CITIES).count() == len(CITIES)
    assert Theme.objects.filter(slug="housing").exists()
