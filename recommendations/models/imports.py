"""Imports: what a file changed, what it could not resolve, and what a person should look at."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ImportBatch(models.Model):
    """One file taken in, whole, in one transaction."""

    class State(models.TextChoices):
        """How far it is."""

        APPLIED = "applied", _("Imported")
        UNDONE = "undone", _("Undone")

    format = models.CharField(_("format"), max_length=20)
    file_name = models.CharField(_("file"), max_length=255)
    file_digest = models.CharField(_("SHA-256 of the file"), max_length=64)
    file_size = models.PositiveBigIntegerField(_("size in bytes"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.APPLIED)
    imported_at = models.DateTimeField(_("imported at"), auto_now_add=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("imported by"),
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    created = models.PositiveIntegerField(_("created"), default=0)
    merged = models.PositiveIntegerField(_("merged"), default=0)
    updated = models.PositiveIntegerField(_("updated"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    conflicts = models.PositiveIntegerField(_("conflicts"), default=0)
    errors = models.PositiveIntegerField(_("errors"), default=0)
    messages = models.JSONField(_("messages"), default=list, help_text=_("What a person should know, row by row."))

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-imported_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    rows=models.F("created")
                    + models.F("merged")
                    + models.F("updated")
                    + models.F("unchanged")
                    + models.F("conflicts")
                    + models.F("errors")
                ),
                name="each_row_has_one_outcome",
            ),
            models.CheckConstraint(condition=models.Q(state__in=["applied", "undone"]), name="import_state"),
        )

    def __str__(self) -> str:
        return f"{self.file_name} ({self.pk})"


class ImportChange(models.Model):
    """What one row of a file did to one recommendation. ``before`` and ``after`` hold the changed fields only."""

    class Outcome(models.TextChoices):
        """What became of the row."""

        CREATED = "created", pgettext_lazy("a record", "Created")
        MERGED = "merged", _("Joined to another row")
        UPDATED = "updated", _("Updated")
        UNCHANGED = "unchanged", _("Unchanged")
        CONFLICT = "conflict", _("Conflict")
        ERROR = "error", _("Error")

    class State(models.TextChoices):
        """Whether it stands."""

        PLANNED = "planned", _("Planned")
        APPLIED = "applied", _("Applied")
        UNDONE = "undone", _("Undone")

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="changes", verbose_name=_("import"))
    recommendation = models.ForeignKey(
        "recommendations.Recommendation", models.CASCADE, null=True, related_name="import_changes"
    )
    row = models.PositiveIntegerField(_("row in the file"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.APPLIED)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("change by an import")
        verbose_name_plural = _("changes by imports")
        ordering = ("batch", "row")
        constraints = (models.UniqueConstraint(fields=("batch", "row"), name="one_outcome_a_row"),)

    def __str__(self) -> str:
        return f"{self.batch}, row {self.row}: {self.outcome}"
