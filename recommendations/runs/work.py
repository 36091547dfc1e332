"""What the worker does with a run: check a file or an undo, then, once a person has approved, write it.

What is written is what the person saw: the plan is made again, and only where every row of it is the same as in the
preview does anything happen. Otherwise nothing is written, and the new preview is shown.
"""

import logging
import time
from collections.abc import Iterable
from typing import Any

from django.db import OperationalError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.users.models import UserProfile

from recommendations.importers.detect import AUTO, detect
from recommendations.importers.parsed import UnreadableFile
from recommendations.importers.plan import COMPARING, READING, Plan
from recommendations.importers.readers import plain_csv
from recommendations.importers.run import DatabaseKeepsChanging, Watch, import_file
from recommendations.importers.source_file import SourceFile
from recommendations.importers.staging import StagedRows
from recommendations.importers.undo import AlreadyUndone, UndoOutcome, undo_import
from recommendations.importers.undo_plan import UndoRow, plan_undo
from recommendations.models import ImportBatch, ImportRun, PlannedRow
from recommendations.runs import audit, columns
from recommendations.runs.files import local_file, refuse_large
from recommendations.runs.locks import AlreadyHeld, at_work_on
from recommendations.runs.summary import COLUMNS, Line, Shown, about

SAVING = "saving"
"""Phase in which the preview is stored."""
_TELL_SECONDS = 0.5
_STAGE_AT = 10_000
_LOOK_AT = 500
_CLEARED = {"phase": "", "done": 0, "total": 0, "is_to_stop": False, "problem": "", "is_changed": False}

State, Stage = ImportRun.State, ImportRun.Stage
logger = logging.getLogger(__name__)


class Stopped(Exception):
    """A person asked to stop."""


class Changed(Exception):
    """The record is no longer as it was when the preview was made."""


def perform(run_id: int, task: str) -> None:
    """Do what waits for this run, if ``task`` is still the one that it waits for."""
    try:
        with at_work_on(run_id):
            waiting = ImportRun.objects.filter(pk=run_id, state=State.WAITING, task=task)
            if waiting.update(state=State.WORKING, heartbeat=timezone.now(), **_CLEARED):
                run = ImportRun.objects.select_related("review__mechanism", "review__country", "batch").get(pk=run_id)
                with translation.override(_language_of(run)):
                    _perform(run)
    except AlreadyHeld:
        # Another worker has it, by a task that was queued twice.
        logger.warning("Run %s is another worker's already.", run_id)


def _perform(run: ImportRun) -> None:
    jobs = {Stage.CHECK: _check, Stage.WRITE: _write}
    undo_jobs = {Stage.CHECK: _check_undo, Stage.WRITE: _write_undo}
    try:
        (undo_jobs if run.is_undo else jobs)[Stage(run.stage)](run)
    except Stopped:
        _end(run, State.CANCELLED, problem="")
    except (UnreadableFile, DatabaseKeepsChanging, AlreadyUndone) as error:
        _end(run, State.FAILED, problem=str(error))
    except FileNotFoundError:
        _end(run, State.FAILED, problem=_("The uploaded file is no longer there. Please upload it again."))
    except Exception:
        _end(run, State.FAILED, problem=_("Something went wrong on our side. Nothing was changed; you can try again."))
        raise


def _end(run: ImportRun, state: str, **values: object) -> None:
    """Bring the run to a state, unless its end was written with what it did."""
    working = ImportRun.objects.filter(pk=run.pk, state=State.WORKING)
    working.update(state=state, finished_at=timezone.now(), heartbeat=timezone.now(), **values)


class _RunWatch(Watch):
    """Notes how far a run is, and ends it when a person asked for that."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self._told_at = 0.0
        self._rows = run.counts.get("rows", 0) if run.stage == Stage.WRITE else 0

    def tell(self, phase: str, done: int, total: int) -> None:
        """Write it into the run's row, some times a second."""
        now = time.monotonic()
        if now - self._told_at < _TELL_SECONDS and phase == self.run.phase:
            return
        self._told_at, self.run.phase = now, phase
        note_progress(self.run.pk, phase, done, total or self._rows)


class _Check(_RunWatch):
    """Keeps the plan as the preview."""

    def planned(self, plan: Plan) -> None:
        """Store every row."""
        keep_plan(self.run, plan, is_changed=False)


class _Write(_RunWatch):
    """Lets the plan be written where it is the one that was approved."""

    def planned(self, plan: Plan) -> None:
        """Compare it, row by row."""
        shown = Shown()
        for _line in shown.lines(plan):
            pass
        if shown.digest != self.run.digest:
            keep_plan(self.run, plan, is_changed=True)
            raise Changed
        if ImportRun.objects.filter(pk=self.run.pk, is_to_stop=True).exists():
            raise Stopped

    def written(self, batch: ImportBatch) -> None:
        """End the run in the transaction of the import: both or neither."""
        values = {"batch": batch, "state": State.DONE, "finished_at": timezone.now()}
        ImportRun.objects.filter(pk=self.run.pk).update(**values)
        log(instance=batch, action=audit.DONE, user=self.run.approved_by, data={"run": self.run.pk})


def note_progress(pk: int, phase: str, done: int, total: int) -> None:
    """Write how far it is.

    Raises:
        Stopped: a person asked for that.
    """
    try:
        told = ImportRun.objects.filter(pk=pk)
        told.update(phase=phase, done=done, total=total, heartbeat=timezone.now())
    except OperationalError:
        # Somebody else writes for long (SQLite has one writer): the next call tells.
        logger.info("The progress of run %s could not be noted.", pk)
    if ImportRun.objects.filter(pk=pk, is_to_stop=True).exists():
        raise Stopped


def _check(run: ImportRun) -> None:
    # A Word list and a workbook are opened whole before their first row comes.
    note_progress(run.pk, READING, 0, 0)
    with local_file(run) as path:
        source = SourceFile(path, run.file_name)
        refuse_large(source)
        if _find_format(run, source):
            import_file(path, dry_run=True, watch=_Check(run), **_told_by_person(run))


def _write(run: ImportRun) -> None:
    note_progress(run.pk, READING, 0, 0)
    with local_file(run) as path:
        try:
            outcome = import_file(
                path,
                skip_errors=run.skip_errors,
                user=run.approved_by,
                watch=_Write(run),
                **_told_by_person(run),
            )
        except Changed:
            return
    if outcome.refused:
        raise UnreadableFile(_("Some rows have errors, so nothing was imported."))


def _told_by_person(run: ImportRun) -> dict[str, Any]:
    given = {"name": run.file_name, "format_name": run.format or run.found_format or AUTO, "review": run.review}
    return {**given, "columns": run.columns if run.found_format == plain_csv.NAME else None}


def _find_format(run: ImportRun, source: SourceFile) -> bool:
    """Note what the file is; False where a person has to say what its columns hold."""
    try:
        run.found_format = detect(source, run.format or AUTO, has_columns=True).NAME
    except UnreadableFile:
        if run.format or not columns.is_table(source):
            raise
        run.found_format = plain_csv.NAME
    run.save(update_fields=["found_format"])
    if run.found_format != plain_csv.NAME:
        return True
    seen = columns.look_at(source)
    run.header_key = columns.header_key([column["title"] for column in seen])
    run.columns = run.columns or columns.remembered(run.header_key)
    run.preview = {"columns": seen}
    run.save(update_fields=["header_key", "columns", "preview"])
    if run.columns is None:
        _end(run, State.CHOOSING)
    return run.columns is not None


def keep_plan(run: ImportRun, plan: Plan, *, is_changed: bool) -> None:
    """Make the plan the run's preview."""
    shown = Shown()
    with _Staged(run, shown.lines(plan)) as rows:
        columns_seen = {"columns": run.preview["columns"]} if "columns" in run.preview else {}
        _keep(run, rows, columns_seen | about(plan, shown), shown.digest, is_changed=is_changed)


def _check_undo(run: ImportRun, *, is_changed: bool = False) -> None:
    assert run.batch is not None  # noqa: S101 - a constraint of the database
    if run.batch.state == ImportBatch.State.UNDONE:
        raise AlreadyUndone(_("Import %(number)d was taken back before.") % {"number": run.batch.pk})
    shown = Shown()
    with _Staged(run, shown.undo_lines(plan_undo(run.batch))) as rows:
        preview = {"counts": dict(shown.counts), "later": sorted(shown.later.items())}
        _keep(run, rows, preview, shown.digest, is_changed=is_changed)


def _write_undo(run: ImportRun) -> None:
    assert run.batch_id is not None  # noqa: S101 - a constraint of the database

    watch, rows_shown = _RunWatch(run), sum(run.counts.values())

    def approve(rows: Iterable[UndoRow]) -> None:
        shown = Shown()
        for place, _line in enumerate(shown.undo_lines(rows)):
            if place % _LOOK_AT == 0:
                watch.tell(COMPARING, place, rows_shown)
        if shown.digest != run.digest:
            raise Changed
        if ImportRun.objects.filter(pk=run.pk, is_to_stop=True).exists():
            raise Stopped

    def done(outcome: UndoOutcome) -> None:
        ImportRun.objects.filter(pk=run.pk).update(state=State.DONE, finished_at=timezone.now())
        figures = {"withdrawn": outcome.withdrawn, "restored": outcome.restored, "left": len(outcome.left)}
        log(instance=run.batch, action=audit.UNDONE, user=run.approved_by, data=figures)

    try:
        undo_import(run.batch_id, approve, done, watch.tell)
    except Changed:
        _check_undo(run, is_changed=True)


class _Staged:
    """Puts the lines of a preview into a temporary table, which takes no lock."""

    def __init__(self, run: ImportRun, lines: Iterable[Line]) -> None:
        self._rows = StagedRows(PlannedRow, COLUMNS)
        self._run, self._lines = run, lines

    def __enter__(self) -> StagedRows:
        watch = _RunWatch(self._run)
        for place, line in enumerate(self._lines, 1):
            self._rows.waiting.append((self._run.pk, *line))
            if place % _STAGE_AT == 0:
                self._rows.stage()
                watch.tell(SAVING, place, 0)
        return self._rows

    def __exit__(self, *error: object) -> None:
        self._rows.drop()


def _keep(run: ImportRun, rows: StagedRows, preview: dict[str, Any], digest: str, *, is_changed: bool) -> None:
    with transaction.atomic():
        run.rows.all().delete()
        rows.insert()
        kept = {"preview": preview, "digest": digest, "is_changed": is_changed, "stage": Stage.CHECK}
        ImportRun.objects.filter(pk=run.pk).update(state=State.READY, heartbeat=timezone.now(), **kept)


def _language_of(run: ImportRun) -> str:
    """Return the language in which whoever uploaded the file reads the admin: messages of rows are kept in it."""
    profile = UserProfile.objects.filter(user=run.created_by).first() if run.created_by else None
    return profile.get_preferred_language() if profile else translation.get_language() or "en"
