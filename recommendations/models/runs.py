"""A file on its way through the admin: from the upload over the preview to what became of it, and taking it back."""

from typing import Any

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mechanisms.models import Review
from recommendations.models.imports import ImportBatch


def private_storage() -> Storage:
    """Return the storage of files that no address of the site serves."""
    return storages["private"]


class ImportRun(models.Model):
    """One import, or the taking back of one, with its choices, its preview and how far the worker is.

    What was written is told by ``ImportBatch`` and ``ImportChange`` alone. A run is the way there; its file and its
    rows are cleaned away after a while.
    """

    class Kind(models.TextChoices):
        """What it does to the record."""

        IMPORT = "import", _("Import")
        UNDO = "undo", _("Undo")

    class State(models.TextChoices):
        """How far it is."""

        CHOOSING = "choosing", _("Needs your choice")
        WAITING = "waiting", _("Waiting")
        WORKING = "working", _("At work")
        READY = "ready", _("Ready")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    class Stage(models.TextChoices):
        """What the worker does next, or does now."""

        CHECK = "check", _("Check")
        WRITE = "write", _("Write")

    OPEN = (State.CHOOSING, State.WAITING, State.WORKING, State.READY)
    """States in which it is not at its end."""

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.IMPORT)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.CHECK)
    created_at = models.DateTimeField(_("started at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("started by"),
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )

    file = models.FileField(_("file"), storage=private_storage, upload_to="imports/", blank=True)
    file_name = models.CharField(_("file"), max_length=255)
    file_size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    file_digest = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)

    format = models.CharField(_("format"), max_length=20, blank=True, help_text=_("Empty: told from the content."))
    found_format = models.CharField(_("format found"), max_length=20, blank=True)
    review = models.ForeignKey(
        Review, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("review")
    )
    header_key = models.CharField(max_length=64, blank=True, editable=False)
    columns = models.JSONField(_("columns"), null=True, blank=True)
    """Of a CSV file, once a person has said so: title → field, or "" where the column is not read."""
    skip_errors = models.BooleanField(_("leave out rows with errors"), default=False)

    batch = models.ForeignKey(
        ImportBatch, models.PROTECT, null=True, blank=True, related_name="runs", verbose_name=_("import")
    )
    """The import that came of it, or the one to take back."""
    preview = models.JSONField(_("preview"), default=dict)
    """What :mod:`recommendations.runs.summary` found: counts, reviews, labels, warnings."""
    digest = models.CharField(max_length=32, blank=True, editable=False)
    """Stands for every row of the preview: what is written must have the same."""
    is_changed = models.BooleanField(_("the record changed after the preview"), default=False)
    problem = models.TextField(_("what went wrong"), blank=True)

    phase = models.CharField(max_length=20, blank=True, editable=False)
    done = models.PositiveIntegerField(_("rows done"), default=0)
    total = models.PositiveIntegerField(_("rows in all"), default=0)
    heartbeat = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    is_to_stop = models.BooleanField(_("asked to stop"), default=False)
    task = models.UUIDField(null=True, blank=True, editable=False)
    """The queued task; a task of another number has nothing to do here."""
    cleaned_at = models.DateTimeField(_("file removed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("import on its way")
        verbose_name_plural = _("imports on their way")
        ordering = ("-created_at", "-id")
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=["import", "undo"]), name="run_kind"),
            models.CheckConstraint(condition=models.Q(stage__in=["check", "write"]), name="run_stage"),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["choosing", "waiting", "working", "ready", "done", "failed", "cancelled"]
                ),
                name="run_state",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="import") | models.Q(batch__isnull=False), name="undo_names_its_import"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="undo") | ~models.Q(state="done") | models.Q(batch__isnull=False),
                name="done_import_has_its_batch",
            ),
            models.UniqueConstraint(
                fields=("batch",),
                condition=models.Q(kind="undo", state__in=["choosing", "waiting", "working", "ready"]),
                name="one_open_undo",
            ),
            models.UniqueConstraint(
                fields=("created_by", "file_digest"),
                condition=models.Q(kind="import", state__in=["choosing", "waiting", "working", "ready"]),
                name="one_open_run_of_a_file",
            ),
        )

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_open(self) -> bool:
        """Whether it is not at its end."""
        return self.state in self.OPEN

    @property
    def is_undo(self) -> bool:
        """Whether it takes an import back."""
        return self.kind == self.Kind.UNDO

    @property
    def is_at_work(self) -> bool:
        """Whether it waits for the worker, or the worker is at it."""
        return self.state in (self.State.WAITING, self.State.WORKING)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of the preview have each outcome."""
        counts: dict[str, int] = self.preview.get("counts", {})
        return counts


class PlannedRow(models.Model):
    """What one row of a file would do, or did: one line of the lists that an editor reads before and after.

    ``before`` and ``after`` have the shape of ``ImportChange``. A row of an undo names what goes back, or what is left.
    """

    class Outcome(models.TextChoices):
        """What becomes of the row: the outcomes of an import, then those of an undo."""

        CREATED = "created", pgettext_lazy("records", "New")
        UPDATED = "updated", _("Changed")
        MERGED = "merged", _("Joined to another row")
        UNCHANGED = "unchanged", _("Same as before")
        CONFLICT = "conflict", _("Conflicts")
        ERROR = "error", _("Errors")
        RESTORED = "restored", pgettext_lazy("fields", "Go back")
        WITHDRAWN = "withdrawn", _("Are withdrawn")
        LEFT = "left", _("Left alone")

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows", verbose_name=_("import"))
    row = models.PositiveIntegerField(_("row in the file"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    recommendation = models.ForeignKey(
        "recommendations.Recommendation", models.CASCADE, null=True, related_name="+", verbose_name=_("recommendation")
    )
    citation = models.CharField(_("as the file cites it"), max_length=200)
    words = models.CharField(_("first words"), max_length=200)
    reason = models.CharField(_("reason"), max_length=500)
    before: Any = models.JSONField(default=dict)
    after: Any = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("row of a preview")
        verbose_name_plural = _("rows of previews")
        ordering = ("run", "outcome", "row", "id")
        indexes = (models.Index(fields=("run", "outcome", "row", "id"), name="planned_row_in_order"),)

    def __str__(self) -> str:
        return f"{self.run}, row {self.row}: {self.outcome}"
