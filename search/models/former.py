"""Values that addresses once carried: an old link must find what it found."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FormerValue(models.Model):
    """A slug or key that was replaced: in the vocabulary ``vocabulary``, ``former`` is now called ``current``.

    Written by :mod:`search.former_values` whenever a record changes its slug; nobody edits it by hand.
    """

    vocabulary = models.CharField(_("vocabulary"), max_length=20)
    former = models.CharField(_("former value"), max_length=120)
    current = models.CharField(_("value now"), max_length=120)

    class Meta:
        verbose_name = _("former value")
        verbose_name_plural = _("former values")
        ordering = ("vocabulary", "former")
        constraints = (models.UniqueConstraint(fields=("vocabulary", "former"), name="one_former_value_once"),)

    def __str__(self) -> str:
        return f"{self.former} → {self.current}"
