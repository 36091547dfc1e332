"""Who is told of what. Receivers run inside the transaction of what they tell: rolled back, nobody hears of it.

Mails name the office and the recommendation, never a person, and carry none of the words of an entry.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cities import signals
from cities.models import (
    Assessor,
    AssessorApplication,
    CityAction,
    Invitation,
    Membership,
    ProblemReport,
    ProgressReply,
    ProgressUpdate,
)
from cities.roles import EDITORS
from home.mail.outbox import Words, tell, tell_address


def connect() -> None:
    """Listen to what cities tell (once, when the site starts)."""
    for signal, receiver in (
        (signals.progress_submitted, on_progress_submitted),
        (signals.progress_returned, on_progress_returned),
        (signals.progress_published, on_progress_published),
        (signals.reply_published, on_reply_published),
        (signals.membership_invited, on_membership_invited),
        (signals.assessor_applied, on_assessor_applied),
        (signals.assessor_verified, on_assessor_verified),
        (signals.assessor_declined, on_assessor_declined),
        (signals.action_submitted, on_action_submitted),
        (signals.action_returned, on_action_returned),
        (signals.action_approved, on_action_approved),
        (signals.problem_reported, on_problem_reported),
    ):
        signal.connect(receiver, dispatch_uid=f"mail {receiver.__name__}")


def coordinators(*assessors: Assessor) -> QuerySet[User]:
    """Return the people who publish for these assessors."""
    current = Membership.objects.current().filter(assessor__in=assessors, role=Membership.Role.COORDINATOR)
    return _people(Q(pk__in=current.values("user")))


def on_progress_submitted(update: ProgressUpdate, user: User, **kwargs: object) -> None:
    """Tell the coordinators of the assessor, but for the one who sent it in, that an entry waits."""

    def write() -> Words:
        return Words(
            _("Waiting for you: %(record)s, %(city)s") % _named(update),
            _("%(assessor)s has a new entry: “%(status)s”, as of %(day)s. Publish it, or return it with a note.")
            % _named(update),
            reverse("progress:decide", args=[update.pk]),
        )

    tell(coordinators(update.assessor).exclude(pk=user.pk), write, members_of=update.assessor)


def on_progress_returned(update: ProgressUpdate, user: User, **kwargs: object) -> None:
    """Tell whoever sent an entry in that it came back."""

    def write() -> Words:
        return Words(
            _("Returned to you: %(record)s, %(city)s") % _named(update),
            _("A coordinator of %(assessor)s returned your entry with a note. Read it, change it, and send it again.")
            % _named(update),
            reverse("progress:revise", args=[update.pk]),
        )

    tell(_people(Q(pk=update.submitted_by_id)).exclude(pk=user.pk), write, members_of=update.assessor)


def on_progress_published(update: ProgressUpdate, **kwargs: object) -> None:
    """Tell whoever sent an entry in, and the coordinators of the other sides, who may reply once."""
    publisher = Q(pk=update.published_by_id)

    def write_to_author() -> Words:
        return Words(
            _("Published: %(record)s, %(city)s") % _named(update),
            _("Your entry is public now, as the word of %(assessor)s: “%(status)s”, as of %(day)s.") % _named(update),
            update.recommendation.get_absolute_url(),
        )

    def write_to_others() -> Words:
        return Words(
            _("%(assessor)s on %(record)s, %(city)s") % _named(update),
            _("%(assessor)s says: “%(status)s”, as of %(day)s. You may reply once, or record your own word.")
            % _named(update),
            reverse("progress:reply", args=[update.pk]),
        )

    tell(_people(Q(pk=update.submitted_by_id) & ~publisher), write_to_author, members_of=update.assessor)
    # Whoever is not verified yet may not reply.
    verified = Assessor.objects.filter(city=update.assessor.city_id, verified_on__isnull=False)
    for other in verified.exclude(pk=update.assessor_id):
        tell(coordinators(other), write_to_others, members_of=other)


def on_reply_published(reply: ProgressReply, **kwargs: object) -> None:
    """Tell the coordinators of the entry's assessor, and whoever sent it in, that the other side answered."""
    update = reply.update

    def write() -> Words:
        named = {**_named(update), "other": reply.assessor.name}
        return Words(
            _("%(other)s replied: %(record)s, %(city)s") % named,
            _("%(other)s replied to the entry of %(assessor)s. Each side replies once.") % named,
            update.recommendation.get_absolute_url(),
        )

    authors = (
        Membership.objects.current()
        .filter(assessor=update.assessor_id)
        .filter(Q(role=Membership.Role.COORDINATOR) | Q(user=update.submitted_by_id))
    )
    tell(_people(Q(pk__in=authors.values("user"))), write, members_of=update.assessor)


def on_membership_invited(invitation: Invitation, **kwargs: object) -> None:
    """Send an invitation, in the language the coordinator chose, to the address it is for."""

    def write() -> Words:
        named = {
            "assessor": invitation.assessor.name,
            "city": str(invitation.assessor.city),
            "role": invitation.get_role_display(),
            "day": date_format(localtime(invitation.expires_at), "DATE_FORMAT"),
        }
        return Words(
            _("Invitation: act for %(assessor)s, %(city)s") % named,
            _(
                "You are invited to record progress for %(assessor)s (%(city)s). Your role: %(role)s. "
                "The link works once, until %(day)s. If you did not expect this mail, do nothing."
            )
            % named,
            invitation.get_absolute_url(),
        )

    tell_address(invitation.email, invitation.language, write)


def on_assessor_applied(application: AssessorApplication, **kwargs: object) -> None:
    """Tell the editors that an organization wants to assess a city."""

    def write() -> Words:
        named = {"name": application.name, "city": str(application.city)}
        return Words(
            _("To be verified: %(name)s, %(city)s") % named,
            _("%(name)s asks to assess %(city)s. Check who it is, never what it will say.") % named,
            reverse("applications:decide", args=[application.pk]),
        )

    tell(_people(Q(groups__name=EDITORS)).distinct(), write)


def on_assessor_verified(application: AssessorApplication, assessor: Assessor, **kwargs: object) -> None:
    """Tell an organization that it may record now."""

    def write() -> Words:
        named = {"name": assessor.name, "city": str(assessor.city)}
        return Words(
            _("Verified: %(name)s, %(city)s") % named,
            _("%(name)s may record its word on %(city)s now. Its coordinator gets an invitation.") % named,
            assessor.city.get_absolute_url(),
        )

    tell_address(application.contact_email, application.language, write)


def on_assessor_declined(application: AssessorApplication, **kwargs: object) -> None:
    """Tell an organization why it may not record, and where it may ask again."""

    def write() -> Words:
        named = {"name": application.name, "city": str(application.city), "reason": application.decision_note}
        return Words(
            _("Not verified: %(name)s, %(city)s") % named,
            _("We could not verify %(name)s as an assessor of %(city)s. The reason: %(reason)s\nYou may ask again.")
            % named,
            reverse("become_an_assessor", query={"city": application.city.slug}),
        )

    tell_address(application.contact_email, application.language, write)


def on_problem_reported(report: ProblemReport, **kwargs: object) -> None:
    """Tell the admins, who alone may take words away. The mail repeats none of them."""

    def write() -> Words:
        return Words(
            _("A problem with an entry was reported"),
            _("Somebody reports a problem with an entry. It may concern a person’s safety: look at it today."),
            reverse("problems:handle", args=[report.pk]),
        )

    tell(_people(Q(is_superuser=True)), write)


def on_action_submitted(action: CityAction, user: User, **kwargs: object) -> None:
    """Tell the coordinators of the assessor that an action waits."""
    if action.recorded_by is None:
        return

    def write() -> Words:
        named = {"action": _what(action), "city": str(action.city)}
        return Words(
            _("Waiting for you: %(action)s, %(city)s") % named,
            _("An action was sent in. Publish it, or return it with a note."),
            reverse("wagtailsnippets_cities_cityaction:edit", args=[action.pk]),
        )

    tell(coordinators(action.recorded_by).exclude(pk=user.pk), write, members_of=action.recorded_by)


def on_action_returned(action: CityAction, user: User, **kwargs: object) -> None:
    """Tell whoever wrote the latest version of an action that it came back."""
    revision = action.latest_revision
    if action.recorded_by is None or revision is None:
        return

    def write() -> Words:
        named = {"action": _what(action), "city": str(action.city)}
        return Words(
            _("Returned to you: %(action)s, %(city)s") % named,
            _("A coordinator returned the action with a note. Change it and send it again."),
            reverse("wagtailsnippets_cities_cityaction:edit", args=[action.pk]),
        )

    tell(_people(Q(pk=revision.user_id)).exclude(pk=user.pk), write, members_of=action.recorded_by)


def on_action_approved(action: CityAction, user: User, author: User | None, **kwargs: object) -> None:
    """Tell whoever sent an action in that it is public."""
    if action.recorded_by is None or author is None:
        return

    def write() -> Words:
        named = {"action": _what(action), "city": str(action.city)}
        return Words(
            _("Published: %(action)s, %(city)s") % named,
            _("A coordinator approved the action that you sent in. It is public now."),
            reverse("wagtailsnippets_cities_cityaction:edit", args=[action.pk]),
        )

    tell(_people(Q(pk=author.pk)).exclude(pk=user.pk), write, members_of=action.recorded_by)


def _what(action: CityAction) -> str:
    """Return what mails call an action. Its title may be taken away one day, and a mail cannot be called back."""
    return f"{action.get_kind_display()} ({action.get_status_display()})"


def _people(which: Q) -> QuerySet[User]:
    return get_user_model().objects.filter(which, is_active=True).select_related("wagtail_userprofile")


def _named(update: ProgressUpdate) -> dict[str, str]:
    """Return what mails say of an entry, in the active language."""
    return {
        "assessor": update.assessor.name,
        "city": str(update.assessor.city),
        "record": update.recommendation.citation,
        "status": update.get_status_display(),
        "day": date_format(update.as_of, "DATE_FORMAT"),
    }
