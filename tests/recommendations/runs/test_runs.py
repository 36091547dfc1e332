"""A file's way through the background: checked, approved, written, taken back; and everything that comes between."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import ModelLogEntry

from recommendations.models import ImportBatch, ImportRun, PlannedRow, Recommendation
from recommendations.runs import steps, tending, work
from recommendations.runs.locks import as_worker, at_work_on, is_at_work_on, is_there_a_worker
from tests.factories import CityActionFactory
from tests.paths import SHARED_DATA, needs_shared_data
from tests.recommendations.runs.running import checked, csv_of, editor, file_of, imported, perform, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> Any:
    return editor()


def outcomes(run: ImportRun) -> dict[str, int]:
    return {name: count for name, count in run.counts.items() if count and name != "rows"}


def listed(run: ImportRun, outcome: str) -> list[PlannedRow]:
    return list(run.rows.filter(outcome=outcome).order_by("row"))


def test_a_file_is_checked_and_nothing_is_written_before_it_is_approved(user: Any) -> None:
    run = checked(csv_of(row(1), row(2)), user)
    assert (run.state, run.found_format) == ("ready", "csv")
    assert outcomes(run) == {"created": 2}
    assert run.preview["reviews_created"]
    assert [made.words[:11] for made in listed(run, "created")] == ["Paragraph 1", "Paragraph 2"]
    assert not ImportBatch.objects.exists()
    steps.start(run.pk, user, digest=run.digest, skip_errors=False)
    assert not ImportBatch.objects.exists()
    perform(run)
    assert (run.state, run.batch.created, run.batch.imported_by) == ("done", 2, user)
    assert Recommendation.objects.filter(document__symbol="CEDAW/C/CHL/CO/99").count() == 2


@needs_shared_data
@pytest.mark.parametrize(
    ("path", "found", "rows"),
    [
        ("uhri/uhri_export_sample.xlsx", "uhri-xlsx", 60),
        ("uhri/uhri_export_sample.json", "uhri-json", 60),
    ],
)
def test_real_files(user: Any, path: str, found: str, rows: int) -> None:
    files = sorted((SHARED_DATA / "uhri").glob(f"*{Path(path).suffix}"))
    run = imported(file_of(files[0]), user)
    assert (run.found_format, run.counts["rows"], run.batch.rows) == (found, rows, rows)


@needs_shared_data
def test_a_thematic_list(user: Any) -> None:
    for path in sorted((SHARED_DATA / "ohchr").glob("*.docx")):
        run = imported(file_of(path), user)
        assert run.found_format == "thematic-list"
        assert run.batch.rows == run.counts["rows"] > 50
        assert run.rows.exclude(outcome="error").count() == run.batch.rows - run.batch.errors


def test_the_preview_tells_old_and_new_values(user: Any) -> None:
    imported(csv_of(row(1), row(2)), user)
    run = checked(csv_of(row(1, "It asks for water.", themes="Death penalty"), row(2)), user)
    assert outcomes(run) == {"updated": 1, "unchanged": 1}
    (changed,) = listed(run, "updated")
    assert changed.before["text"] == "Paragraph 1 asks for homes that people can afford."
    assert changed.after["text"] == "It asks for water."
    assert len(changed.after["added_themes"]) == 1
    assert changed.recommendation == Recommendation.objects.get(paragraph="1", review__mechanism__slug="cedaw")
    assert [same.row for same in listed(run, "unchanged")] == [3]


def test_corrections_by_hand_are_conflicts_that_show_both_words(user: Any) -> None:
    imported(csv_of(row(1)), user)
    Recommendation.objects.filter(paragraph="1").update(text="Corrected.", locked_fields=["text"])
    run = checked(csv_of(row(1, "From the file.")), user)
    (conflict,) = listed(run, "conflict")
    assert (conflict.before["differs_text"], conflict.after["differs_text"]) == ("Corrected.", "From the file.")


def test_rows_with_errors_keep_the_file_out_until_they_are_left_out(user: Any) -> None:
    run = checked(csv_of(row(1), row(2, document_symbol="", mechanism="", country="")), user)
    assert outcomes(run) == {"created": 1, "error": 1}
    (wrong,) = listed(run, "error")
    assert wrong.row == 3
    assert wrong.reason
    with pytest.raises(steps.NotNow, match="Some rows have errors"):
        steps.start(run.pk, user, digest=run.digest, skip_errors=False)
    steps.start(run.pk, user, digest=run.digest, skip_errors=True)
    assert perform(run).state == "done"
    assert (run.batch.created, run.batch.errors) == (1, 1)


def test_a_column_that_has_shifted_is_asked_about(user: Any) -> None:
    imported(csv_of(*(row(number) for number in range(1, 21))), user)
    same = checked(csv_of(*(row(number) for number in range(1, 21))), editor())
    assert same.preview["shifted"] == []
    moved = checked(csv_of(*(row(number, f"Words of paragraph {number + 1}.") for number in range(1, 21))), user)
    assert moved.preview["shifted"] == [["text", 20]]
    # What only fills a gap is no sign of it.
    filled = checked(csv_of(*(row(number, position="Noted") for number in range(1, 21))), user)
    assert filled.preview["shifted"] == []


def test_unknown_labels_are_counted(user: Any) -> None:
    run = checked(csv_of(row(1, themes="Weather on the moon"), row(2, themes="weather on the Moon")), user)
    assert run.preview["labels"] == [{"vocabulary": "theme", "label": "Weather on the moon", "rows": 2}]


def test_what_is_written_is_what_was_seen(user: Any) -> None:
    imported(csv_of(row(1)), user)
    run = checked(csv_of(row(1, "New words."), row(2)), user)
    seen = run.digest
    Recommendation.objects.filter(paragraph="1").update(text="Corrected.", locked_fields=["text"])
    steps.start(run.pk, user, digest=seen, skip_errors=False)
    batches = ImportBatch.objects.count()
    perform(run)
    assert (run.state, run.is_changed) == ("ready", True)
    assert run.digest != seen
    assert ImportBatch.objects.count() == batches
    assert outcomes(run) == {"conflict": 1, "created": 1}
    with pytest.raises(steps.NotNow, match="no longer the one you saw"):
        steps.start(run.pk, user, digest=seen, skip_errors=False)
    steps.start(run.pk, user, digest=run.digest, skip_errors=False)
    assert perform(run).state == "done"


def test_two_editors_import_the_same_file(user: Any) -> None:
    other = editor()
    first, second = checked(csv_of(row(1)), user), checked(csv_of(row(1)), other)
    assert first.pk != second.pk
    steps.start(first.pk, user, digest=first.digest, skip_errors=False)
    steps.start(second.pk, other, digest=second.digest, skip_errors=False)
    assert perform(first).state == "done"
    assert (perform(second).state, outcomes(second)) == ("ready", {"unchanged": 1})
    assert Recommendation.objects.filter(document__symbol="CEDAW/C/CHL/CO/99").count() == 1


def test_the_same_file_twice_by_one_person_is_one_run(user: Any) -> None:
    first, is_new = steps.upload(csv_of(row(1)), user)
    again, is_newer = steps.upload(csv_of(row(1)), user)
    assert (is_new, is_newer, again.pk) == (True, False, first.pk)
    assert DBTaskResult.objects.count() == 1


def test_a_double_click_starts_one_import(user: Any) -> None:
    run = checked(csv_of(row(1)), user)
    steps.start(run.pk, user, digest=run.digest, skip_errors=False)
    with pytest.raises(steps.NotNow):
        steps.start(run.pk, user, digest=run.digest, skip_errors=False)
    perform(run)
    # A task that was queued before, or comes twice, finds nothing to do.
    work.perform(run.pk, str(run.task))
    assert ImportBatch.objects.count() == 1


def test_what_columns_hold_is_asked_once_for_a_header(user: Any) -> None:
    header = ("Body in charge", "Land", "Symbol", "No.", "Wortlaut")
    told = {"Body in charge": "mechanism", "Land": "country", "Symbol": "document_symbol", "No.": "paragraph"}
    told["Wortlaut"] = "text"
    cells = ("CEDAW", "Chile", "CEDAW/C/CHL/CO/99", "1", "It asks for homes.")
    run, _new = steps.upload(csv_of(cells, header=header), user)
    perform(run)
    assert run.state == "choosing"
    assert [column["guess"] for column in run.preview["columns"]][2] == "document_symbol"
    steps.choose(run.pk, user, format_name="csv", review=None, columns=told)
    assert (perform(run).state, outcomes(run)) == ("ready", {"created": 1})
    later = checked(csv_of((*cells[:3], "2", "It asks for water."), header=header), editor())
    assert (later.state, later.columns, outcomes(later)) == ("ready", told, {"created": 1})


def test_a_table_without_a_title_we_know_can_be_told(user: Any) -> None:
    cells = ("CEDAW", "Chile", "CEDAW/C/CHL/CO/99", "1", "It asks for homes.")
    run, _new = steps.upload(csv_of(cells, header=("A", "B", "C", "D", "E")), user)
    perform(run)
    assert run.state == "choosing"
    fields = ("mechanism", "country", "document_symbol", "paragraph", "text")
    steps.choose(run.pk, user, format_name="csv", review=None, columns=dict(zip("ABCDE", fields, strict=True)))
    assert (perform(run).state, outcomes(run)) == ("ready", {"created": 1})


def test_a_file_that_is_nothing_of_ours_fails_with_a_sentence(user: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    run, _new = steps.upload(SimpleUploadedFile("a.json", b'{"no": "list"}'), user)
    perform(run)
    assert run.state == "failed"
    assert "a.json" in run.problem


def test_stopping(user: Any) -> None:
    run, _new = steps.upload(csv_of(row(1)), user)
    steps.cancel(run.pk, user)
    assert perform(run).state == "cancelled"
    steps.check_again(run.pk, user)
    ImportRun.objects.filter(pk=run.pk).update(state="working")
    with at_work_on(run.pk):
        steps.cancel(run.pk, user)
    with pytest.raises(work.Stopped):
        work.note_progress(run.pk, "reading", 1, 2)


def test_what_is_being_written_is_not_stopped_any_more(user: Any) -> None:
    run = checked(csv_of(row(1)), user)
    ImportRun.objects.filter(pk=run.pk).update(state="working", stage="write", phase="writing")
    with at_work_on(run.pk), pytest.raises(steps.NotNow, match="take it back afterwards"):
        steps.cancel(run.pk, user)
    run.refresh_from_db()
    assert not run.is_to_stop


def test_an_undo_is_stopped_while_it_is_prepared(user: Any) -> None:
    undo = perform(steps.undo(imported(csv_of(row(1)), user).batch, user))
    steps.start(undo.pk, user, digest=undo.digest, skip_errors=False)
    ImportRun.objects.filter(pk=undo.pk).update(state="working", is_to_stop=True)
    undo.refresh_from_db()
    work._perform(undo)
    undo.refresh_from_db()
    assert undo.state == "cancelled"
    assert not Recommendation.objects.exclude(withdrawn_on=None).exists()


def test_stopped_right_before_it_is_written(user: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    run = checked(csv_of(row(1)), user)
    steps.start(run.pk, user, digest=run.digest, skip_errors=False)
    tell = work.note_progress

    def stop_meanwhile(pk: int, phase: str, done: int, total: int) -> None:
        ImportRun.objects.filter(pk=pk).update(is_to_stop=True)
        tell(pk, phase, done, total)

    monkeypatch.setattr(work, "note_progress", stop_meanwhile)
    assert perform(run).state == "cancelled"
    assert not ImportBatch.objects.exists()


def test_locks_tell_who_is_alive() -> None:
    assert not is_there_a_worker()
    with as_worker(), as_worker():
        assert is_there_a_worker()
        with at_work_on(12):
            assert is_at_work_on(12)
            assert not is_at_work_on(13)
    assert not is_there_a_worker()
    assert not is_at_work_on(12)


def test_a_run_whose_worker_is_gone_fails_and_can_be_run_again(user: Any) -> None:
    run = checked(csv_of(row(1)), user)
    steps.start(run.pk, user, digest=run.digest, skip_errors=False)
    ImportRun.objects.filter(pk=run.pk).update(state="working")
    with at_work_on(run.pk):
        assert tending.tend() == (0, 0)
    assert tending.tend() == (1, 0)
    run.refresh_from_db()
    assert run.state == "failed"
    assert "Nothing was changed" in run.problem
    steps.check_again(run.pk, user)
    perform(run)
    steps.start(run.pk, user, digest=run.digest, skip_errors=False)
    assert perform(run).state == "done"


def test_an_undo_is_shown_first_and_leaves_what_was_edited(user: Any) -> None:
    imported(csv_of(row(1), row(2), row(3)), user)
    second = imported(csv_of(row(1, "Other words."), row(4), row(5)), user)
    Recommendation.objects.filter(paragraph="4").update(summary_en="In plain words.")
    run = steps.undo(second.batch, user)
    assert steps.undo(second.batch, editor()).pk == run.pk
    perform(run)
    assert (run.state, run.counts) == ("ready", {"withdrawn": 1, "left": 1, "restored": 1})
    (back,) = listed(run, "restored")
    assert (back.before["text"], back.after["text"][:11]) == ("Other words.", "Paragraph 1")
    assert listed(run, "left")[0].words == "In plain words."
    assert ImportBatch.objects.get(pk=second.batch_id).state == "applied"
    steps.start(run.pk, user, digest=run.digest, skip_errors=False)
    assert perform(run).state == "done"
    assert ImportBatch.objects.get(pk=second.batch_id).state == "undone"
    assert Recommendation.objects.get(paragraph="1").text.startswith("Paragraph 1")
    assert Recommendation.objects.get(paragraph="5").withdrawn_on
    assert not Recommendation.objects.get(paragraph="4").withdrawn_on
    with pytest.raises(steps.NotNow, match="taken back before"):
        steps.undo(ImportBatch.objects.get(pk=second.batch_id), user)


def test_an_undo_that_is_no_longer_what_was_seen_is_shown_again(user: Any) -> None:
    first = imported(csv_of(row(1), row(2)), user)
    run = perform(steps.undo(first.batch, user))
    CityActionFactory(serves=[Recommendation.objects.get(paragraph="1")])
    steps.start(run.pk, user, digest=run.digest, skip_errors=False)
    perform(run)
    assert (run.state, run.is_changed, run.counts) == ("ready", True, {"withdrawn": 1, "left": 1})
    assert not Recommendation.objects.exclude(withdrawn_on=None).exists()


def test_every_step_is_in_the_audit_log(user: Any) -> None:
    run = imported(csv_of(row(1)), user)
    undo = perform(steps.undo(run.batch, user))
    steps.start(undo.pk, user, digest=undo.digest, skip_errors=False)
    perform(undo)
    steps_logged = list(ModelLogEntry.objects.order_by("timestamp", "pk").values_list("action", "user"))
    prefix = "recommendations.import."
    assert [action.removeprefix(prefix) for action, _by in steps_logged if action.startswith(prefix)] == [
        "upload", "choose", "start", "done", "undo", "start", "undone"
    ]  # fmt: skip
    assert {by for _action, by in steps_logged} == {user.pk}


def test_old_uploads_go_and_imports_stay(user: Any) -> None:
    run = imported(csv_of(row(1)), user)
    waiting = checked(csv_of(row(2)), user)
    storage, name = run.file.storage, run.file.name
    assert storage.exists(name)
    assert tending.clean() == 0
    long_ago = timezone.now() - timedelta(days=tending.KEPT_DAYS + 1)
    ImportRun.objects.update(created_at=long_ago)
    ImportRun.objects.filter(state="done").update(finished_at=long_ago)
    assert tending.clean() == 2
    assert not storage.exists(name)
    assert not PlannedRow.objects.exists()
    assert ImportBatch.objects.get(pk=run.batch_id).changes.count() == 1
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"
    with pytest.raises(steps.NotNow, match="no longer there"):
        steps.check_again(waiting.pk, user)
    assert tending.clean() == 0
