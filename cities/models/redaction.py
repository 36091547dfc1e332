"""Words that endanger somebody: who reports them, and the dated notice that takes their place."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cities.models.action import CityAction
from cities.models.progress import ProgressReply, ProgressUpdate

_ABOUT_ONE_THING = (
    models.Q(update__isnull=False, action__isnull=True, reply__isnull=True)
    | models.Q(update__isnull=True, action__isnull=False, reply__isnull=True)
    | models.Q(update__isnull=True, action__isnull=True, reply__isnull=False)
)


class Redaction(models.Model):
    """Words taken away, for one of four reasons; the dated notice stays in their place."""

    class Category(models.TextChoices):
        """The only reasons for taking words away."""

        SAFETY = "safety", _("Safety")
        CONSENT = "consent", _("Consent withdrawn")
        PRIVATE_PERSON = "private_person", _("Names a private person")
        COURT_ORDER = "court_order", _("Court order")

    update = models.OneToOneField(
        ProgressUpdate, models.PROTECT, null=True, blank=True, related_name="redaction", verbose_name=_("entry")
    )
    action = models.OneToOneField(
        CityAction, models.PROTECT, null=True, blank=True, related_name="redaction", verbose_name=_("action")
    )
    reply = models.OneToOneField(
        ProgressReply, models.PROTECT, null=True, blank=True, related_name="redaction", verbose_name=_("reply")
    )
    category = models.CharField(_("category"), max_length=20, choices=Category)
    redacted_on = models.DateField(_("redacted on"))
    redacted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        ordering = ("-redacted_on", "-id")
        constraints = (
            models.CheckConstraint(condition=_ABOUT_ONE_THING, name="redaction_of_one_thing"),
            models.CheckConstraint(
                condition=models.Q(category__in=["safety", "consent", "private_person", "court_order"]),
                name="redaction_category",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_category_display()}, {self.redacted_on}"


class ProblemReport(models.Model):
    """Somebody says that a published entry, reply or action endangers a person, or is wrong."""

    class Category(models.TextChoices):
        """What is the matter. The first four may lead to a redaction, the last to a question to the author."""

        SAFETY = "safety", _("It puts somebody in danger")
        CONSENT = "consent", _("I no longer agree that my words are here")
        PRIVATE_PERSON = "private_person", _("It names a private person")
        COURT_ORDER = "court_order", _("A court has ordered it")
        WRONG = "wrong", _("It is wrong, or a link is dead")

    update = models.ForeignKey(ProgressUpdate, models.PROTECT, null=True, blank=True, related_name="problems")
    action = models.ForeignKey(CityAction, models.PROTECT, null=True, blank=True, related_name="problems")
    reply = models.ForeignKey(ProgressReply, models.PROTECT, null=True, blank=True, related_name="problems")
    category = models.CharField(_("what is the matter?"), max_length=20, choices=Category)
    text = models.TextField(_("tell us more"), max_length=2000, blank=True)
    email = models.EmailField(
        _("your e-mail"), blank=True, help_text=_("Only if you want an answer. Only editors and admins see it.")
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    reported_at = models.DateTimeField(_("reported"), auto_now_add=True)
    handled_at = models.DateTimeField(_("handled"), null=True, blank=True)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    outcome = models.TextField(_("what was done"), blank=True)

    class Meta:
        verbose_name = _("reported problem")
        verbose_name_plural = _("reported problems")
        ordering = ("reported_at", "id")
        constraints = (
            models.CheckConstraint(condition=_ABOUT_ONE_THING, name="problem_of_one_thing"),
            models.CheckConstraint(
                condition=models.Q(category__in=["safety", "consent", "private_person", "court_order", "wrong"]),
                name="problem_category",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_category_display()}: {self.about}"

    @property
    def about(self) -> ProgressUpdate | CityAction | ProgressReply:
        """What it is about."""
        about = self.update or self.action or self.reply
        if about is None:
            raise ValueError("A report is about one thing.")
        return about
