"""How far a city has come with a recommendation, always as somebody's word, dated, with evidence."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cities.evidence_files import private_storage
from cities.links import validate_public_link
from cities.models.action import CityAction
from cities.models.assessor import Assessor
from cities.models.city import City
from mechanisms.bilingual import localised
from recommendations.models import Recommendation

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ImplementationStatus(models.TextChoices):
    """The seven words but one: "not assessed" is the absence of a record."""

    NO_INFORMATION = "no_information", _("No information")
    NO_ACTION = "no_action", _("No action")
    LIMITED_PROGRESS = "limited_progress", _("Limited progress")
    SUBSTANTIAL_PROGRESS = "substantial_progress", _("Substantial progress")
    IMPLEMENTED = "implemented", _("Implemented")
    REGRESSED = "regressed", _("Regressed")

    @property
    def meaning(self) -> "StrOrPromise":
        """What the word means, in one sentence."""
        return _MEANINGS[self]


_MEANINGS: "dict[ImplementationStatus, StrOrPromise]" = {
    ImplementationStatus.NO_INFORMATION: _("We looked and found nothing either way."),
    ImplementationStatus.NO_ACTION: _("We looked and found that nothing was done."),
    ImplementationStatus.LIMITED_PROGRESS: _("Something was done or adopted, with little effect so far."),
    ImplementationStatus.SUBSTANTIAL_PROGRESS: _("Much was done and shows, and some is still missing."),
    ImplementationStatus.IMPLEMENTED: _("What was asked is done, and people feel the effect."),
    ImplementationStatus.REGRESSED: _("A protection was weakened or removed."),
}


class Confidence(models.TextChoices):
    """How sure the assessor is."""

    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")


_STATUSES = ["no_information", "no_action", "limited_progress", "substantial_progress", "implemented", "regressed"]


class ProgressUpdateQuerySet(models.QuerySet["ProgressUpdate"]):
    """Questions about the history."""

    def public(self) -> "ProgressUpdateQuerySet":
        """What has been published, corrected entries included: history is public."""
        return self.filter(state=ProgressUpdate.State.PUBLISHED)

    def uncorrected(self) -> "ProgressUpdateQuerySet":
        """Entries that no published entry corrects."""
        corrections = ProgressUpdate.objects.filter(
            corrects=models.OuterRef("pk"), state=ProgressUpdate.State.PUBLISHED
        )
        return self.exclude(models.Exists(corrections))

    def of_city(self, city: City) -> "ProgressUpdateQuerySet":
        """What the assessors of one city said."""
        return self.filter(assessor__city=city)

    def on_standing_recommendations(self) -> "ProgressUpdateQuerySet":
        """Entries on recommendations that are neither withdrawn nor merged, with what names these."""
        standing = self.filter(recommendation__in=Recommendation.objects.public())
        return standing.select_related(
            "assessor__city", "recommendation__document", "recommendation__review__mechanism", "redaction"
        )

    def latest_published_first(self) -> "ProgressUpdateQuerySet":
        """In the order in which they became public."""
        return self.order_by("-published_at", "-id")

    def latest_word_first(self) -> "ProgressUpdateQuerySet":
        """In the order that decides the current word."""
        return self.order_by("-as_of", "-published_at", "-id")


class ProgressUpdate(models.Model):
    """One entry in the history of a city and a recommendation. Published, it is never changed: it is corrected."""

    class State(models.TextChoices):
        """Where the entry stands on its way to the public."""

        PENDING = "pending", _("Pending")
        PUBLISHED = "published", _("Published")
        RETURNED = "returned", _("Returned")

    Status = ImplementationStatus

    assessor = models.ForeignKey(Assessor, models.PROTECT, related_name="progress_updates", verbose_name=_("assessor"))
    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, related_name="progress_updates", verbose_name=_("recommendation")
    )
    status = models.CharField(_("situation"), max_length=20, choices=ImplementationStatus)
    confidence = models.CharField(_("how sure"), max_length=6, choices=Confidence, default=Confidence.MEDIUM)
    as_of = models.DateField(_("as of"))
    note_en = models.TextField(
        _("what happened, in English"), blank=True, help_text=_("Plain words. What you type may be a public record.")
    )
    note_es = models.TextField(_("what happened, in Spanish"), blank=True)
    where_looked_en = models.TextField(_("where you looked, in English"), blank=True)
    where_looked_es = models.TextField(_("where you looked, in Spanish"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("corrects")
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("submitted by")
    )
    submitted_at = models.DateTimeField(_("submitted"), auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    return_note = models.TextField(_("why it was returned"), blank=True)
    actions = models.ManyToManyField(
        CityAction, blank=True, related_name="progress_updates", verbose_name=_("our actions")
    )
    redacted = models.BooleanField(_("words taken away"), default=False, editable=False)
    sent_as = models.UUIDField(
        null=True,
        blank=True,
        unique=True,
        editable=False,
        help_text="The key of the form it was last sent from: a second press of the button finds it.",
    )

    objects = ProgressUpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress entry")
        verbose_name_plural = _("progress entries")
        ordering = ("-as_of", "-published_at", "-id")
        indexes = (
            models.Index(fields=("recommendation", "assessor", "state", "as_of"), name="progress_current_word"),
            models.Index(fields=("state", "published_at"), name="progress_latest"),
        )
        constraints = (
            models.CheckConstraint(condition=models.Q(status__in=_STATUSES), name="progress_status"),
            models.CheckConstraint(
                condition=models.Q(confidence__in=["low", "medium", "high"]), name="progress_confidence"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["pending", "returned"], published_at__isnull=True)
                | models.Q(state="published", published_at__isnull=False),
                name="progress_published_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["no_information", "no_action"])
                | ~models.Q(where_looked_en="", where_looked_es="")
                | models.Q(redacted=True),
                name="progress_says_where_one_looked",
            ),
            models.CheckConstraint(
                condition=models.Q(corrects__isnull=True) | ~models.Q(corrects=models.F("id")),
                name="progress_does_not_correct_itself",
            ),
        )

    def __str__(self) -> str:
        return f"{self.assessor}: {self.get_status_display()}, {self.as_of}"

    @property
    def note(self) -> str:
        """What happened, in the active language."""
        return localised(self.note_en, self.note_es)

    @property
    def where_looked(self) -> str:
        """Where the assessor looked, in the active language."""
        return localised(self.where_looked_en, self.where_looked_es)


class Evidence(models.Model):
    """What an entry rests on: a link or a file, and which way it points."""

    class Bearing(models.TextChoices):
        """What it says about the claim."""

        SUPPORTS = "supports", _("Supports")
        CONTRADICTS = "contradicts", _("Contradicts")
        MIXED = "mixed", _("Mixed")
        CONTEXT = "context", _("Context")

    update = models.ForeignKey(ProgressUpdate, models.CASCADE, related_name="evidence")
    title = models.CharField(_("title"), max_length=255)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    date = models.DateField(_("date"), null=True, blank=True)
    url = models.URLField(_("link"), max_length=500, blank=True, validators=[validate_public_link])
    file = models.FileField(_("file"), storage=private_storage, upload_to="evidence/", blank=True)
    bearing = models.CharField(_("it"), max_length=12, choices=Bearing, default=Bearing.SUPPORTS)
    shows_effect = models.BooleanField(
        _("shows effect"),
        default=False,
        help_text=_("It shows what changed for people, not only that a text was adopted."),
    )

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(bearing__in=["supports", "contradicts", "mixed", "context"]), name="evidence_bearing"
            ),
            models.CheckConstraint(
                condition=(~models.Q(url="") & models.Q(file="")) | (models.Q(url="") & ~models.Q(file="")),
                name="evidence_is_link_or_file",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """Where it can be read: the link, or our own page for the file, which asks whether it may be shown."""
        return reverse("evidence_file", args=[self.pk]) if self.file else self.url


class Implementation(models.Model):
    """The current word of one assessor on one recommendation in one city. Derived; never edited."""

    Status = ImplementationStatus

    city = models.ForeignKey(City, models.PROTECT, related_name="implementations", verbose_name=_("city"))
    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, related_name="implementations", verbose_name=_("recommendation")
    )
    assessor = models.ForeignKey(Assessor, models.PROTECT, related_name="implementations", verbose_name=_("assessor"))
    current = models.ForeignKey(ProgressUpdate, models.PROTECT, related_name="+", verbose_name=_("current entry"))
    status = models.CharField(_("status"), max_length=20, choices=ImplementationStatus)
    confidence = models.CharField(_("confidence"), max_length=6, choices=Confidence)
    as_of = models.DateField(_("as of"))

    class Meta:
        verbose_name = _("implementation")
        verbose_name_plural = _("implementation")
        ordering = ("city", "recommendation", "assessor")
        indexes = (models.Index(fields=("city", "status"), name="implementation_status_in_city"),)
        constraints = (
            models.UniqueConstraint(fields=("city", "recommendation", "assessor"), name="one_current_word"),
            models.CheckConstraint(condition=models.Q(status__in=_STATUSES), name="implementation_status"),
        )

    def __str__(self) -> str:
        return f"{self.assessor}: {self.get_status_display()}"


class ProgressReply(models.Model):
    """The other side's one dated answer to a published entry."""

    update = models.ForeignKey(ProgressUpdate, models.PROTECT, related_name="replies", verbose_name=_("entry"))
    assessor = models.ForeignKey(Assessor, models.PROTECT, related_name="replies", verbose_name=_("assessor"))
    text_en = models.TextField(_("reply in English"), blank=True)
    text_es = models.TextField(_("reply in Spanish"), blank=True)
    published_at = models.DateTimeField(_("published"))
    redacted = models.BooleanField(_("words taken away"), default=False, editable=False)

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ("published_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("update", "assessor"), name="one_reply_an_assessor"),
            models.CheckConstraint(
                condition=~models.Q(text_en="", text_es="") | models.Q(redacted=True), name="reply_has_words"
            ),
        )

    def __str__(self) -> str:
        return f"{self.assessor}: {self.published_at:%Y-%m-%d}"

    @property
    def text(self) -> str:
        """The reply in the active language."""
        return localised(self.text_en, self.text_es)
