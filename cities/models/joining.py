"""How people and organizations come in: invitations to act for an assessor, and applications to become one."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from cities.links import validate_public_link
from cities.models.assessor import Assessor, Membership
from cities.models.city import City

INVITATION_LASTS = timedelta(days=14)
_SALT = "cities.invitation"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Questions about invitations."""

    def open(self) -> "InvitationQuerySet":
        """Those that may still be accepted."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now())


def invitation_expires() -> datetime:
    """Return when an invitation made now ends."""
    return timezone.now() + INVITATION_LASTS


class Invitation(models.Model):
    """A coordinator asks somebody to act for the assessor: for one address, once, for two weeks."""

    assessor = models.ForeignKey(Assessor, models.PROTECT, related_name="invitations", verbose_name=_("assessor"))
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=12, choices=Membership.Role, default=Membership.Role.CONTRIBUTOR)
    language = models.CharField(_("language of the mail"), max_length=5, choices=settings.LANGUAGES, default="en")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(_("invited"), auto_now_add=True)
    expires_at = models.DateTimeField(_("ends"), default=invitation_expires)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("-invited_at", "-id")
        constraints = (
            models.UniqueConstraint(
                models.F("assessor"),
                Lower("email"),
                condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_invitation_an_address",
            ),
            models.CheckConstraint(condition=models.Q(role__in=["contributor", "coordinator"]), name="invitation_role"),
        )

    def __str__(self) -> str:
        return f"{self.email} – {self.assessor}"

    def get_absolute_url(self) -> str:
        """The page on which it is accepted, in its language. The address is signed: nobody can guess it."""
        with translation.override(self.language):
            return reverse("invitation", args=[signing.dumps(self.pk, salt=_SALT)])

    @property
    def is_open(self) -> bool:
        """Whether it may still be accepted."""
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > timezone.now()

    @classmethod
    def of_token(cls, token: str) -> "Invitation | None":
        """Return the invitation of a signed address, open or not; None where the signature is not ours."""
        try:
            number = signing.loads(token, salt=_SALT)
        except signing.BadSignature:
            return None
        return cls.objects.select_related("assessor__city").filter(pk=number).first()


class AssessorApplication(models.Model):
    """An organization or office asks to speak about a city. Editors check who it is, never what it will say."""

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", _("Open")
        VERIFIED = "verified", _("Verified")
        DECLINED = "declined", _("Declined")

    city = models.ForeignKey(City, models.PROTECT, related_name="applications", verbose_name=_("city"))
    name = models.CharField(
        _("name of the organization or office"), max_length=200, help_text=_("As the public knows it.")
    )
    kind = models.CharField(_("from where it looks at the city"), max_length=20, choices=Assessor.Kind)
    website = models.URLField(_("website"), max_length=500, blank=True, validators=[validate_public_link])
    how_to_verify = models.TextField(
        _("how can we check that you are who you say?"),
        max_length=2000,
        help_text=_("Such as a page that names you, a registration, an office we can call."),
    )
    funding_by_city = models.TextField(
        _("what do you receive from the city?"),
        max_length=2000,
        blank=True,
        help_text=_("Grants, contracts, staff. It is shown in public. Leave it empty if nothing."),
    )
    contact_email = models.EmailField(_("e-mail of the person who will coordinate"))
    language = models.CharField(_("language of our mails"), max_length=5, choices=settings.LANGUAGES, default="en")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    applied_at = models.DateTimeField(_("received"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decision_note = models.TextField(_("how it was checked, or why it was declined"), blank=True)
    assessor = models.OneToOneField(
        Assessor, models.PROTECT, null=True, blank=True, related_name="application", verbose_name=_("assessor")
    )

    class Meta:
        verbose_name = _("application of an assessor")
        verbose_name_plural = _("applications of assessors")
        ordering = ("applied_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "verified", "declined"]), name="application_state"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["local_government", "community", "independent"]), name="application_kind"
            ),
            models.UniqueConstraint(
                models.F("city"),
                Lower("name"),
                condition=models.Q(state="open"),
                name="one_open_application_a_name",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.city})"
