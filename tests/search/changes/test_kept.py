"""What a process keeps: of records while they look the same, of everything while a token is the same."""

import pytest

from search.changes import Version, data_version, record, record_rebuild
from search.changes.kept import LOOKS, KeptOfRecords, KeptWhile
from search.models import Change
from tests.search.changes.logged import logged

pytestmark = pytest.mark.django_db


def changed(*ids: int, vocabularies: bool = False, pages: bool = False) -> None:
    """Log a change as a transaction of its own."""
    with logged():
        record(ids, vocabularies=vocabularies, pages=pages)


def imported() -> None:
    with logged():
        record_rebuild()


@pytest.fixture
def kept() -> KeptOfRecords[str]:
    """Keeps something of records 1 and 2, as English and as Spanish pages show them."""
    changed(1)
    made = KeptOfRecords[str](most=3)
    for look in ("en", "es"):
        made.get(data_version(), look, [1, 2])
        made.put(data_version(), look, {1: f"one {look}", 2: f"two {look}"})
    return made


def held(kept: KeptOfRecords[str], look: str = "en") -> list[int]:
    return sorted(kept.get(data_version(), look, [1, 2, 3, 4]))


def test_what_is_kept_is_found_again_under_its_look(kept: KeptOfRecords[str]) -> None:
    assert kept.get(data_version(), "es", [2, 7]) == {2: "two es"}
    assert kept.get(data_version(), "table", [2]) == {}


def test_a_change_takes_the_records_it_names(kept: KeptOfRecords[str]) -> None:
    changed(2, 9)
    assert held(kept) == held(kept, "es") == [1]


@pytest.mark.parametrize("everything", [imported, lambda: changed(vocabularies=True)])
def test_an_import_or_a_new_label_takes_everything(kept: KeptOfRecords[str], everything) -> None:
    everything()
    assert held(kept) == []


def test_another_history_takes_everything(kept: KeptOfRecords[str]) -> None:
    Change.objects.filter(number=data_version().number).update(token="restored")
    changed(9)
    assert held(kept) == []


def test_what_was_read_before_a_change_is_not_kept_after_it(kept: KeptOfRecords[str]) -> None:
    before = data_version()
    changed(1)
    assert held(kept) == [2]
    kept.put(before, "en", {1: "out of date"})
    assert held(kept) == [2]
    kept.put(data_version(), "en", {1: "anew"})
    assert held(kept) == [1, 2]


def test_a_reader_that_is_late_takes_nothing_back(kept: KeptOfRecords[str]) -> None:
    before = data_version()
    changed(1)
    held(kept)
    assert kept.get(before, "en", [1, 2]) == {2: "two en"}


def test_the_oldest_give_way(kept: KeptOfRecords[str]) -> None:
    kept.put(data_version(), "en", {3: "three", 4: "four"})
    assert held(kept) == [2, 3, 4]
    for number in range(LOOKS):
        kept.put(data_version(), f"look {number}", {4: "four"})
    assert held(kept) == [2, 3]


def test_following_the_log_costs_one_query_and_only_after_a_change(
    kept: KeptOfRecords[str], django_assert_num_queries
) -> None:
    changed(2)
    version = data_version()
    with django_assert_num_queries(1):
        kept.get(version, "en", [1])
    with django_assert_num_queries(0):
        kept.get(version, "es", [1, 2])


def test_everything_is_kept_while_the_token_is_the_same() -> None:
    kept = KeptWhile[str](most=2)
    made: list[str] = []

    def make(value: str) -> str:
        made.append(value)
        return value

    for token, key in [("a", "en"), ("a", "en"), ("a", "es"), ("b", "en"), ("b", "en")]:
        assert kept.get(token, key, lambda value=token + key: make(value)) == token + key
    assert made == ["aen", "aes", "ben"]


def test_what_was_made_under_an_older_token_is_not_kept() -> None:
    kept = KeptWhile[str](most=2)

    def slow() -> str:
        kept.get("new", "en", lambda: "fresh")
        return "out of date"

    assert kept.get("old", "en", slow) == "out of date"
    assert kept.get("new", "en", lambda: "unwanted") == "fresh"


def test_a_page_changes_its_own_token_only() -> None:
    before = data_version()
    changed(pages=True)
    after = data_version()
    assert after.number == before.number + 1
    assert (after.vocabularies, after.pages) == (before.vocabularies, after.token)
    changed(1)
    assert data_version().pages == after.pages
    assert isinstance(after, Version)
