"""Runs that nobody finishes: those of a worker that was killed, and those whose time is over."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from recommendations.models import ImportRun
from recommendations.runs.locks import is_at_work_on, is_there_a_worker
from recommendations.runs.tasks import BACKEND

KEPT_DAYS = 30
"""For so long file and rows of a run are kept after its last change."""

_CLAIM_SECONDS = 60
"""Between the moment in which a worker takes a task and the one in which it locks the run lie milliseconds."""

State = ImportRun.State


def is_interrupted(run: ImportRun) -> bool:
    """Tell whether the worker that had the run is gone: it holds a lock as long as it lives."""
    if run.state == State.WORKING:
        return not is_at_work_on(run.pk)
    if run.state == State.WAITING and run.task:
        started = timezone.now() - timedelta(seconds=_CLAIM_SECONDS)
        taken = _task_of(run).exclude(status=TaskResultStatus.READY)
        return taken.filter(started_at__lt=started).exists() and not is_at_work_on(run.pk)
    return False


def end_if_interrupted(run: ImportRun) -> bool:
    """Note that a run was interrupted, if it was; its import left no trace. Call it inside a transaction."""
    if not is_interrupted(run):
        return False
    # What a killed worker wrote last may be newer than what was read.
    held = ImportRun.objects.select_for_update().get(pk=run.pk)
    if held.state == run.state:
        held.state, held.finished_at = State.FAILED, timezone.now()
        held.problem = _("The worker stopped in the middle. Nothing was changed; you can try again.")
        held.save(update_fields=["state", "finished_at", "problem"])
        _task_of(held).update(status=TaskResultStatus.FAILED, finished_at=timezone.now(), traceback=held.problem)
    for name in ("state", "finished_at", "problem"):
        setattr(run, name, getattr(held, name))
    return held.state == State.FAILED


def tend() -> tuple[int, int]:
    """End what was interrupted and clean what is old; return how many of each."""
    interrupted = 0
    for run in ImportRun.objects.filter(state__in=(State.WAITING, State.WORKING)):
        with transaction.atomic():
            interrupted += end_if_interrupted(run)
    if not is_there_a_worker():
        _end_tasks_left_behind()
    return interrupted, clean()


def _end_tasks_left_behind() -> None:
    """End tasks whose run came to its end while the task did not: their worker was killed between the two."""
    at_work = ImportRun.objects.filter(state__in=(State.WAITING, State.WORKING), task__isnull=False)
    left = DBTaskResult.objects.filter(backend_name=BACKEND, status=TaskResultStatus.RUNNING)
    left.exclude(pk__in=at_work.values("task")).update(status=TaskResultStatus.FAILED, finished_at=timezone.now())


def clean() -> int:
    """Remove file and rows of runs that are over, and give up those that nobody came back to. Return how many."""
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    over = Q(finished_at__lt=before) | Q(finished_at=None, created_at__lt=before)
    old = ImportRun.objects.filter(over, cleaned_at=None).exclude(state__in=(State.WAITING, State.WORKING))
    cleaned = 0
    for run in old:
        with transaction.atomic():
            run.rows.all().delete()
            if run.is_open:
                run.state, run.finished_at = State.CANCELLED, timezone.now()
            run.cleaned_at = timezone.now()
            run.save(update_fields=["state", "finished_at", "cleaned_at"])
            _task_of(run).delete()
        if run.file.name:
            run.file.storage.delete(run.file.name)
        cleaned += 1
    return cleaned


def _task_of(run: ImportRun) -> QuerySet[DBTaskResult]:
    return DBTaskResult.objects.filter(pk=run.task) if run.task else DBTaskResult.objects.none()
