"""The front page under which tests make pages."""

import pytest

from home.models import HomePage
from tests.home.site_builder import front


@pytest.fixture
def home() -> HomePage:
    """The English front page, root of the site."""
    return front()
