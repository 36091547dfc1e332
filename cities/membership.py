"""Who comes in and who leaves: invitations, memberships, applications. Each function is one transaction.

A refusal raises ``ValidationError`` with one sentence, or ``PermissionDenied``; nothing is written then.
"""

from datetime import timedelta

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cities.models import Assessor, AssessorApplication, City, Invitation, Membership
from cities.progress.current_word import lock
from cities.signals import (
    assessor_applied,
    assessor_declined,
    assessor_verified,
    membership_ended,
    membership_invited,
    membership_started,
)

NOT_OPEN = "not_open"
MOST_OPEN = 25
"""Open invitations of one assessor: nobody sends mail to a whole town through us."""

PRESSED_TWICE = timedelta(minutes=1)


@transaction.atomic
def invite(assessor: Assessor, *, email: str, role: str, language: str, by: User) -> Invitation:
    """Invite an address to act for an assessor; an earlier invitation of the same address ends. By its coordinators.

    Whoever presses twice gets the invitation of the first press, and the person one mail.
    """
    lock(assessor)
    _require_coordinator(by, assessor)
    same = {"email": email.strip(), "role": role, "language": language, "invited_by": by}
    just_now = timezone.now() - PRESSED_TWICE
    known = Invitation.objects.open().filter(assessor=assessor, invited_at__gte=just_now, **same).first()
    if known is not None:
        return known
    return _invite(assessor, email=email, role=role, language=language, by=by)


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User) -> None:
    """Take an open invitation back. By the assessor's coordinators."""
    lock(invitation.assessor)
    _require_coordinator(by, invitation.assessor)
    invitation.refresh_from_db()
    if not invitation.is_open:
        raise ValidationError(_("This invitation has ended already."), code=NOT_OPEN)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])


@transaction.atomic
def accept_as_newcomer(invitation: Invitation, *, password: str, name: str) -> Membership:
    """Make an account for the invited address and let it in. Pressed twice, the second finds the invitation used."""
    lock(invitation.assessor)
    invitation.refresh_from_db()
    _require_open(invitation)
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise ValidationError(_("An account with this address is closed. Ask the alliance to open it again."))
    user = User.objects.create_user(
        username=_free_username(invitation.email), email=invitation.email, password=password, first_name=name
    )
    return accept(invitation, user=user)


@transaction.atomic
def accept(invitation: Invitation, *, user: User) -> Membership:
    """Let the invited person in: once, and only the one who reads mail at the invited address."""
    lock(invitation.assessor)
    invitation.refresh_from_db()
    _require_open(invitation)
    if user.email.lower() != invitation.email.lower():
        raise PermissionDenied(_("This invitation was sent to another address."))
    membership = Membership(user=user, assessor=invitation.assessor, role=invitation.role)
    membership.clean()
    membership.save()
    invitation.accepted_at, invitation.accepted_by = timezone.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    membership_started.send(sender=Membership, membership=membership)
    return membership


@transaction.atomic
def end(membership: Membership, *, by: User) -> None:
    """End a membership today. By coordinators of the assessor; the last of them stays."""
    lock(membership.assessor)
    _require_coordinator(by, membership.assessor)
    membership.refresh_from_db()
    if membership.ended_at:
        raise ValidationError(_("This membership has ended already."), code="ended")
    others = Membership.objects.current().filter(assessor=membership.assessor, role=Membership.Role.COORDINATOR)
    if membership.role == Membership.Role.COORDINATOR and not others.exclude(pk=membership.pk).exists():
        raise ValidationError(_("The last coordinator stays: invite another one first."), code="last")
    membership.ended_at = timezone.now()
    membership.save(update_fields=["ended_at"])
    membership_ended.send(sender=Membership, membership=membership)


@transaction.atomic
def apply(application: AssessorApplication) -> AssessorApplication:
    """Take an application in. The same name for the same city, still open, is taken once."""
    application.full_clean(validate_constraints=False)
    # One at a time: of two that come at the same moment, the second finds the first.
    City.objects.select_for_update(of=("self",), no_key=True).get(pk=application.city_id)
    same = AssessorApplication.objects.filter(
        city=application.city, name__iexact=application.name, state=AssessorApplication.State.OPEN
    )
    known = same.first()
    if known is not None:
        return known
    application.save()
    assessor_applied.send(sender=AssessorApplication, application=application)
    return application


@transaction.atomic
def verify(application: AssessorApplication, *, by: User, note: str) -> Assessor:
    """Make an assessor of an applicant whose identity an editor has checked, and invite its coordinator."""
    application = _still_open(application)
    if not note.strip():
        raise ValidationError({"note": ValidationError(_("Say how you checked it."), code="required")})
    if Assessor.objects.filter(city=application.city, name=application.name).exists():
        raise ValidationError(_("This city has an assessor of this name already."), code="same_name")
    funding = {f"funding_by_city_{application.language}": application.funding_by_city}
    assessor = Assessor.objects.create(
        slug=_free_slug(application),
        name=application.name,
        kind=application.kind,
        city=application.city,
        website=application.website,
        verified_on=timezone.localdate(),
        verified_by=by,
        verification=note.strip(),
        **funding,
    )
    _decide(application, AssessorApplication.State.VERIFIED, by, note, assessor)
    assessor_verified.send(sender=Assessor, application=application, assessor=assessor)
    coordinator = {"role": Membership.Role.COORDINATOR, "language": application.language}
    _invite(assessor, email=application.contact_email, by=by, **coordinator)
    return assessor


@transaction.atomic
def decline(application: AssessorApplication, *, by: User, note: str) -> None:
    """Say no, with the reason, which the organization gets by mail."""
    application = _still_open(application)
    if not note.strip():
        raise ValidationError({"note": ValidationError(_("Say why."), code="required")})
    _decide(application, AssessorApplication.State.DECLINED, by, note, None)
    assessor_declined.send(sender=AssessorApplication, application=application)


def _invite(assessor: Assessor, *, email: str, role: str, language: str, by: User) -> Invitation:
    email = email.strip()
    members = Membership.objects.current().filter(assessor=assessor, user__email__iexact=email)
    if members.exists():
        raise ValidationError({"email": ValidationError(_("This person is a member already."), code="member")})
    unanswered = Invitation.objects.filter(assessor=assessor, accepted_at=None, withdrawn_at=None)
    unanswered.filter(email__iexact=email).update(withdrawn_at=timezone.now())
    if unanswered.open().count() >= MOST_OPEN:
        raise ValidationError(_("Too many invitations are open. Withdraw some first."), code="too_many")
    invitation = Invitation(assessor=assessor, email=email, role=role, language=language, invited_by=by)
    invitation.full_clean()
    invitation.save()
    membership_invited.send(sender=Invitation, invitation=invitation)
    return invitation


def _require_open(invitation: Invitation) -> None:
    if not invitation.is_open:
        raise ValidationError(_("This invitation is not valid any more. Ask for a new one."), code=NOT_OPEN)


def _free_username(email: str) -> str:
    """Return the address as a name to sign in with; numbered where somebody kept that name with another address."""
    base = email.lower()[:140]
    taken = set(User.objects.filter(username__startswith=base).values_list("username", flat=True))
    username, number = base, 1
    while username in taken:
        number += 1
        username = f"{base}-{number}"
    return username


def _still_open(application: AssessorApplication) -> AssessorApplication:
    found = AssessorApplication.objects.select_for_update(of=("self",)).select_related("city").get(pk=application.pk)
    if found.state != AssessorApplication.State.OPEN:
        raise ValidationError(_("Somebody has decided about this application already."), code="decided")
    return found


def _decide(application: AssessorApplication, state: str, by: User, note: str, assessor: Assessor | None) -> None:
    application.state, application.assessor = state, assessor
    application.decided_at, application.decided_by, application.decision_note = timezone.now(), by, note.strip()
    application.save()


def _require_coordinator(user: User, assessor: Assessor) -> None:
    current = Membership.objects.current().filter(user=user, assessor=assessor, role=Membership.Role.COORDINATOR)
    if not current.exists():
        raise PermissionDenied(_("Only a coordinator of %(assessor)s can do this.") % {"assessor": assessor.name})


def _free_slug(application: AssessorApplication) -> str:
    base = slugify(f"{application.city.slug} {application.name}")[:70].strip("-") or "assessor"
    taken = set(Assessor.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
