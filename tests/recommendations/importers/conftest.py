"""Fixtures of the importers' tests."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.database_copy import DatabaseCopies


@pytest.fixture(scope="module")
def copies(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[DatabaseCopies]:
    """Makes copies of the test database for other processes; use it in tests without database marks of their own."""
    with django_db_blocker.unblock():
        made = DatabaseCopies(tmp_path_factory.mktemp("databases"))
        yield made
        made.remove()
