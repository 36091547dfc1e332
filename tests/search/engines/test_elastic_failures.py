"""Elasticsearch fails in every way it can: saves succeed, the database answers, and afterwards all is well by itself.

The server is one of this test's own, started, stopped, frozen and killed by it.
"""

import os
import signal
import threading
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from elasticsearch import Elasticsearch

from devtools import elasticsearch as server_program
from devtools.server import Server, wait_for
from search.changes import data_version
from search.engines.elastic import mapping, server, worker
from search.engines.elastic.bulk import Bulk
from search.engines.elastic.server import ElasticAway, elastic_server
from search.finding import Answer
from search.selection import Selection
from tests.factories import RecommendationFactory
from tests.search.engines.elastic_site import elastic_site, on_elastic

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch, pytest.mark.slow]


ROOM_FOR_BULKS = 200_000


class OwnServer:
    """The real server, which the test may hurt."""

    def __init__(self) -> None:
        self.home: Path = server_program.unpack()
        (settings,) = self.home.glob("*/config/elasticsearch.yml")
        with settings.open("a", encoding="utf-8") as file:
            # So little that a bulk of this test is too much for it at once.
            file.write(f"indexing_pressure.memory.limit: {ROOM_FOR_BULKS}b\n")
        self.running: Server = server_program.run(self.home)

    def freeze(self) -> None:
        os.killpg(self.running.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.killpg(self.running.pid, signal.SIGCONT)

    def kill(self) -> None:
        os.killpg(self.running.pid, signal.SIGKILL)
        assert wait_for(lambda: not self.running.is_ours(), 30)

    def start_again(self) -> None:
        self.running = server_program.run(self.home)


@pytest.fixture(scope="module")
def own_server() -> Iterator[OwnServer]:
    """Started once, as starting takes its time."""
    if not server_program.ARCHIVE.exists():
        server_program.fetch()
    own = OwnServer()
    yield own
    own.running.stop()


@pytest.fixture
def hurt(own_server: OwnServer) -> Iterator[tuple[OwnServer, Elasticsearch]]:
    """The site searches on a server that may be hurt; it is well again when the test ends."""
    with elastic_site(own_server.running.url) as client:
        yield own_server, client


def ask(query: str) -> Answer:
    data_version()
    return on_elastic().answer(Selection(q=query), ("theme", "kind"))


def assert_well_again(pk: int) -> None:
    """What the worker does by itself, and then no difference is left."""
    elastic = elastic_server()
    assert elastic is not None
    elastic.breaker.close()  # its ten seconds are over
    worker.deliver()
    output = StringIO()
    call_command("check_search", stdout=output)
    assert "says what the record says" in output.getvalue()
    answer = ask("second")
    assert (answer.engine, answer.fallback, answer.ids) == ("elasticsearch", False, [pk])


def test_away_while_people_write(hurt: tuple[OwnServer, Elasticsearch], client: Client) -> None:
    own, _elastic = hurt
    record = RecommendationFactory(text="first words")
    assert worker.deliver() >= 0
    assert not ask("first").fallback
    own.kill()
    record.text = "second words"
    record.save()
    answer = ask("second")
    assert (answer.fallback, answer.ids, answer.counts["kind"]) == (True, [record.pk], {"recommendation": 1})
    # The breaker is open: nobody asks the server again for a while.
    elastic = elastic_server()
    assert elastic is not None
    assert elastic.breaker.is_open
    start = time.monotonic()
    assert ask("second").fallback
    assert list(on_elastic().all_ids(Selection(q="second"))) == [record.pk]
    assert time.monotonic() - start < 1
    with pytest.raises(ElasticAway):
        worker.deliver()
    with pytest.raises(CommandError):
        call_command("check_search", stdout=StringIO())
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["checks"]["elasticsearch"]) == (200, "away")
    own.start_again()
    assert_well_again(record.pk)
    assert client.get("/readyz").json()["checks"]["elasticsearch"] == "ok"


def test_slow(hurt: tuple[OwnServer, Elasticsearch], monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that hangs costs one request two seconds, the others nothing; then one may try again."""
    own, _elastic = hurt
    record = RecommendationFactory(text="second words")
    data_version()
    worker.deliver()
    monkeypatch.setattr(server, "OPEN_FOR", 3.0)
    own.freeze()
    try:
        start = time.monotonic()
        assert ask("second").fallback
        assert 1.5 < time.monotonic() - start < 4
        start = time.monotonic()
        assert ask("second").ids == [record.pk]
        assert time.monotonic() - start < 1
    finally:
        own.thaw()
    assert ask("second").fallback, "the breaker is still open"
    time.sleep(3)
    assert not ask("second").fallback, "it closed by itself"
    assert_well_again(record.pk)


def test_read_only_as_with_a_full_disk(hurt: tuple[OwnServer, Elasticsearch]) -> None:
    _own, elastic = hurt
    record = RecommendationFactory(text="first words")
    data_version()
    worker.deliver()
    block = {"index.blocks.read_only_allow_delete": True}
    elastic.indices.put_settings(index=mapping.alias(), settings=block)
    record.text = "second words"
    record.save()
    data_version()
    with pytest.raises(ElasticAway, match="blocked"):
        worker.deliver()
    with pytest.raises(CommandError):
        call_command("check_search", stdout=StringIO())
    # Elasticsearch itself takes the block away when there is room again.
    elastic.indices.put_settings(index=mapping.alias(), settings={"index.blocks.read_only_allow_delete": None})
    assert_well_again(record.pk)


def test_red(hurt: tuple[OwnServer, Elasticsearch]) -> None:
    """An index whose only shard is nowhere cannot answer."""
    _own, elastic = hurt
    record = RecommendationFactory(text="second words")
    data_version()
    worker.deliver()
    (name,) = elastic.indices.get(index=mapping.every_index())
    elastic.indices.close(index=name)
    answer = ask("second")
    assert (answer.fallback, answer.ids) == (True, [record.pk])
    elastic.indices.open(index=name)
    assert_well_again(record.pk)


# Each starts the server once more.
WORKS = ["deliver", "rebuild"] if os.environ.get("SOAK") == "1" else ["deliver"]


@pytest.mark.parametrize("work", WORKS)
def test_killed_in_mid_bulk(hurt: tuple[OwnServer, Elasticsearch], monkeypatch: pytest.MonkeyPatch, work: str) -> None:
    own, _elastic = hurt
    records = [RecommendationFactory(text="first words") for _ in range(30)]
    data_version()
    worker.deliver()
    for record in records[1:]:
        record.text = "third words"
        record.save()
    records[0].text = "second words"
    records[0].save()
    data_version()
    monkeypatch.setattr("search.engines.elastic.bulk.MOST_BYTES", 1_000)
    sent, send = [], Bulk._send

    def kill_in_the_middle(self: Bulk, lines: list[bytes], *patience: tuple[float, ...]) -> None:
        sent.append(len(lines))
        if len(sent) == 3:
            threading.Timer(0.01, own.kill).start()
            time.sleep(0.05)
        send(self, lines, *patience)

    monkeypatch.setattr(Bulk, "_send", kill_in_the_middle)
    with pytest.raises(ElasticAway):
        getattr(worker, work)()
    assert ask("second").fallback
    own.start_again()
    assert_well_again(records[0].pk)
    assert len(sent) > 6


def test_too_busy_for_so_much_at_once(hurt: tuple[OwnServer, Elasticsearch], monkeypatch: pytest.MonkeyPatch) -> None:
    """What is refused for want of room is sent again, later and in smaller lots."""
    _own, elastic = hurt
    records = [RecommendationFactory(text=f"{'many words ' * 200} {number}") for number in range(150)]
    records[0].text = "second words"
    records[0].save()
    data_version()
    waits: list[float] = []
    monkeypatch.setattr("search.engines.elastic.bulk.time.sleep", waits.append)
    worker.deliver()
    assert waits, "the server refused the first lot"
    elastic.indices.refresh(index=mapping.alias())
    assert_well_again(records[0].pk)
    monkeypatch.setattr(Bulk._send, "__defaults__", ((),))
    with pytest.raises(ElasticAway, match="too busy"):
        worker.rebuild()
