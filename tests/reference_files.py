"""What the tests of all reference data do with tables and files."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from django.db import models


def empty(tables: Iterable[type[models.Model]]) -> None:
    """Take every row away, table by table."""
    for model in tables:
        model._default_manager.all().delete()


def snapshot(tables: Iterable[type[models.Model]]) -> list[object]:
    """Return every row of the tables."""
    return [list(model._default_manager.order_by("pk").values()) for model in tables]


def copy_of(folder: Path, into: Path) -> Path:
    """Return a copy of a folder of reference data that a test may spoil."""
    return Path(shutil.copytree(folder, into / "reference_data"))
