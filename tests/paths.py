"""Where tests find files that are not part of this repository."""

from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
"""Real files of the UN and others, beside the repository where we hold them; never copied into it."""

needs_shared_data = pytest.mark.skipif(not SHARED_DATA.is_dir(), reason=f"the real files are not at {SHARED_DATA.name}")
