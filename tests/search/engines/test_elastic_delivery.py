"""Elasticsearch follows the log of changes: in order, at least once, and by itself."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from elasticsearch import Elasticsearch

from recommendations.models import Recommendation
from search.changes import data_version, record_rebuild
from search.engines.elastic import delivery, mapping, worker
from search.engines.elastic.bulk import Bulk
from search.engines.elastic.documents import DocumentReader
from search.models import Change, DataVersion, ElasticIndex
from search.selection import Selection
from tests.factories import CityActionFactory, CityFactory, ImplementationFactory, RecommendationFactory
from tests.search.engines.elastic_site import on_database, on_elastic

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]


def deliver(client: Elasticsearch) -> int:
    """Deliver, and make it visible at once."""
    data_version()
    sent = worker.deliver()
    client.indices.refresh(index=mapping.alias())
    return sent


def found(query: str = "", **parameters: object) -> list[int]:
    """What Elasticsearch itself finds."""
    answer = on_elastic().answer(Selection(q=query, **parameters))  # type: ignore[arg-type]
    assert answer.engine == "elasticsearch"
    return answer.ids


def indexes(client: Elasticsearch) -> list[str]:
    return list(client.indices.get(index=mapping.every_index()))


def test_a_new_site_builds_its_index_and_a_change_is_delivered(elastic: Elasticsearch) -> None:
    record = RecommendationFactory(text="first words")
    data_version()
    assert on_elastic().answer(Selection(q="first")).fallback, "no index yet: the database answers"
    assert deliver(elastic) == 1
    assert found("first") == [record.pk]
    record.text = "second words"
    record.save()
    assert deliver(elastic) == 1
    assert found("first") == []
    assert found("second") == [record.pk]
    assert deliver(elastic) == 0
    assert list(worker.differences()) == []


def test_what_no_longer_stands_goes(elastic: Elasticsearch) -> None:
    record, other = RecommendationFactory(text="first words"), RecommendationFactory(text="first words")
    deliver(elastic)
    assert set(found("first")) == {record.pk, other.pk}
    record.withdrawn_on = datetime.date(2025, 1, 1)
    record.save()
    deliver(elastic)
    assert found("first") == [other.pk]
    assert list(worker.differences()) == []


def test_words_and_actions_of_cities_are_delivered(elastic: Elasticsearch) -> None:
    record = RecommendationFactory()
    city = CityFactory(slug="eastville")
    deliver(elastic)
    ImplementationFactory(city=city, recommendation=record, status="no_action")
    action = CityActionFactory(city=city, status="planned", serves=[record])
    deliver(elastic)
    assert found(city=("eastville",), status=("no_action",), action=("planned",)) == [record.pk]
    action.status = "completed"
    action.save()
    deliver(elastic)
    assert found(city=("eastville",), action=("planned",)) == []
    assert found(action=("completed",)) == [record.pk]


def test_an_older_version_never_overwrites_a_newer_one(elastic: Elasticsearch) -> None:
    """Two workers: the slow one read before the change and sends after the quick one."""
    record = RecommendationFactory(text="first words")
    deliver(elastic)
    before, version = DocumentReader().read([record.pk]), data_version().number
    record.text = "second words"
    record.save()
    deliver(elastic)
    Bulk(elastic, mapping.alias()).send(before, [], version)
    Bulk(elastic, mapping.alias()).send({}, [record.pk], version)
    elastic.indices.refresh(index=mapping.alias())
    assert found("second") == [record.pk]
    assert list(worker.differences()) == []


def test_a_rebuild_serves_all_the_while_and_takes_what_changes_meanwhile(
    elastic: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [RecommendationFactory(text="first words") for _ in range(5)]
    deliver(elastic)
    former = indexes(elastic)
    seen, send = [], Bulk.send

    def send_and_look(self: Bulk, *arguments: object) -> None:
        send(self, *arguments)  # type: ignore[arg-type]
        seen.append(len(found("first")))
        if len(seen) == 1:
            records[0].text = "second words"
            records[0].save()
            data_version()

    monkeypatch.setattr(Bulk, "send", send_and_look)
    worker.rebuild()
    assert seen == [5, 5], "the former index serves while the new one is filled, and filled again with the change"
    assert set(found("first")) == {record.pk for record in records[1:]}
    assert found("second") == [records[0].pk]
    assert len(indexes(elastic)) == 1
    assert indexes(elastic) != former
    assert list(worker.differences()) == []


def test_another_analyser_or_mapping_builds_another_index(
    elastic: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = RecommendationFactory(text="first words")
    deliver(elastic)
    former = mapping.alias()
    monkeypatch.setattr(mapping, "ANALYSER_VERSION", 1)
    assert mapping.alias() != former
    answer = on_elastic().answer(Selection(q="first"))
    assert (answer.fallback, answer.ids) == (True, [record.pk]), "the database answers until it is built"
    deliver(elastic)
    assert found("first") == [record.pk]
    assert not elastic.indices.exists_alias(name=former)
    assert len(indexes(elastic)) == 1
    assert list(worker.differences()) == []


@pytest.mark.parametrize("lost", ["deleted", "replaced", "other history", "rebuild logged", "log cut"])
def test_where_the_log_does_not_lead_on_it_is_built_anew(elastic: Elasticsearch, lost: str) -> None:
    record = RecommendationFactory(text="first words")
    deliver(elastic)
    (name,) = indexes(elastic)
    if lost in ("deleted", "replaced"):
        elastic.indices.delete(index=name)
    if lost == "replaced":
        elastic.indices.create(index=name, mappings=mapping.MAPPING, aliases={mapping.alias(): {}})
    if lost == "other history":
        ElasticIndex.objects.update(token="of a backup")
    if lost == "rebuild logged":
        record_rebuild()
    if lost == "log cut":
        for _ in range(2):
            record.save()
            data_version()
        Change.objects.filter(number__lt=DataVersion.objects.get().number).delete()
    deliver(elastic)
    assert indexes(elastic) != [name]
    assert found("first") == [record.pk]
    assert list(worker.differences()) == []


def test_what_a_stopped_builder_left_behind_goes(elastic: Elasticsearch, monkeypatch: pytest.MonkeyPatch) -> None:
    record = RecommendationFactory(text="first words")

    def stop(self: Bulk, *arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Bulk, "send", stop)
        deliver(elastic)
    assert len(indexes(elastic)) == 1
    deliver(elastic)
    assert len(indexes(elastic)) == 1
    assert found("first") == [record.pk]


def test_many_changes_are_delivered_in_turns(elastic: Elasticsearch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "AT_ONCE", 2)
    records = [RecommendationFactory() for _ in range(5)]
    deliver(elastic)
    for record in records:
        record.text = "new words"
        record.save()
        data_version()
    assert ElasticIndex.objects.get().number + 5 <= DataVersion.objects.get().number
    deliver(elastic)
    assert ElasticIndex.objects.get().number == DataVersion.objects.get().number
    assert set(found("new")) == {record.pk for record in records}


def test_an_index_that_lags_is_not_asked(elastic: Elasticsearch) -> None:
    record = RecommendationFactory(text="first words")
    deliver(elastic)
    record.text = "second words"
    record.save()
    data_version()
    assert not on_elastic().answer(Selection(q="second")).fallback, "seconds may pass before it is delivered"
    Change.objects.update(made_at=timezone.now() - datetime.timedelta(minutes=1))
    answer = on_elastic().answer(Selection(q="second"))
    assert (answer.fallback, answer.ids) == (True, [record.pk])
    deliver(elastic)
    assert found("second") == [record.pk]


def test_every_difference_is_named(elastic: Elasticsearch) -> None:
    kept, changed, lost = (RecommendationFactory(text="first words") for _ in range(3))
    deliver(elastic)
    bulk, version = Bulk(elastic, mapping.alias()), data_version().number
    document = DocumentReader().read([changed.pk])[changed.pk]
    bulk.send({changed.pk: document | {"digest": "other"}, 10**6: document | {"pk": 10**6}}, [lost.pk], version)
    output = StringIO()
    with pytest.raises(CommandError, match="3 differences"):
        call_command("check_search", stdout=output)
    assert sorted(output.getvalue().splitlines()) == sorted(
        [
            f"elasticsearch: {changed.slug} is indexed otherwise",
            f"elasticsearch: {lost.slug} is not indexed",
            "elasticsearch: recommendation 1000000 is indexed and not public",
        ]
    )
    kept.save()
    data_version()
    assert (0, "waits for 1 changes to be delivered") in list(worker.differences())
    call_command("rebuild_search", stdout=StringIO())
    call_command("check_search", stdout=StringIO())


def test_one_round_trip_a_page(elastic: Elasticsearch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Page, exact total and all counts: one request, whatever is filtered."""
    RecommendationFactory(text="first words", theme_slugs=["housing"])
    deliver(elastic)
    sent = []
    server = type(elastic.transport)
    perform = server.perform_request

    def count(self: object, method: str, target: str, **more: object) -> object:
        sent.append(f"{method} {target}")
        return perform(self, method, target, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(server, "perform_request", count)
    selection = Selection(q="first", theme=("housing",), kind=("recommendation",), action=("none",))
    assert on_elastic().answer(selection, ("theme", "kind", "action", "state")).total == 1
    assert len(sent) == 1
    assert "_msearch" in sent[0]


def test_hits_beyond_the_end_of_paging_are_exported(elastic: Elasticsearch) -> None:
    """Elasticsearch pages 10,000 hits; an export goes on."""
    first = RecommendationFactory()
    Recommendation.objects.bulk_create(
        Recommendation(
            slug=f"many-{number}", review=first.review, paragraph=str(number), paragraph_order=f"{number:06}"
        )
        for number in range(10_050)
    )
    record_rebuild()
    deliver(elastic)
    everything = list(on_elastic().all_ids(Selection()))
    assert len(everything) == 10_051
    assert everything == list(on_database().all_ids(Selection()))
    last = on_elastic().answer(Selection(page=400, per_page=25))
    assert (last.engine, last.fallback, last.total) == ("elasticsearch", False, 10_051)
    assert last.ids == everything[9_975:10_000]
    assert on_elastic().answer(Selection(page=500)).ids == last.ids
