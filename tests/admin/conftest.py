"""What the tests of the admin share."""

import pytest

from recommendations.models import Recommendation
from tests.admin.world import World, build_world
from tests.factories import RecommendationFactory


@pytest.fixture
def world(db: None) -> World:
    """A small world with somebody in every role."""
    return build_world()


@pytest.fixture
def recommendation(world: World) -> Recommendation:
    """A recommendation that nobody has spoken about."""
    return RecommendationFactory(review=world.objects["review"], slug="asked")
