"""What tests of the editorial site share."""

import pytest

from tests.home.bilingual_site import BilingualSite, bilingual_site


@pytest.fixture
def tree(db: None) -> BilingualSite:
    """Front pages in English and Spanish."""
    return bilingual_site()
