"""What people do with progress entries, and who may.

Each function is one transaction and takes the assessor's row lock first, so two people who publish for the same
assessor at the same moment wait for each other, and the current word is never derived from half of the history.
A broken rule raises ``ValidationError`` with one sentence and a ``code`` a rule; a person without the right role gets
``PermissionDenied``. Nothing is written then. Roles: the design, section 5.
"""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import Assessor, CityAction, Evidence, Membership, ProgressReply, ProgressUpdate
from cities.progress.current_word import derive, lock
from cities.progress.rules import broken, check
from cities.signals import progress_published, progress_returned, progress_submitted, reply_published

Sources = Sequence[Evidence]
Actions = Sequence[CityAction]


@transaction.atomic
def submit(update: ProgressUpdate, *, user: User, evidence: Sources = (), actions: Actions = ()) -> ProgressUpdate:
    """Put an unsaved entry, with its unsaved evidence, before the assessor's coordinator.

    Any current member may. Raises ``ValidationError`` for a broken rule, ``PermissionDenied`` for a stranger.
    """
    assessor = lock(update.assessor)
    _require_member(user, assessor)
    update.state = ProgressUpdate.State.PENDING
    update.submitted_by = user
    _write(update, evidence, actions)
    progress_submitted.send(sender=ProgressUpdate, update=update, user=user)
    return update


@transaction.atomic
def revise(update: ProgressUpdate, *, user: User, evidence: Sources = (), actions: Actions = ()) -> ProgressUpdate:
    """Send an entry that is pending or was returned once more, with new words and all of its evidence anew.

    The person who revises counts as the one who submitted: a second member must still read these very words.
    Evidence that is already saved is kept; what is not passed is dropped.
    """
    stored = _lock_entry(update)
    _require_member(user, stored.assessor)
    if stored.state == ProgressUpdate.State.PUBLISHED:
        raise _published_is_final()
    _require_words(stored)
    update.assessor, update.recommendation, update.corrects = stored.assessor, stored.recommendation, stored.corrects
    update.state = ProgressUpdate.State.PENDING
    update.submitted_by = user
    update.return_note = ""
    _write(update, evidence, actions)
    progress_submitted.send(sender=ProgressUpdate, update=update, user=user)
    return update


@transaction.atomic
def publish(update: ProgressUpdate, *, user: User) -> ProgressUpdate:
    """Publish a pending entry and derive the current word in the same transaction.

    Only coordinators of a verified assessor publish; what a community says, a second member must have read.
    """
    update = _lock_entry(update)
    assessor = update.assessor
    _require_coordinator(user, assessor)
    if update.state != ProgressUpdate.State.PENDING:
        raise _not_pending(update)
    _require_verified(assessor)
    _require_words(update)
    if assessor.kind == Assessor.Kind.COMMUNITY and update.submitted_by_id == user.pk:
        raise ValidationError(
            _("A second member must publish what you sent in: a community's word needs two people."),
            code="second_member",
        )
    check(update, evidence=update.evidence.all(), actions=update.actions.all())
    update.state = ProgressUpdate.State.PUBLISHED
    update.published_by = user
    update.published_at = timezone.now()
    update.save(update_fields=["state", "published_by", "published_at"])
    derive(assessor, update.recommendation)
    progress_published.send(sender=ProgressUpdate, update=update)
    return update


@transaction.atomic
def return_to_contributor(update: ProgressUpdate, *, user: User, note: str) -> ProgressUpdate:
    """Give a pending entry back with a note that says what is missing. Coordinators of its assessor only."""
    update = _lock_entry(update)
    assessor = update.assessor
    _require_coordinator(user, assessor)
    if update.state != ProgressUpdate.State.PENDING:
        raise _not_pending(update)
    if not note.strip():
        raise broken("return_note", "return_note", _("Say what is missing, so that the entry can be sent again."))
    update.state = ProgressUpdate.State.RETURNED
    update.return_note = note.strip()
    update.save(update_fields=["state", "return_note"])
    progress_returned.send(sender=ProgressUpdate, update=update, user=user)
    return update


def correct(
    published: ProgressUpdate,
    correction: ProgressUpdate,
    *,
    user: User,
    evidence: Sources = (),
    actions: Actions = (),
) -> ProgressUpdate:
    """Submit a new entry that takes the place of a published one, which stays in the history unchanged.

    ``correction`` is unsaved; its assessor and recommendation are those of the entry it corrects.
    """
    correction.assessor = published.assessor
    correction.recommendation = published.recommendation
    correction.corrects = published
    return submit(correction, user=user, evidence=evidence, actions=actions)


@transaction.atomic
def reply(
    update: ProgressUpdate, *, assessor: Assessor, user: User, text_en: str = "", text_es: str = ""
) -> ProgressReply:
    """Publish another assessor's one dated answer to a published entry of the same city.

    Coordinators of a verified assessor only. Returns the saved reply.
    """
    assessor = lock(assessor)
    _require_coordinator(user, assessor)
    _require_verified(assessor)
    update = ProgressUpdate.objects.select_related("assessor").get(pk=update.pk)
    if update.assessor_id == assessor.pk:
        raise ValidationError(
            _("A reply is for the other side. To change what you said, add a correction."), code="own_entry"
        )
    if update.assessor.city_id != assessor.city_id:
        raise ValidationError(_("You can reply to entries on your own city only."), code="other_city")
    if update.state != ProgressUpdate.State.PUBLISHED:
        raise PermissionDenied(_("This entry is not published."))
    _require_words(update)
    if not (text_en.strip() or text_es.strip()):
        raise broken("text_en", "required", _("Write your reply in English or in Spanish."))
    if ProgressReply.objects.filter(update=update, assessor=assessor).exists():
        raise ValidationError(
            _("%(assessor)s has replied to this entry already; each side replies once.") % {"assessor": assessor.name},
            code="second_reply",
        )
    answer = ProgressReply.objects.create(
        update=update,
        assessor=assessor,
        text_en=text_en.strip(),
        text_es=text_es.strip(),
        published_at=timezone.now(),
    )
    reply_published.send(sender=ProgressReply, reply=answer)
    return answer


def _published_is_final() -> ValidationError:
    return ValidationError(_("A published entry is not changed any more: add a correction."), code="published")


def _require_words(update: ProgressUpdate) -> None:
    if update.redacted:
        raise ValidationError(_("The words of this entry were taken away; it stays as it is."), code="redacted")


def _not_pending(update: ProgressUpdate) -> ValidationError:
    if update.state == ProgressUpdate.State.PUBLISHED:
        return _published_is_final()
    return ValidationError(_("This entry was returned; it has to be sent in again first."), code="returned")


def _require_member(user: User, assessor: Assessor) -> Membership:
    membership = Membership.objects.current().filter(user_id=user.pk, assessor=assessor).first()
    if membership is None:
        raise PermissionDenied(_("You can record for your own city only. For this one, ask its coordinator."))
    return membership


def _require_coordinator(user: User, assessor: Assessor) -> None:
    if _require_member(user, assessor).role != Membership.Role.COORDINATOR:
        raise PermissionDenied(_("Only a coordinator of %(assessor)s can do this.") % {"assessor": assessor.name})


def _require_verified(assessor: Assessor) -> None:
    if not assessor.is_verified:
        message = _("%(assessor)s can publish once an editor has verified it.") % {"assessor": assessor.name}
        raise ValidationError(message, code="not_verified")


def _write(update: ProgressUpdate, evidence: Sources, actions: Actions) -> None:
    """Check and save an entry that is not published, with exactly this evidence and these actions."""
    if any(source.pk and source.update_id != update.pk for source in evidence):
        raise PermissionDenied(_("This evidence belongs to another entry."))
    # What a constraint would refuse, `check` says in words.
    update.full_clean(validate_constraints=False)
    for source in evidence:
        source.full_clean(exclude=["update"])
    check(update, evidence=evidence, actions=actions)
    update.save()
    update.evidence.exclude(pk__in=[source.pk for source in evidence if source.pk]).delete()
    for source in evidence:
        source.update = update
        source.save()
    update.actions.set(actions)


def _lock_entry(update: ProgressUpdate) -> ProgressUpdate:
    """Read an entry anew, under the lock of its own assessor (whatever the passed copy says)."""
    lock(ProgressUpdate.objects.select_related("assessor").get(pk=update.pk).assessor)
    entries = ProgressUpdate.objects.select_for_update(of=("self",))
    return entries.select_related("assessor__city", "recommendation__review").get(pk=update.pk)
