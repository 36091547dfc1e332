"""What people do with a run: bring a file, say what it is, approve the preview, stop, try again, take back.

Each step is one transaction that looks at the run as it is then, not as some open page shows it. A step that does not
fit any more raises :class:`NotNow`, and nothing happens twice.
"""

import hashlib
from collections.abc import Mapping
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from mechanisms.models import Review
from mechanisms.permissions import User
from recommendations.importers.plan import WRITING
from recommendations.models import ImportBatch, ImportRun
from recommendations.runs import audit
from recommendations.runs.locks import is_at_work_on
from recommendations.runs.tasks import perform
from recommendations.runs.tending import end_if_interrupted

State, Stage, Kind = ImportRun.State, ImportRun.Stage, ImportRun.Kind
_CHECKABLE = (State.CHOOSING, State.READY, State.FAILED, State.CANCELLED)


class NotNow(Exception):
    """The step does not fit what the run has come to; the message is a sentence for a person."""


def upload(file: UploadedFile, user: User) -> tuple[ImportRun, bool]:
    """Keep the file and have it checked; return the run, and whether it is new.

    The same file by the same person is one run until that is at its end, however often the button was pressed.
    """
    digest = _digest(file)
    known = ImportRun.objects.filter(kind=Kind.IMPORT, created_by=user.pk, file_digest=digest, state__in=ImportRun.OPEN)
    if run := known.first():
        return run, False
    name = PurePath(file.name or "").name
    run = ImportRun(
        file_name=name[-255:],
        file_size=file.size or 0,
        file_digest=digest,
        created_by=user,  # type: ignore[misc]
    )
    run.file.save(f"{digest[:16]}{PurePath(name).suffix.lower()[:10]}", file, save=False)
    try:
        with transaction.atomic():
            run.save()
            _queue(run)
            log(instance=run, action=audit.UPLOAD, user=user, data={"sha256": digest, "bytes": run.file_size})
    except IntegrityError:
        # The other of two clicks came first.
        run.file.delete(save=False)
        return known.get(), False
    return run, True


def choose(
    pk: int, user: User, *, format_name: str, review: Review | None, columns: Mapping[str, str] | None
) -> ImportRun:
    """Note what the file is, and have it checked again. ``columns`` is of plain CSV only."""
    with transaction.atomic():
        run = _take(pk, _CHECKABLE)
        if run.is_undo:
            raise NotNow(_("There is nothing to choose for an undo."))
        run.format, run.review, run.columns = format_name, review, dict(columns) if columns else None
        run.save(update_fields=["format", "review", "columns"])
        _check(run)
        chosen = {"format": format_name, "review": review.key if review else ""}
        log(instance=run, action=audit.CHOOSE, user=user, data=chosen)
    return run


def check_again(pk: int, user: User) -> ImportRun:
    """Have it checked again, as it stands."""
    with transaction.atomic():
        run = _take(pk, _CHECKABLE)
        _check(run)
        log(instance=run, action=audit.CHECK, user=user)
    return run


def start(pk: int, user: User, *, digest: str, skip_errors: bool) -> ImportRun:
    """Approve the preview of this ``digest``, and have it written."""
    with transaction.atomic():
        run = _take(pk, (State.READY,))
        if not digest or digest != run.digest:
            raise NotNow(_("The preview is no longer the one you saw. Please look at it again."))
        if run.counts.get("error") and not skip_errors:
            raise NotNow(_("Some rows have errors. Correct the file, or leave these rows out."))
        if not run.is_undo and run.counts.get("error", 0) == run.counts["rows"]:
            raise NotNow(_("No row of this file can be imported."))
        run.skip_errors, run.approved_by, run.stage = skip_errors, user, Stage.WRITE  # type: ignore[assignment]
        run.save(update_fields=["skip_errors", "approved_by", "stage"])
        _queue(run)
        log(instance=run, action=audit.START, user=user, data={"counts": run.counts})
    return run


def cancel(pk: int, user: User) -> ImportRun:
    """Stop it: at once where nobody works on it, else as soon as the worker looks up from its rows."""
    # Asked before the transaction, which on SQLite would wait until all is written.
    if ImportRun.objects.filter(pk=pk, state=State.WORKING, phase=WRITING).exists() and is_at_work_on(pk):
        raise NotNow(_("It is being written and cannot be stopped any more. You can take it back afterwards."))
    with transaction.atomic():
        run = _take(pk, ImportRun.OPEN)
        if run.state == State.WORKING:
            run.is_to_stop = True
        else:
            run.state, run.finished_at = State.CANCELLED, timezone.now()
        run.save(update_fields=["state", "finished_at", "is_to_stop"])
        log(instance=run, action=audit.CANCEL, user=user)
    return run


def undo(batch: ImportBatch, user: User) -> ImportRun:
    """Have it checked what taking the import back would do; if that is under way already, return that run."""
    if batch.state == ImportBatch.State.UNDONE:
        raise NotNow(_("Import %(number)d was taken back before.") % {"number": batch.pk})
    known = ImportRun.objects.filter(kind=Kind.UNDO, batch=batch, state__in=ImportRun.OPEN)
    if run := known.first():
        return run
    try:
        with transaction.atomic():
            run = ImportRun.objects.create(
                kind=Kind.UNDO,
                batch=batch,
                file_name=batch.file_name,
                file_size=batch.file_size,
                found_format=batch.format,
                created_by=user,  # type: ignore[misc]
            )
            _queue(run)
            log(instance=batch, action=audit.UNDO, user=user, data={"run": run.pk})
    except IntegrityError:
        return known.get()
    return run


def _take(pk: int, states: tuple[str, ...]) -> ImportRun:
    """Return the run, locked, if it is in one of these states."""
    run = ImportRun.objects.select_for_update().get(pk=pk)
    end_if_interrupted(run)
    if run.state not in states:
        raise NotNow(_("This is no longer open: %(state)s.") % {"state": run.get_state_display()})
    return run


def _check(run: ImportRun) -> None:
    if run.cleaned_at:
        raise NotNow(_("The uploaded file is no longer there. Please upload it again."))
    if run.kind == Kind.UNDO and run.state == State.DONE:
        raise NotNow(_("This is at its end."))
    run.stage = Stage.CHECK
    run.save(update_fields=["stage"])
    try:
        with transaction.atomic():
            _queue(run)
    except IntegrityError as error:
        raise NotNow(_("Another import of the same file is under way.")) from error


def _queue(run: ImportRun) -> None:
    """Let the worker have it; with the transaction, or not at all."""
    run.task = perform.enqueue(run.pk).id
    run.state, run.finished_at, run.problem, run.is_to_stop = State.WAITING, None, "", False
    run.save(update_fields=["task", "state", "finished_at", "problem", "is_to_stop"])


def _digest(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
