"""The store against plain queries: the same records in the same order, and each count what its link finds."""

import random

import pytest
from django.http import QueryDict
from pyroaring import BitMap

from search.changes import data_version
from search.facets import facet_counts
from search.finding import finder
from search.indexing.writing import make_everything_due, read_due
from search.models import Change
from search.selection import Selection
from search.store import current_store
from search.store.keeper import _now_and_later, keeper
from search.store.store import Store
from tests.factories import RecommendationFactory
from tests.search import oracle
from tests.search.store.changing_world import change_something
from tests.search.test_counts import random_search
from tests.search.world import build_world

pytestmark = pytest.mark.django_db

WORDS = ("", "", "", "rent", "rents OR water", "-eviction", '"lower the rent"', "educat*")


def random_selection(chance: random.Random) -> Selection:
    """A search, sometimes with words, in some order, on some page."""
    selection = random_search(chance)
    sort = chance.choice(["newest", "paragraph", "updated"])
    return selection.only(q=chance.choice(WORDS), sort=sort).only(page=chance.choice([1, 1, 2]))


def merge_some(chance: random.Random) -> None:
    survivor, *others = [RecommendationFactory(theme_slugs=["housing"]) for _each in range(3)]
    for other in others:
        other.merged_into = survivor
        other.save()


def check(selection: Selection, chance: random.Random) -> int:
    """Compare everything that the store says of a selection with the database; return how many records it has."""
    expected = list(oracle.found(selection).values_list("pk", flat=True))
    answer = finder().answer(selection)
    assert answer.total == len(expected) == finder().total(selection), selection.query
    assert list(finder().all_ids(selection)) == expected, selection.query
    last = max(1, -(-len(expected) // selection.per_page))
    start = (min(selection.page, last) - 1) * selection.per_page
    assert answer.ids == expected[start : start + selection.per_page], selection.query
    assert answer.order == selection.order
    for facet in facet_counts(selection):
        counted = [value for value in facet.values if value.count]
        for value in {*chance.sample(counted, min(2, len(counted))), *facet.values[-1:], *facet.selected[:1]}:
            linked = Selection.parse(QueryDict(value.url.partition("?")[2]), selection.vocabularies)
            assert not linked.problems, value.url
            assert value.count == oracle.matching(linked).count(), (selection.query, facet.name, value.value)
    return answer.total


def test_random_searches_in_a_random_world(soak: bool) -> None:
    for seed in range(20 if soak else 1):
        chance = random.Random(seed)
        build_world(seed)
        merge_some(chance)
        make_everything_due()
        read_due()
        totals = [check(random_selection(chance), chance) for _search in range(100 if soak else 25)]
        assert sum(map(bool, totals)) > len(totals) / 4, "the searches are too narrow to prove anything"


def test_a_store_brought_up_to_date_is_the_store_loaded_anew(soak: bool) -> None:
    chance = random.Random(3)
    build_world(size=25)
    current_store()
    for _step in range(400 if soak else 40):
        done = [change_something(chance) for _change in range(chance.randint(1, 3))]
        brought, loaded = current_store(), Store.load(data_version())
        assert brought.version[:2] == loaded.version[:2]
        assert brought.membership == loaded.membership, done
        for order in ("newest", "paragraph", "updated"):
            whole = brought.orders.all(brought.public, order).tolist()
            assert whole == loaded.orders.all(loaded.public, order).tolist(), (order, done)
            for start, stop in ((0, 10), (7, 20), (0, 1)):
                assert brought.orders.page(brought.public, order, start, stop) == whole[start:stop]


def test_the_store_is_not_loaded_anew_for_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    record = RecommendationFactory(reach="not_sorted")
    before = current_store()
    monkeypatch.setattr(Store, "load", None)
    record.reach = "local_can_act"
    record.save()
    after = current_store()
    assert record.pk in after.get("reach", "local_can_act")
    assert record.pk in before.get("reach", "not_sorted"), "a reader's store never changes under him"
    assert after.get("public", "") is before.get("public", ""), "what did not change is shared"


def test_pages_are_the_same_from_the_top_and_by_sorting() -> None:
    """Where most records are hits a page is walked from the top; elsewhere the hits are sorted."""
    for _number in range(60):
        RecommendationFactory(paragraph=str(random.Random(_number).randint(1, 30)))
    store = current_store()
    sparse = BitMap(list(store.public)[::7])
    for hits in (store.public, sparse):
        for order in ("newest", "paragraph", "updated"):
            whole = store.orders.all(hits, order).tolist()
            for start in range(0, len(whole), 4):
                assert store.orders.page(hits, order, start, start + 4) == whole[start : start + 4]
    assert keeper.current(data_version()) is store


def test_much_at_once_is_loaded_later_and_what_people_changed_is_read_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.store.keeper.AT_MOST", 150)
    by_hand, rebuild = Change(number=1, recommendations=[7]), Change(number=2, recommendations=[], rebuild=True)
    lots = [Change(number=number, recommendations=list(range(1000 * number, 1000 * number + 120))) for number in (3, 4)]
    assert _now_and_later([by_hand, rebuild, lots[0]]) == ({7, *lots[0].recommendations}, [2])
    assert _now_and_later([by_hand, rebuild, *lots]) == ({7}, [2, 3, 4])
