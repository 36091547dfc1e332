"""What the outbox keeps: messages, how often people want mail, addresses that get none, and what was reminded of."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cities.models import Assessor, ProgressUpdate
from mechanisms.models import Milestone


class Rhythm(models.TextChoices):
    """How often somebody wants to be told."""

    AT_ONCE = "at_once", _("At once, a mail for each thing")
    DAILY = "daily", _("Once a day, everything in one mail")
    NEVER = "never", _("No mail")


class MailChoice(models.Model):
    """How often one person wants mail. Without a row: at once."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_choice")
    rhythm = models.CharField(_("how often"), max_length=10, choices=Rhythm, default=Rhythm.AT_ONCE)

    class Meta:
        verbose_name = _("choice of mail")
        verbose_name_plural = _("choices of mail")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(rhythm__in=["at_once", "daily", "never"]), name="mail_choice_rhythm"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.get_rhythm_display()}"


class SuppressedAddress(models.Model):
    """An address that gets no more mail from here: a server refused it for good, or its owner said no."""

    class Reason(models.TextChoices):
        """Why."""

        BOUNCED = "bounced", _("Refused by its server")
        UNSUBSCRIBED = "unsubscribed", _("Wants no mail")

    address = models.EmailField(_("address"), max_length=254, unique=True, help_text=_("In lower case."))
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    answer = models.CharField(_("what the server said"), max_length=500, blank=True)
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("address without mail")
        verbose_name_plural = _("addresses without mail")
        ordering = ("address",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(reason__in=["bounced", "unsubscribed"]), name="suppressed_address_reason"
            ),
        )

    def __str__(self) -> str:
        return self.address


class MessageQuerySet(models.QuerySet["Message"]):
    """Questions about the outbox."""

    def waiting(self) -> "MessageQuerySet":
        """What is neither delivered nor given up."""
        return self.filter(sent_at__isnull=True, dropped_at__isnull=True)

    def due(self, now: datetime) -> "MessageQuerySet":
        """What may be sent now: its time has come, and nobody is at it. A dead worker's claim ends by itself."""
        free = models.Q(claimed_until__isnull=True) | models.Q(claimed_until__lte=now)
        return self.waiting().filter(free, due_at__lte=now)


class Message(models.Model):
    """One thing to tell one person, in that person's language. Several daily ones make one mail.

    It carries no words of the record (notes, evidence, replies): these stay where they can be redacted.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    """Part of the mail's Message-ID, which stays the same however often delivery is tried."""
    address = models.EmailField(max_length=254)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    members_of = models.ForeignKey(Assessor, models.CASCADE, null=True, related_name="+")
    """Only for members of this assessor: whoever has left by the time of delivery is not told."""
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    subject = models.CharField(max_length=250)
    body = models.TextField()
    path = models.CharField(max_length=500)
    """Where to go: the address of a page, without the server's name."""
    rhythm = models.CharField(max_length=10, choices=Rhythm, default=Rhythm.AT_ONCE)
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    claimed_by = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=500, blank=True)
    """Why the last attempt failed, or why it was dropped."""

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail in the outbox")
        verbose_name_plural = _("mails in the outbox")
        ordering = ("due_at", "id")
        indexes = (
            models.Index(
                fields=("due_at", "id"),
                condition=models.Q(sent_at__isnull=True, dropped_at__isnull=True),
                name="message_waiting",
            ),
        )
        constraints = (
            models.CheckConstraint(condition=models.Q(rhythm__in=["at_once", "daily"]), name="message_rhythm"),
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | models.Q(dropped_at__isnull=True),
                name="message_sent_or_dropped",
            ),
        )

    def __str__(self) -> str:
        return f"{self.address}: {self.subject}"


class Reminded(models.Model):
    """Somebody was reminded of an old word, or of a date to come: each once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    entry = models.ForeignKey(ProgressUpdate, models.CASCADE, null=True, related_name="+")
    milestone = models.ForeignKey(Milestone, models.CASCADE, null=True, related_name="+")
    date = models.DateField(null=True)
    """The date of the milestone at that time: one that moves is worth another mail."""
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "entry"), condition=models.Q(entry__isnull=False), name="one_reminder_a_word"
            ),
            models.UniqueConstraint(
                fields=("user", "milestone", "date"),
                condition=models.Q(milestone__isnull=False),
                name="one_reminder_a_date",
            ),
            models.CheckConstraint(
                condition=models.Q(entry__isnull=False, milestone__isnull=True)
                | models.Q(entry__isnull=True, milestone__isnull=False, date__isnull=False),
                name="reminder_of_one_thing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.entry or self.milestone}"
