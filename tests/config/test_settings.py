"""A setting is written once: of two lines with one name the first is without effect, and nobody notices."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from devtools.processes import ROOT

FILES = sorted((ROOT / "site" / "config" / "settings").glob("*.py"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_setting_is_assigned_once(file: Path) -> None:
    lines = ast.parse(file.read_text(encoding="utf-8")).body
    targets = [target for line in lines if isinstance(line, ast.Assign) for target in line.targets]
    names = Counter(target.id for target in targets if isinstance(target, ast.Name))
    assert [name for name, times in names.items() if times > 1] == []
