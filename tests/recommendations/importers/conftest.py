"""Fixtures of the importers' tests."""

from tests.database_copy import copies

__all__ = ["copies"]
