"""Taking words away, at their source: what is not in the database stands in no page, export, index or answer either.

Only for safety, withdrawn consent, a private person or a court order, and only by an admin. A dated notice with its
category stays. Whether and how far a city has come is no secret and stays, too: status, confidence and dates.
"""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import Storage
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.models import FormState
from wagtail.models import ModelLogEntry, TaskState, WorkflowState

from cities.models import (
    CityAction,
    DraftFile,
    Evidence,
    ProblemReport,
    ProgressDraft,
    ProgressReply,
    ProgressUpdate,
    Redaction,
)
from cities.progress.current_word import lock
from cities.signals import problem_reported, words_redacted

Redactable = ProgressUpdate | ProgressReply | CityAction
TITLE_EN, TITLE_ES = "Action without words", "Medida sin texto"
"""What a redacted action is called; the page says on which day and why its words went."""


@transaction.atomic
def redact(thing: Redactable, *, category: str, user: User) -> Redaction:
    """Take the words, files and authors of one entry, reply or action away, for good, and leave the notice.

    Raises ``PermissionDenied`` for anybody but an admin, ``ValidationError`` where it was done already.
    """
    if not (user.is_active and user.is_superuser):
        raise PermissionDenied(_("Only an admin takes words away."))
    stored = _locked(thing)
    if stored.redacted:
        raise ValidationError(_("The words of this were taken away already."), code="redacted")
    if isinstance(stored, ProgressUpdate):
        _redact_entry(stored)
    elif isinstance(stored, ProgressReply):
        _clear(stored, text_en="", text_es="")
    else:
        _redact_action(stored)
    _forget_log(stored)
    redaction = Redaction(category=category, redacted_on=timezone.localdate(), redacted_by=user, **_key(stored))
    redaction.full_clean()
    redaction.save()
    _close_reports(stored, user)
    words_redacted.send(sender=Redaction, redaction=redaction)
    return redaction


@transaction.atomic
def report(problem: ProblemReport) -> ProblemReport:
    """Take a report in; editors and admins are told. The same words on the same thing, still open, are taken once."""
    problem.full_clean(validate_constraints=False)
    # One at a time: of two that come at the same moment, the second finds the first.
    about = problem.about
    type(about)._base_manager.select_for_update(of=("self",), no_key=True).get(pk=about.pk)
    same = ("update", "action", "reply", "category", "text", "email")
    known = ProblemReport.objects.filter(handled_at=None, **{name: getattr(problem, name) for name in same}).first()
    if known is not None:
        return known
    problem.save()
    problem_reported.send(sender=ProblemReport, report=problem)
    return problem


def page_of(thing: Redactable) -> str:
    """Return the public page on which an entry, reply or action is read."""
    if isinstance(thing, CityAction):
        return thing.get_absolute_url()
    return (thing if isinstance(thing, ProgressUpdate) else thing.update).recommendation.get_absolute_url()


def _redact_entry(entry: ProgressUpdate) -> None:
    _forget_files(entry.evidence.all())
    entry.evidence.all().delete()
    # Unsent answers that start from this entry repeat its words.
    drafts = ProgressDraft.objects.filter(models.Q(revises=entry) | models.Q(corrects=entry))
    _forget_files(DraftFile.objects.filter(draft__in=drafts))
    drafts.delete()
    _clear(
        entry,
        note_en="",
        note_es="",
        where_looked_en="",
        where_looked_es="",
        return_note="",
        submitted_by=None,
        published_by=None,
    )


def _redact_action(action: CityAction) -> None:
    action.sources.all().delete()
    action.contributions.all().update(contribution_en="", contribution_es="")
    # The address was made of the title.
    CityAction.objects.filter(pk=action.pk).update(latest_revision=None, live_revision=None)
    action.refresh_from_db()
    # Workflow steps point to revisions, and carry what was said about them.
    of_action = WorkflowState.objects.filter(base_content_type=action.get_base_content_type(), object_id=str(action.pk))
    TaskState.objects.filter(workflow_state__in=of_action).delete()
    of_action.delete()
    action.revisions.all().delete()
    # What somebody last previewed lies there as typed.
    previews = FormState.objects.filter(content_type=ContentType.objects.get_for_model(CityAction))
    previews.filter(object_id__in=("", str(action.pk))).delete()
    _clear(
        action,
        slug=f"without-words-{action.pk}",
        title_en=TITLE_EN,
        title_es=TITLE_ES,
        summary_en="",
        summary_es="",
        note_en="",
        note_es="",
        responsible_body="",
        has_unpublished_changes=False,
        locked=False,
        locked_by=None,
        go_live_at=None,
        expire_at=None,
    )


def _clear(thing: Redactable, **values: object) -> None:
    for name, value in {**values, "redacted": True}.items():
        setattr(thing, name, value)
    type(thing)._base_manager.filter(pk=thing.pk).update(**values, redacted=True)


def _forget_log(thing: Redactable) -> None:
    """Keep in the audit log that something happened and when; not what it was called, nor by whom."""
    kind = ContentType.objects.get_for_model(thing)
    ModelLogEntry.objects.filter(content_type=kind, object_id=str(thing.pk)).update(
        label=str(thing), data={}, user=None
    )


def _close_reports(thing: Redactable, user: User) -> None:
    reports = ProblemReport.objects.filter(**_key(thing))
    reports.filter(handled_at=None).update(handled_at=timezone.now(), handled_by=user)
    # A report may repeat the very words.
    reports.update(text="", outcome="")


def _forget_files(rows: Iterable[Evidence | DraftFile]) -> None:
    for row in rows:
        if row.file:
            _delete_later(row.file.storage, str(row.file.name))


def _delete_later(storage: Storage, name: str) -> None:
    transaction.on_commit(lambda: storage.delete(name))


def _locked(thing: Redactable) -> Redactable:
    """Read the thing anew, under the lock of whose word it is."""
    whose = thing.recorded_by if isinstance(thing, CityAction) else thing.assessor
    if whose:
        lock(whose)
    return type(thing)._base_manager.select_for_update(of=("self",)).get(pk=thing.pk)


def _key(thing: Redactable) -> dict[str, Redactable]:
    names = {ProgressUpdate: "update", ProgressReply: "reply", CityAction: "action"}
    return {names[type(thing)]: thing}
