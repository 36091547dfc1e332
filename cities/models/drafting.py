"""What a member has begun to write and not sent yet. Nobody else sees it; it is no part of the record."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cities.evidence_files import private_storage
from cities.models.assessor import Assessor
from cities.models.progress import ProgressUpdate
from recommendations.models import Recommendation

Answers = dict[str, list[str]]
"""A form as it was posted: field → values, right or wrong."""


class ProgressDraft(models.Model):
    """One member's unsent answers about one recommendation.

    ``key`` is given with the empty form and goes with everything that is sent from it: an entry remembers it, so that
    a second press of the button finds the first one's entry.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="progress_drafts")
    assessor = models.ForeignKey(Assessor, models.PROTECT, related_name="+", verbose_name=_("assessor"))
    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, related_name="+", verbose_name=_("recommendation")
    )
    revises = models.ForeignKey(ProgressUpdate, models.CASCADE, null=True, blank=True, related_name="+")
    corrects = models.ForeignKey(ProgressUpdate, models.CASCADE, null=True, blank=True, related_name="+")
    answers = models.JSONField(default=dict)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        verbose_name = _("unsent entry")
        verbose_name_plural = _("unsent entries")
        ordering = ("-updated_at",)
        indexes = (models.Index(fields=("user", "-updated_at"), name="drafts_of_a_person"),)

    def __str__(self) -> str:
        return f"{self.user}: {self.recommendation}"


class DraftFile(models.Model):
    """A file attached to unsent answers, already checked and bare of hidden data."""

    draft = models.ForeignKey(ProgressDraft, models.CASCADE, related_name="files")
    file = models.FileField(_("file"), storage=private_storage, upload_to="evidence/")
    name = models.CharField(_("name"), max_length=150)

    class Meta:
        verbose_name = _("attached file")
        verbose_name_plural = _("attached files")
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name
