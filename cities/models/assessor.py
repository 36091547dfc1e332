"""Whose word it is: the offices and organizations that assess a city, and the people who act for them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cities.models.city import City
from mechanisms.bilingual import localised


class Assessor(models.Model):
    """An office or organization that says how far a city has come. The public sees its name, never a person's."""

    class Kind(models.TextChoices):
        """From where it looks at the city."""

        LOCAL_GOVERNMENT = "local_government", _("Local government")
        COMMUNITY = "community", _("Community")
        INDEPENDENT = "independent", _("Independent body")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(
        _("name"), max_length=200, help_text=_("The office or organization as the public knows it.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    city = models.ForeignKey(City, models.PROTECT, related_name="assessors", verbose_name=_("city"))
    website = models.URLField(_("website"), max_length=500, blank=True)
    funding_by_city_en = models.TextField(
        _("funding by the city, in English"),
        blank=True,
        help_text=_("What it receives from the city it assesses. Shown in public."),
    )
    funding_by_city_es = models.TextField(_("funding by the city, in Spanish"), blank=True)
    verified_on = models.DateField(_("verified on"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("verified by"),
    )
    verification = models.TextField(_("how it was verified"), blank=True)

    class Meta:
        verbose_name = _("assessor")
        verbose_name_plural = _("assessors")
        ordering = ("city__name", "kind", "name")
        constraints = (
            models.UniqueConstraint(fields=("city", "name"), name="one_assessor_a_name"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["local_government", "community", "independent"]), name="assessor_kind"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.city})"

    @property
    def funding_by_city(self) -> str:
        """What it receives from the city it assesses, in the active language."""
        return localised(self.funding_by_city_en, self.funding_by_city_es)

    @property
    def is_verified(self) -> bool:
        """Whether an editor has checked who it is; only then does it publish."""
        return self.verified_on is not None


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Who acts for whom today."""

    def current(self) -> "MembershipQuerySet":
        """Memberships that have not ended."""
        return self.filter(ended_at__isnull=True)


class Membership(models.Model):
    """A person acts for an assessor. It ends, it is not deleted, so that past approvals stay explained."""

    class Role(models.TextChoices):
        """What the person may do there."""

        CONTRIBUTOR = "contributor", _("Contributor")
        COORDINATOR = "coordinator", _("Coordinator")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name=_("person")
    )
    assessor = models.ForeignKey(Assessor, models.PROTECT, related_name="memberships", verbose_name=_("assessor"))
    city = models.ForeignKey(City, models.PROTECT, related_name="+", editable=False)
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.CONTRIBUTOR)
    started_at = models.DateTimeField(_("since"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ("assessor", "role", "user")
        constraints = (
            # Nobody speaks for two sides of one city: the city is copied here so that the database can hold it.
            models.UniqueConstraint(
                fields=("user", "city"),
                condition=models.Q(ended_at__isnull=True),
                name="one_assessor_a_city_and_person",
            ),
            models.CheckConstraint(condition=models.Q(role__in=["contributor", "coordinator"]), name="membership_role"),
        )

    def __str__(self) -> str:
        return f"{self.user} – {self.assessor}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Copy the assessor's city, which the constraint needs."""
        self.city_id = self.assessor.city_id
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def clean(self) -> None:
        """Say in words what the constraint would refuse."""
        if not self.assessor_id or self.ended_at:
            return
        others = Membership.objects.current().filter(user=self.user_id, city=self.assessor.city_id).exclude(pk=self.pk)
        if others.exists():
            raise ValidationError(_("This person already acts for an assessor of this city."))
