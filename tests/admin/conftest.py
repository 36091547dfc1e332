"""What the tests of the admin share."""

import pytest

from tests.admin.world import World, build_world


@pytest.fixture
def world(db: None) -> World:
    """A small world with somebody in every role."""
    return build_world()
