"""Labels of files that no vocabulary knew, and what an editor decided that they mean."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mechanisms.models import Country
from recommendations.models.theme import Theme
from recommendations.models.vocabulary import AffectedGroup, SdgGoal


class UnresolvedLabel(models.Model):
    """A label of a file that no vocabulary knew. It is kept and waits for an editor; nothing is dropped.

    Once decided it stays, with the decision: ``recommendations`` are those that carry it, ``added_to`` the ids of those
    that got ``target`` by the decision, so that it can be taken back. ``vocabulary`` is where the file had it, which
    may be the wrong column: a theme among the SDGs means that theme.
    """

    class Vocabulary(models.TextChoices):
        """Where it was looked for."""

        THEME = "theme", _("Theme")
        GROUP = "group", _("Affected group")
        COUNTRY = "country", _("Country")
        SDG = "sdg", _("SDG")
        MECHANISM = "mechanism", _("Mechanism")

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("Waiting")
        MAPPED = "mapped", _("Mapped")
        IGNORED = "ignored", _("Ignored")

    vocabulary = models.CharField(_("vocabulary"), max_length=10, choices=Vocabulary)
    label = models.CharField(_("label"), max_length=255)
    key = models.CharField(max_length=255, editable=False)
    recommendations = models.ManyToManyField(
        "recommendations.Recommendation", related_name="unresolved_labels", verbose_name=_("recommendations")
    )
    first_seen = models.DateTimeField(_("first seen"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("theme"))
    group = models.ForeignKey(
        AffectedGroup, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("affected group")
    )
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    goal = models.ForeignKey(SdgGoal, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("SDG"))
    reason = models.CharField(_("reason"), max_length=255, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    added_to = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("unknown label")
        verbose_name_plural = _("unknown labels")
        ordering = ("vocabulary", "label")
        constraints = (
            models.UniqueConstraint(fields=("vocabulary", "key"), name="one_unresolved_label"),
            models.CheckConstraint(
                condition=models.Q(state="waiting", theme=None, group=None, country=None, goal=None, reason="")
                | (models.Q(state="ignored", theme=None, group=None, country=None, goal=None) & ~models.Q(reason=""))
                | models.Q(
                    models.Q(theme__isnull=False, group=None, goal=None)
                    | models.Q(theme=None, group__isnull=False, goal=None)
                    | models.Q(theme=None, group=None, goal__isnull=False),
                    state="mapped",
                    vocabulary__in=["theme", "group", "sdg"],
                    country=None,
                )
                | models.Q(
                    state="mapped", vocabulary="country", theme=None, group=None, country__isnull=False, goal=None
                ),
                name="unresolved_label_decision",
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def target(self) -> Theme | AffectedGroup | Country | SdgGoal | None:
        """What it means, as an editor decided; None while it waits or is ignored."""
        return self.theme or self.group or self.country or self.goal
