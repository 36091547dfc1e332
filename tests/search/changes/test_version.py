"""The data version: taken last, with the transaction or not at all, in the order of commits."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from recommendations.models import Recommendation
from search.changes import Version, data_version, record, record_rebuild
from search.changes.pending import AT_MOST, about_to_commit
from search.models import Change, DataVersion
from tests.factories import RecommendationFactory


def changes() -> list[tuple[int, list[int], bool]]:
    return [(change.number, change.recommendations, change.rebuild) for change in Change.objects.all()]


@pytest.mark.django_db(transaction=True)
def test_one_transaction_takes_one_number_as_its_last_statement() -> None:
    before = data_version().number
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        record([5_000, 3_000])
        record([3_000])
        RecommendationFactory()
    number, ids, rebuild = changes()[-1]
    assert number == before + 1
    assert {3_000, 5_000} < set(ids) and not rebuild
    written = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE"))]
    assert "search_change" in written[-1] and "search_dataversion" in written[-2]
    assert data_version()[:2] == (number, Change.objects.get(number=number).token)


@pytest.mark.django_db(transaction=True)
def test_a_rollback_takes_no_number_and_leaves_nothing_for_the_next_transaction() -> None:
    before = data_version()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record([1])
        raise ZeroDivisionError
    assert data_version() == before
    with transaction.atomic():
        record([2])
    assert changes()[-1] == (before.number + 1, [2], False)


@pytest.mark.django_db(transaction=True)
def test_what_fails_at_the_last_moment_leaves_nothing_of_the_transaction() -> None:
    before, count = data_version(), Recommendation.objects.count()

    def fail(**kwargs: object) -> None:
        raise ZeroDivisionError

    about_to_commit.connect(fail)
    try:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            RecommendationFactory()
    finally:
        about_to_commit.disconnect(fail)
    assert (data_version(), Recommendation.objects.count()) == (before, count)
    RecommendationFactory()
    assert data_version().number > before.number


@pytest.mark.django_db(transaction=True)
def test_outside_of_a_transaction_a_change_is_logged_at_once() -> None:
    before = data_version().number
    record([7])
    assert changes()[-1] == (before + 1, [7], False)


@pytest.mark.django_db(transaction=True)
def test_a_constraint_that_fails_takes_no_number() -> None:
    record_of = RecommendationFactory()
    before = data_version()
    with pytest.raises(IntegrityError), transaction.atomic():
        RecommendationFactory(slug=record_of.slug)
    assert data_version() == before


@pytest.mark.django_db
def test_a_transaction_reads_its_own_changes_and_a_savepoint_takes_only_its_own_back() -> None:
    before = data_version()
    record([1])
    first = data_version()
    assert first.number == before.number + 1
    assert data_version() == first, "reading again takes no number"
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record([2])
        assert data_version().number == first.number + 1
        raise ZeroDivisionError
    again = data_version()
    assert again != first, "what the savepoint took back had a token of its own"
    assert again.token != "" and again.number == first.number + 1
    assert set(Change.objects.get(number=again.number).recommendations) >= {1}


@pytest.mark.django_db
def test_a_number_given_twice_has_another_token() -> None:
    def inside() -> Version:
        record([1])
        return data_version()

    seen = []
    for _attempt in range(2):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            seen.append(inside())
            raise ZeroDivisionError
        connection.before_commit.clear()
    assert seen[0].number == seen[1].number
    assert seen[0] != seen[1] and seen[0].tag != seen[1].tag


@pytest.mark.django_db
def test_too_many_recommendations_become_a_rebuild() -> None:
    record(range(AT_MOST + 1))
    data_version()
    assert changes()[-1][1:] == ([], True)


@pytest.mark.django_db
def test_the_counter_is_made_where_it_is_missing() -> None:
    DataVersion.objects.all().delete()
    Change.objects.all().delete()
    assert data_version() == Version(0, "")
    record_rebuild()
    assert data_version().number == 1


@pytest.mark.django_db
def test_asking_for_the_version_is_one_query_and_writes_nothing(django_assert_num_queries: object) -> None:
    with CaptureQueriesContext(connection) as queries:
        data_version()
    assert [query["sql"].split()[0] for query in queries] == ["SELECT"]
