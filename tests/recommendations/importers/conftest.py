"""Fixtures of the importers' tests."""

from pathlib import Path

import pytest

from tests.database_copy import copies

__all__ = ["copies"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A place for the thematic list of a test."""
    return tmp_path / "list.docx"
