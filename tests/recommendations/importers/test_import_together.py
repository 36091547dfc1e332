"""Imports side by side, and an editor at work meanwhile: nothing is doubled, nothing is lost."""

import json
import threading
from pathlib import Path

import pytest
from django.db import connection, transaction

from mechanisms.models import Country, Mechanism, Review
from recommendations.importers import run
from recommendations.importers.plan import Plan
from recommendations.importers.run import DatabaseKeepsChanging, import_file
from recommendations.importers.turns import take_turn
from recommendations.models import ImportBatch, Recommendation
from tests.database_copy import DatabaseCopies
from tests.factories import RecommendationFactory
from tests.recommendations.importers.importing import import_path, some, write_csv

ROWS = 300


def file_of(path: Path, rows: int = ROWS) -> Path:
    """Write a file of ``rows`` recommendations, whose review is missing."""
    return write_csv(
        path / "same.csv",
        [
            {
                "mechanism": "CEDAW",
                "country": "Chile",
                "document_symbol": "CEDAW/C/CHL/CO/99",
                "paragraph": str(number),
                "text": f"Paragraph {number} asks for homes.",
                "themes": "Right to education | Weather on the moon",
            }
            for number in range(rows)
        ],
    )


def test_two_imports_of_one_file_at_once(copies: DatabaseCopies, tmp_path: Path) -> None:
    file = file_of(tmp_path)
    database = copies.make()
    processes = [database.start("import_recommendations", "--skip-checks", "--json", file) for _ in range(3)]
    created = []
    for process in processes:
        output, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors
        printed = json.loads(output)
        created.append(printed["created"])
        assert printed["created"] + printed["unchanged"] == ROWS
    assert sorted(created) == [0, 0, ROWS]
    sizes = database.sizes(
        "recommendations_recommendation", "recommendations_importchange", "recommendations_importbatch"
    )
    assert sizes == {
        "recommendations_recommendation": ROWS,
        "recommendations_importchange": ROWS,
        "recommendations_importbatch": 3,
    }
    chile = "SELECT id FROM mechanisms_country WHERE iso3 = 'CHL'"
    assert database.ask(f"SELECT COUNT(*) FROM mechanisms_review WHERE country_id = ({chile})") == [(1,)]  # noqa: S608


def meanwhile(monkeypatch: pytest.MonkeyPatch, change: object, times: int = 1) -> list[Plan]:
    """Let ``change`` happen after each of the first ``times`` plans; return the plans that were made."""
    plans: list[Plan] = []
    make_plan = run.make_plan

    def plan_and_change(*arguments: object) -> Plan:
        plans.append(make_plan(*arguments))  # type: ignore[arg-type]
        if len(plans) <= times:
            change()  # type: ignore[operator]
        return plans[-1]

    monkeypatch.setattr(run, "make_plan", plan_and_change)
    return plans


@pytest.mark.django_db
def test_a_plan_that_went_stale_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The editor's record turns up between plan and apply: the import meets it instead of doubling it."""
    file = file_of(tmp_path, rows=2)
    review = Review.objects.create(
        key="cedaw-2020-chl",
        mechanism=Mechanism.objects.get(slug="cedaw"),
        country=Country.objects.get(iso3="CHL"),
        year=2020,
    )

    def edit() -> None:
        RecommendationFactory(review=review, paragraph="1", text="Corrected", locked_fields=["text"], kind="other")

    plans = meanwhile(monkeypatch, edit)
    outcome = import_file(file, review=review)
    assert len(plans) == 2
    assert outcome.rows == 2
    assert Recommendation.objects.filter(text="Corrected").exists()


@pytest.mark.django_db
def test_a_review_made_meanwhile_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = file_of(tmp_path, rows=2)
    key = import_file(file, dry_run=True).reviews_created[0]

    def make_it() -> None:
        Review.objects.create(
            key=key, mechanism=Mechanism.objects.get(slug="cedaw"), country=Country.objects.get(iso3="CHL")
        )

    plans = meanwhile(monkeypatch, make_it)
    outcome = import_path(file)
    assert len(plans) == 2
    assert (some(outcome), outcome.reviews_created) == ({"created": 2}, [])


@pytest.mark.django_db
def test_a_record_that_keeps_changing_ends_with_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plans = meanwhile(monkeypatch, RecommendationFactory, times=99)
    with pytest.raises(DatabaseKeepsChanging, match="Nothing was imported; please try again"):
        import_file(file_of(tmp_path, rows=2))
    assert len(plans) == 3
    assert not ImportBatch.objects.exists()


@pytest.mark.sqlite
@pytest.mark.slow
def test_a_database_locked_for_long_ends_with_a_sentence(copies: DatabaseCopies, tmp_path: Path) -> None:
    """Somebody writes for longer than SQLite's patience of 30 seconds."""
    database = copies.make()
    with database.connect() as writer:
        writer.isolation_level = None
        writer.execute("BEGIN IMMEDIATE")
        process = database.start("import_recommendations", "--skip-checks", "--json", file_of(tmp_path, rows=2))
        output, errors = process.communicate(timeout=300)
        writer.execute("ROLLBACK")
    assert process.returncode == 1
    assert "Another long change is being written. Nothing was imported; please try again." in errors
    assert json.loads(output)["batch"] is None
    assert database.sizes("recommendations_importbatch") == {"recommendations_importbatch": 0}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_editor_s_correction_waits_for_the_import_and_reading_does_not() -> None:
    record = RecommendationFactory(text="Read", paragraph="1")
    saved = threading.Event()

    def correct() -> None:
        assert Recommendation.objects.get(pk=record.pk).text == "Read"  # nobody who reads waits
        Recommendation.objects.filter(pk=record.pk).update(text="Corrected")
        saved.set()
        connection.close()

    editor = threading.Thread(target=correct)
    with transaction.atomic():
        take_turn()
        editor.start()
        assert not saved.wait(1)
        Recommendation.objects.filter(pk=record.pk).update(position="noted")
    editor.join(30)
    assert saved.is_set()
    record.refresh_from_db()
    assert (record.text, record.position) == ("Corrected", "noted")
