"""UN documents, named by their symbol."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mechanisms.bilingual import localised
from mechanisms.models.review import Review
from mechanisms.normalise import document_symbol


class Document(models.Model):
    """A document of a review: its report, the State's answers, a compilation, concluding observations."""

    class Kind(models.TextChoices):
        """What a document is in its review."""

        REPORT = "report", _("Report of the review")
        ADDENDUM = "addendum", _("Answers of the State")
        CONCLUDING_OBSERVATIONS = "concluding_observations", _("Concluding observations")
        NATIONAL_REPORT = "national_report", _("Report by the State")
        COMPILATION = "compilation", _("UN compilation")
        STAKEHOLDER_SUMMARY = "stakeholder_summary", _("Summary of submissions by civil society")
        FOLLOW_UP = "follow_up", _("Follow-up")
        OTHER = "other", _("Other")

    symbol = models.CharField(
        _("symbol"), max_length=120, unique=True, help_text=_("As the UN prints it, such as A/HRC/46/15.")
    )
    review = models.ForeignKey(
        Review, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=_("review")
    )
    kind = models.CharField(_("kind"), max_length=30, choices=Kind, default=Kind.OTHER)
    title_en = models.CharField(_("title in English"), max_length=255, blank=True)
    title_es = models.CharField(_("title in Spanish"), max_length=255, blank=True)
    date = models.DateField(_("date"), null=True, blank=True)
    url = models.URLField(_("link to the UN"), max_length=500, blank=True)
    rights = models.CharField(
        _("rights"), max_length=255, blank=True, help_text=_("Terms of use that the source states.")
    )
    source_url = models.URLField(
        _("source"), max_length=500, blank=True, help_text=_("Where the facts about it were read, if not at the UN.")
    )
    note_en = models.CharField(_("note in English"), max_length=255, blank=True)
    note_es = models.CharField(_("note in Spanish"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("UN document")
        verbose_name_plural = _("UN documents")
        ordering = ("symbol",)

    def __str__(self) -> str:
        return self.symbol

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the symbol in its printed form, which look-ups rely on."""
        self.symbol = document_symbol(self.symbol)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def title(self) -> str:
        """The title in the active language."""
        return localised(self.title_en, self.title_es)

    @property
    def note(self) -> str:
        """The note in the active language."""
        return localised(self.note_en, self.note_es)

    @property
    def link(self) -> str:
        """Where the UN publishes it: the recorded address, or the address the UN derives from every symbol."""
        return self.url or f"https://undocs.org/{self.symbol}"
