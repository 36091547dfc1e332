"""Several processes on one database: what one of them publishes, every other finds in its next request."""

import statistics
from pathlib import Path

import pytest
from django.db import transaction

from search.finding import finder
from search.selection import Selection
from tests.database_copy import DatabaseCopy
from tests.factories import RecommendationFactory
from tests.recommendations.importers.importing import write_csv
from tests.search.store.worker import Worker

pytestmark = pytest.mark.slow

SAID = "city=hereville&status=no_action"


@pytest.mark.django_db
def test_what_is_rolled_back_was_never_in_the_store() -> None:
    """Each test is a transaction that is rolled back, so this keeps all the others apart as well."""
    before = finder().total(Selection())
    for _attempt in range(2):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            RecommendationFactory()
            assert finder().total(Selection()) == before + 1
            raise ZeroDivisionError
        assert finder().total(Selection()) == before
    RecommendationFactory()
    assert finder().total(Selection()) == before + 1


def test_a_published_update_shows_in_the_next_request_of_another_process(database: DatabaseCopy) -> None:
    with Worker(database) as reader, Worker(database) as writer:
        made = writer.ask("build", records=3)
        assert reader.ask("request", query=SAID) == 0
        for number, record in enumerate(made["records"], 1):
            writer.ask("publish", assessor=made["assessors"][0], records=[record], status="no_action")
            assert reader.ask("request", query=SAID) == number
        writer.ask("publish", assessor=made["assessors"][0], records=made["records"][:1], status="limited_progress")
        assert reader.ask("request", query=SAID) == 2
        assert reader.ask("is_as_loaded_anew")


def test_of_concurrent_commits_none_is_missed(database: DatabaseCopy, soak: bool) -> None:
    count = 400 if soak else 40
    with Worker(database) as reader, Worker(database) as one, Worker(database) as other:
        made = one.ask("build", records=2 * count)
        reader.ask("request", query=SAID)
        halves = made["records"][:count], made["records"][count:]
        reader.tell("watch", query=SAID, until=2 * count, seconds=240, threads=2)
        for worker, assessor, records in zip((one, other), made["assessors"], halves, strict=True):
            worker.tell("publish", assessor=assessor, records=records, status="no_action")
        one.hear()
        other.hear()
        seen = reader.hear()
        assert seen["wrong"] == []
        assert seen["totals"][-1] == 2 * count
        assert len(set(seen["totals"])) > 2, "it looked while they wrote"
        assert seen["loaded_by"] == [], "every change was taken up one by one"
        assert reader.ask("is_as_loaded_anew")


def test_an_import_does_not_make_a_reader_wait(database: DatabaseCopy, tmp_path: Path) -> None:
    rows = 1500
    file = write_csv(
        tmp_path / "many.csv",
        [
            {"review": "upr-3-usa", "paragraph": f"{50 + number // 300}.{number % 300}", "text": f"Do {number}"}
            for number in range(rows)
        ],
    )
    with Worker(database) as reader:
        reader.ask("build", records=5)
        before = reader.ask("request", query="review=upr-3-usa")
        reader.tell("watch", query="review=upr-3-usa", until=before + rows, seconds=240)
        importing = database.start("import_recommendations", "--skip-checks", "--json", file)
        output, errors = importing.communicate(timeout=240)
        assert importing.returncode == 0, (output, errors)
        seen = reader.hear()
        assert set(seen["totals"]) == {before, before + rows}, "all of an import or nothing"
        assert set(seen["loaded_by"]) == {"facet store"}, "no reader loads what an import brought"
        assert reader.ask("is_as_loaded_anew")


def test_a_load_that_fails_in_the_background_is_tried_again(database: DatabaseCopy) -> None:
    with Worker(database) as reader, Worker(database) as writer:
        made = writer.ask("build", records=2)
        assert reader.ask("request", query=SAID) == 0
        reader.ask("fail_to_load", times=1)
        writer.ask("rebuild")
        writer.ask("publish", assessor=made["assessors"][0], records=made["records"], status="no_action")
        assert reader.ask("request", query=SAID) == 2, "the old store serves, with what changed since"
        assert reader.ask("is_as_loaded_anew")


def test_a_forked_process_goes_on_from_the_store_it_inherits(database: DatabaseCopy) -> None:
    with Worker(database) as worker:
        made = worker.ask("build", records=3)
        said = worker.ask(
            "in_a_fork", query=SAID, assessor=made["assessors"][0], records=made["records"], status="no_action"
        )
    assert said == {"parent": 0, "before": 0, "after": 3, "loads": 0, "parent_after": 3}


def test_twenty_updates_a_second_while_searching(database: DatabaseCopy, soak: bool) -> None:
    seconds = 60 if soak else 3
    query = "reach=local_can_act"
    with Worker(database) as reader, Worker(database) as writer:
        made = writer.ask("build", records=200)
        reader.ask("request", query=query)
        quiet = reader.ask("time_searches", query=query, seconds=seconds)
        records = (made["records"] * 10)[: 20 * seconds]
        reader.tell("time_searches", query=query, seconds=seconds)
        taken = writer.ask("publish", assessor=made["assessors"][0], records=records, status="no_action", pause=0.02)
        busy = reader.hear()
        assert reader.ask("request", query=SAID) == len(set(records))
        assert reader.ask("is_as_loaded_anew")
    if soak:
        assert len(records) / taken >= 15, "so many updates a second were really written"
        assert statistics.median(busy) <= 1.5 * statistics.median(quiet)
