"""Affected groups and the Sustainable Development Goals."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from mechanisms.bilingual import localised
from mechanisms.normalise import label_key


class AffectedGroup(models.Model):
    """A group of persons a recommendation is about, in UHRI's words."""

    slug = models.SlugField(
        _("address"), max_length=100, unique=True, help_text=_("Part of addresses; it does not change.")
    )
    name_en = models.CharField(_("name in English"), max_length=160, unique=True)
    name_es = models.CharField(_("name in Spanish"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("affected group")
        verbose_name_plural = _("affected groups")
        ordering = ("name_en",)

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the active language."""
        return localised(self.name_en, self.name_es)


class AffectedGroupAlias(models.Model):
    """Another label under which a document named an affected group."""

    label = models.CharField(_("label"), max_length=255)
    key = models.CharField(max_length=255, unique=True, editable=False)
    group = models.ForeignKey(AffectedGroup, models.CASCADE, related_name="aliases", verbose_name=_("affected group"))

    class Meta:
        verbose_name = _("other label of an affected group")
        verbose_name_plural = _("other labels of affected groups")
        ordering = ("label",)

    def __str__(self) -> str:
        return self.label

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the look-up key in step with the label."""
        self.key = label_key(self.label)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class SdgGoal(models.Model):
    """One of the 17 Sustainable Development Goals."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    name_en = models.CharField(_("name in English"), max_length=120)
    name_es = models.CharField(_("name in Spanish"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("Sustainable Development Goal")
        verbose_name_plural = _("Sustainable Development Goals")
        ordering = ("number",)
        constraints = (models.CheckConstraint(condition=models.Q(number__range=(1, 17)), name="sdg_goal_number"),)

    def __str__(self) -> str:
        return f"{self.number} – {self.name}"

    @property
    def name(self) -> str:
        """The name in the active language."""
        return localised(self.name_en, self.name_es)


class SdgTarget(models.Model):
    """A target of a goal, such as 11.1. Targets that reference data lack are made when an import names them."""

    code = models.CharField(
        _("code"), max_length=6, unique=True, validators=[RegexValidator(r"^\d{1,2}\.(\d{1,2}|[a-d])$")]
    )
    goal = models.ForeignKey(SdgGoal, models.PROTECT, related_name="targets", verbose_name=_("goal"))
    name_en = models.CharField(_("name in English"), max_length=255, blank=True)
    name_es = models.CharField(_("name in Spanish"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("SDG target")
        verbose_name_plural = _("SDG targets")
        ordering = ("goal__number", "code")

    def __str__(self) -> str:
        return f"{self.code} – {self.name}" if self.name else self.code

    @property
    def name(self) -> str:
        """The name in the active language."""
        return localised(self.name_en, self.name_es)
