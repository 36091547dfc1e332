"""Fixtures of the tests of cities."""

from tests.database_copy import copies

__all__ = ["copies"]
