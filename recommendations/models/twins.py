"""Records that may be one, and recommendations that were made more than once."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Repetition(models.Model):
    """Something that was recommended more than once: the records that say it, in whatever review.

    It follows from the pairs that an editor called repeats (:mod:`recommendations.repeats`) and is never edited.
    """

    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        verbose_name = _("repetition")
        verbose_name_plural = _("repetitions")

    def __str__(self) -> str:
        return str(self.pk)


class PossibleDuplicate(models.Model):
    """Two records that may be the same, or may repeat each other. A person decides; nothing is merged by guess.

    A pair stays when it is decided, so that nobody is asked twice.
    """

    class Decision(models.TextChoices):
        """What a person decided."""

        WAITING = "waiting", _("Waiting")
        SAME = "same", _("The same: joined")
        REPEAT = "repeat", _("Repeats of each other")
        DIFFERENT = "different", _("Different")

    first = models.ForeignKey("recommendations.Recommendation", models.CASCADE, related_name="+")
    second = models.ForeignKey("recommendations.Recommendation", models.CASCADE, related_name="+")
    similarity = models.FloatField(_("similarity"), help_text=_("0 to 100: how near the two texts are."))
    found_at = models.DateTimeField(_("found at"), auto_now_add=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, default=Decision.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        ordering = ("-similarity", "first", "second")
        constraints = (
            models.UniqueConstraint(fields=("first", "second"), name="one_possible_duplicate"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="possible_duplicate_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(decision__in=["waiting", "same", "repeat", "different"]),
                name="possible_duplicate_decision",
            ),
        )

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has decided yet."""
        return self.decision == self.Decision.WAITING

    @property
    def is_across_reviews(self) -> bool:
        """Whether the two stand in different reviews, so that they cannot be one record."""
        return self.first.review_id != self.second.review_id
