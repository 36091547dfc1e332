"""The top of an order after a change is what looking through all places would give."""

import numpy as np
import pytest

from search.store.ordering import first_places, top_after


@pytest.mark.parametrize("seed", range(200))
def test_the_top_after_a_change_is_that_of_all_places(seed: int) -> None:
    chance = np.random.default_rng(seed)
    size, most = int(chance.integers(5, 60)), int(chance.integers(2, 20))
    before = chance.integers(0, 12, size)
    moved = chance.choice(size, int(chance.integers(1, 5)), replace=False)
    after = before.copy()
    after[moved] = chance.integers(0, 12, len(moved))
    top = top_after(first_places(before, most), before, after, moved, most)
    assert top.tolist() == first_places(after, most).tolist()
