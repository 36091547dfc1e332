"""Old changes are deleted, but none that anybody needs to find on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from search.changes import Version, data_version, pruning, record
from search.changes.log import changes_since
from search.changes.pruning import prune
from search.finding import finder
from search.models import Change, DataVersion, ElasticIndex
from search.selection import Selection
from search.store import current_store
from tests.factories import RecommendationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty changes of last month, of which the last five would be kept."""
    monkeypatch.setattr(pruning, "KEPT", 5)
    long_ago = timezone.now() - timedelta(days=30)
    Change.objects.all().delete()
    Change.objects.bulk_create([Change(number=number, token=f"t{number}") for number in range(1, 31)])
    Change.objects.update(made_at=long_ago)
    DataVersion.objects.update_or_create(pk=DataVersion.THE_ROW, defaults={"number": 30, "token": "t30"})


def left() -> list[int]:
    return list(Change.objects.order_by("number").values_list("number", flat=True))


def test_the_last_ones_stay_however_old(log: None) -> None:
    assert prune() == 24
    assert left() == [25, 26, 27, 28, 29, 30]
    assert prune() == 0
    assert [change.number for change in changes_since(Version(27, "t27")) or []] == [28, 29, 30]
    assert changes_since(Version(24, "t24")) is None


def test_those_of_the_last_week_stay(log: None) -> None:
    Change.objects.filter(number__gt=10).update(made_at=timezone.now() - timedelta(days=6))
    assert prune() == 10


def test_what_elasticsearch_has_not_taken_stays(log: None, settings) -> None:
    ElasticIndex.objects.create(alias="one", name="one-1", uuid="u", number=12, token="t12")
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:1"
    assert prune() == 11
    assert left()[0] == 12
    settings.ELASTICSEARCH_URL = ""
    assert prune() == 13, "a site that has left Elasticsearch keeps nothing for it"


def test_not_more_than_a_lot_at_once(log: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "AT_ONCE", 20)
    assert [prune(), prune(), prune()] == [20, 4, 0]


def test_a_process_that_slept_too_long_loads_anew(log: None, monkeypatch: pytest.MonkeyPatch) -> None:
    RecommendationFactory()
    slept = current_store()
    Change.objects.all().delete()
    with_gap = data_version().number + 10
    DataVersion.objects.update(number=with_gap, token="later")
    Change.objects.create(number=with_gap, token="later")
    record([RecommendationFactory().pk])
    assert finder().total(Selection()) == 2
    assert current_store() is not slept
