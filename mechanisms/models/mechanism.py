"""UN human rights mechanisms, under every name they go by."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mechanisms.bilingual import localised
from mechanisms.normalise import label_key


class Mechanism(models.Model):
    """A body or procedure that makes recommendations: the UPR, a treaty body, a special procedure."""

    class Kind(models.TextChoices):
        """The families of mechanisms."""

        UPR = "upr", _("Universal Periodic Review")
        TREATY_BODY = "treaty_body", _("Treaty body")
        SPECIAL_PROCEDURE = "special_procedure", _("Special procedure")
        OTHER = "other", _("Other mechanism")

    slug = models.SlugField(_("address"), unique=True, help_text=_("Part of the page's address; it does not change."))
    acronym = models.CharField(_("acronym"), max_length=60, blank=True, help_text=_("Such as CERD or SR Housing."))
    acronym_es = models.CharField(
        _("acronym in Spanish"), max_length=60, blank=True, help_text=_("Only where Spanish has its own, such as EPU.")
    )
    name_en = models.CharField(_("name in English"), max_length=255, unique=True)
    name_es = models.CharField(_("name in Spanish"), max_length=255, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    treaty_en = models.CharField(
        _("treaty in English"), max_length=255, blank=True, help_text=_("The treaty whose promises this body checks.")
    )
    treaty_es = models.CharField(_("treaty in Spanish"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("mechanism")
        verbose_name_plural = _("mechanisms")
        ordering = ("name_en",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=["upr", "treaty_body", "special_procedure", "other"]), name="mechanism_kind"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.abbreviation})" if self.abbreviation else self.name

    @property
    def name(self) -> str:
        """The name in the active language."""
        return localised(self.name_en, self.name_es)

    @property
    def treaty(self) -> str:
        """The treaty's name in the active language."""
        return localised(self.treaty_en, self.treaty_es)

    @property
    def abbreviation(self) -> str:
        """The acronym in the active language, or nothing."""
        return localised(self.acronym, self.acronym_es)

    @property
    def short_name(self) -> str:
        """What fits on a tag: the acronym where there is one."""
        return self.abbreviation or self.name


class MechanismName(models.Model):
    """Another name of a mechanism that an export or a document used."""

    mechanism = models.ForeignKey(Mechanism, models.CASCADE, related_name="other_names", verbose_name=_("mechanism"))
    name = models.CharField(_("name"), max_length=255)
    key = models.CharField(max_length=255, unique=True, editable=False)

    class Meta:
        verbose_name = _("other name of a mechanism")
        verbose_name_plural = _("other names of mechanisms")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the look-up key in step with the name."""
        self.key = label_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]
