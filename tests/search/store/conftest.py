"""Databases of their own for tests that start processes."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.database_copy import DatabaseCopies, DatabaseCopy


@pytest.fixture(scope="module")
def copies(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[DatabaseCopies]:
    """Makes copies of the test database; use it in tests without database marks of their own."""
    with django_db_blocker.unblock():
        made = DatabaseCopies(tmp_path_factory.mktemp("databases"))
        yield made
        made.remove()


@pytest.fixture
def database(copies: DatabaseCopies) -> DatabaseCopy:
    """A database with reference data only."""
    return copies.make()
