"""Themes: a controlled vocabulary on taggit's tag model, with a crosswalk from every label ever seen."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from mechanisms.bilingual import localised
from mechanisms.normalise import label_key


class Theme(TagBase):
    """One theme of UHRI's vocabulary. ``name`` is the exact English label; themes are never made by typing."""

    free_tagging = False

    name = models.CharField(
        _("name in English"), max_length=160, unique=True, help_text=_("The label exactly as UHRI writes it.")
    )
    slug = models.SlugField(
        _("address"), max_length=100, unique=True, help_text=_("Part of addresses; it does not change.")
    )
    label_es = models.CharField(_("name in Spanish"), max_length=200, blank=True)
    meaning_en = models.TextField(
        _("meaning in English"), blank=True, help_text=_("One plain sentence in our own words.")
    )
    meaning_es = models.TextField(_("meaning in Spanish"), blank=True)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The label in the active language."""
        return localised(self.name, self.label_es)

    @property
    def meaning(self) -> str:
        """The meaning in the active language."""
        return localised(self.meaning_en, self.meaning_es)


class ThemeAlias(models.Model):
    """A label that some document used, and the theme it means: the crosswalk that no UN body publishes."""

    class Generation(models.TextChoices):
        """Where the label comes from."""

        CURRENT = "current", _("Current UHRI label")
        LIST = "list", _("UPR thematic lists")
        WORDING_2019 = "2019", _("2019 wording")
        WORDING_2014 = "2014", _("2014 wording")
        CODE = "code", _("Code used until about 2020")
        UPR_INFO = "upr_info", _("UPR Info issue")
        EDITOR = "editor", _("Mapped by an editor")

    label = models.CharField(_("label"), max_length=255)
    key = models.CharField(max_length=255, unique=True, editable=False)
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="aliases", verbose_name=_("theme"))
    generation = models.CharField(_("where from"), max_length=10, choices=Generation, default=Generation.EDITOR)

    class Meta:
        verbose_name = _("other label of a theme")
        verbose_name_plural = _("other labels of themes")
        ordering = ("label",)

    def __str__(self) -> str:
        return self.label

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the look-up key in step with the label."""
        self.key = label_key(self.label)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class RecommendationTheme(ItemBase):
    """A recommendation carries a theme."""

    tag = models.ForeignKey(Theme, models.PROTECT, related_name="recommendation_themes", verbose_name=_("theme"))
    content_object = models.ForeignKey(
        "recommendations.Recommendation", models.CASCADE, related_name="recommendation_themes"
    )

    class Meta:
        verbose_name = _("theme of a recommendation")
        verbose_name_plural = _("themes of recommendations")
        constraints = (models.UniqueConstraint(fields=("content_object", "tag"), name="one_theme_once"),)
