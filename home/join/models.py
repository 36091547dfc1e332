"""What is kept of somebody who joins: the least that a mailing list needs, for a limited time."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

CONFIRM_WITHIN = timedelta(days=7)
"""So long the address in the mail is good; whoever never confirms is forgotten after that."""

LEAVERS_KEPT = timedelta(days=30)
"""So long the export names who left, so that the list's host takes the address off, too."""

LEAVE = "home.join.leave"
"""What the signature of an address to leave by is for."""


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    """Questions about the list."""

    def on_the_list(self) -> "JoinRequestQuerySet":
        """Who confirmed and did not leave."""
        return self.filter(confirmed_at__isnull=False, left_at__isnull=True)

    def outdated(self, now: datetime) -> "JoinRequestQuerySet":
        """What must not be kept any longer."""
        return self.filter(
            models.Q(confirmed_at__isnull=True, asked_at__lte=now - CONFIRM_WITHIN)
            | models.Q(left_at__lte=now - LEAVERS_KEPT)
            | models.Q(keep_until__lte=timezone.localdate(now))
        )


class JoinRequest(models.Model):
    """One address on its way onto the list, on it, or off it again."""

    email = models.EmailField(_("e-mail"), max_length=254)
    name = models.CharField(_("name"), max_length=100, blank=True)
    group = models.CharField(_("city or group"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    """Part of every signed address sent to this person; a new one makes all earlier addresses worthless."""
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    keep_until = models.DateField(_("deleted after"), null=True, blank=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("person on the join list")
        verbose_name_plural = _("join list")
        ordering = ("-asked_at", "-id")
        constraints = (
            models.UniqueConstraint(Lower("email"), name="one_join_request_an_address"),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True) | models.Q(keep_until__isnull=False),
                name="join_request_kept_for_a_time",
            ),
        )

    def __str__(self) -> str:
        return self.email

    @property
    def state(self) -> str:
        """Where this person stands, in a word."""
        if self.left_at:
            return str(_("Left"))
        return str(_("On the list") if self.confirmed_at else _("Not confirmed yet"))

    @property
    def leave_path(self) -> str:
        """The signed address, in this person's language, by which one leaves. It does not expire."""
        with translation.override(self.language):
            return reverse("join_leave", args=[signing.dumps(self.key.hex, salt=LEAVE)])

    @property
    def leave_address(self) -> str:
        """The same with the site's name before it, for the mailing list's host."""
        return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + self.leave_path
