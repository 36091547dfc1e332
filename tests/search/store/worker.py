"""A process of its own that does what it is told, one line of JSON at a time: it writes the record, or searches it.

Run as ``manage.py shell -c``; the tests speak to it through ``Worker``.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from tests.database_copy import DatabaseCopy

START = "from tests.search.store.worker import main; main()"
_PATIENCE = 120


class Worker:
    """The process, seen from the test."""

    def __init__(self, database: DatabaseCopy) -> None:
        self.process = database.start("shell", "--no-imports", "-c", START)

    def tell(self, do: str, **arguments: object) -> None:
        """Send an order without waiting for its answer."""
        assert self.process.stdin is None or not self.process.stdin.closed
        self.process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")  # type: ignore[union-attr]
        self.process.stdin.flush()  # type: ignore[union-attr]

    def hear(self) -> Any:
        """Wait for the answer to the oldest order."""
        line = self.process.stdout.readline()  # type: ignore[union-attr]
        assert line, self.process.communicate(timeout=_PATIENCE)[1]
        return json.loads(line)

    def ask(self, do: str, **arguments: object) -> Any:
        """Send an order and wait for its answer."""
        self.tell(do, **arguments)
        return self.hear()

    def end(self) -> None:
        """Let the process end."""
        self.process.kill()
        self.process.communicate(timeout=_PATIENCE)

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *raised: object) -> None:
        self.end()


# In the process


def main() -> None:
    """Do what stands on standard input, line by line; print one line each."""
    for line in sys.stdin:
        order = json.loads(line)
        sys.stdout.write(json.dumps(_ORDERS[order.pop("do")](**order)) + "\n")
        sys.stdout.flush()


def build(records: int) -> dict[str, list[int]]:
    """Make recommendations, and two assessors who have said nothing yet."""
    from tests.factories import AssessorFactory, CityFactory, RecommendationFactory, ReviewFactory

    review, city = ReviewFactory(), CityFactory(slug="hereville")
    assessors = [AssessorFactory(city=city, community=community) for community in (False, True)]
    made = [RecommendationFactory(review=review, reach="local_can_act") for _number in range(records)]
    return {"records": [record.pk for record in made], "assessors": [assessor.pk for assessor in assessors]}


def publish(assessor: int, records: list[int], status: str, pause: float = 0.0) -> float:
    """Publish an entry on each record, as a coordinator does, each in its own transaction; return the seconds taken."""
    from django.utils import timezone

    from cities import progress
    from cities.models import Assessor, ProgressUpdate
    from recommendations.models import Recommendation
    from tests.factories import MembershipFactory

    who = Assessor.objects.get(pk=assessor)
    sender, publisher = (
        MembershipFactory(assessor=who, coordinator=True, user__username=uuid4().hex).user for _each in range(2)
    )
    started = time.perf_counter()
    for pk in records:
        entry = ProgressUpdate(
            assessor=who,
            recommendation=Recommendation.objects.get(pk=pk),
            status=status,
            as_of=timezone.localdate(),
            where_looked_en="Everywhere",
        )
        progress.publish(progress.submit(entry, user=sender), user=publisher)
        time.sleep(pause)
    return time.perf_counter() - started


def request(query: str) -> int:
    """Ask for the search as a program does, by a whole request; return how many it finds."""
    from django.test import Client

    response = Client().get(f"/en/recommendations.json?{query}", follow=True)
    assert response.status_code == 200, response.content
    count: int = response.json()["count"]
    return count


def watch(query: str, until: int, seconds: float = 60.0, threads: int = 1) -> dict[str, Any]:
    """Search again and again until so many are found; return what was seen, and who loaded the store meanwhile.

    Each time the database is asked before and after: what was committed before must be found, and nothing else.
    """
    seen: dict[str, Any] = {"totals": [], "wrong": [], "milliseconds": [], "loaded_by": loaded_by()}
    end = time.monotonic() + seconds
    watchers = [
        threading.Thread(target=_watch, args=(query, until, end, seen), name=f"reader {number}")
        for number in range(threads)
    ]
    for watcher in watchers:
        watcher.start()
    for watcher in watchers:
        watcher.join()
    return seen


def _watch(query: str, until: int, end: float, seen: dict[str, Any]) -> None:
    from django.db import connection
    from django.http import QueryDict

    from search.finding import finder
    from search.selection import Selection
    from tests.search import oracle

    selection = Selection.parse(QueryDict(query))
    while time.monotonic() < end:
        before = oracle.matching(selection).count()
        started = time.perf_counter()
        total = finder().answer(selection, ["status", "city"]).total
        seen["milliseconds"].append(1000 * (time.perf_counter() - started))
        after = oracle.matching(selection).count()
        seen["totals"].append(total)
        if not before <= total <= after:
            seen["wrong"].append([before, total, after])
        if total >= until:
            break
    connection.close()


def time_searches(query: str, seconds: float) -> list[float]:
    """Search again and again; return the milliseconds each took."""
    from django.http import QueryDict

    from search.finding import finder
    from search.selection import Selection

    selection, taken, end = Selection.parse(QueryDict(query)), [], time.monotonic() + seconds
    while time.monotonic() < end:
        started = time.perf_counter()
        finder().answer(selection, ["theme", "status", "city", "reach"])
        taken.append(1000 * (time.perf_counter() - started))
        time.sleep(0.01)
    return taken


def loaded_by() -> list[str]:
    """Watch who loads a whole store from now on: the names of threads, one a load."""
    from search.store.store import Store

    names: list[str] = []
    load = Store.load.__func__  # type: ignore[attr-defined]

    def named(cls: type[Store], version: Any) -> Store:
        names.append(threading.current_thread().name)
        store: Store = load(cls, version)
        return store

    Store.load = classmethod(named)  # type: ignore[assignment, method-assign]
    return names


def is_as_loaded_anew() -> bool:
    """Whether the store of this process is what the database says."""
    from search.changes import data_version
    from search.store import current_store
    from search.store.keeper import keeper
    from search.store.store import Store

    current_store()
    keeper.wait()
    kept, loaded = current_store(), Store.load(data_version())
    return kept.membership == loaded.membership and kept.version[:2] == loaded.version[:2]


def rebuild() -> int:
    """Log a rebuild, as an import does."""
    from search.changes import data_version, record_rebuild

    record_rebuild()
    return data_version().number


def fail_to_load(times: int) -> None:
    """Let the next loads of a whole store fail."""
    from search.store.store import Store

    load, left = Store.load.__func__, [times]  # type: ignore[attr-defined]

    def failing(cls: type[Store], version: Any) -> Store:
        if left[0]:
            left[0] -= 1
            raise RuntimeError("the disk is on fire")
        store: Store = load(cls, version)
        return store

    Store.load = classmethod(failing)  # type: ignore[assignment, method-assign]


def in_a_fork(query: str, assessor: int, records: list[int], status: str) -> dict[str, int]:
    """Load the store, fork while another thread holds its lock, and let the child search before and after a change."""
    from django.db import connections

    from search.store.keeper import keeper

    parent = request(query)
    connections.close_all()
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with keeper._lock:
            held.set()
            done.wait(_PATIENCE)

    threading.Thread(target=hold, daemon=True).start()
    held.wait(_PATIENCE)
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        loaded = loaded_by()
        before = request(query)
        publish(assessor, records, status)
        os.write(write, json.dumps({"before": before, "after": request(query), "loads": len(loaded)}).encode())
        os._exit(0)
    os.waitpid(child, 0)
    done.set()
    said: dict[str, int] = json.loads(os.read(read, 1000))
    return {"parent": parent, **said, "parent_after": request(query)}


_ORDERS: dict[str, Callable[..., Any]] = {
    order.__name__: order
    for order in (build, publish, request, watch, time_searches, is_as_loaded_anew, rebuild, fail_to_load, in_a_fork)
}
