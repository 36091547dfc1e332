"""What a city does: ordinances, budgets, programs and the like, and which recommendations they serve."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin

from cities.links import validate_public_link
from cities.models.assessor import Assessor
from cities.models.city import City
from mechanisms.bilingual import localised
from recommendations.models import Recommendation, Theme


class CityActionQuerySet(models.QuerySet["CityAction"]):
    """Questions about actions."""

    def public(self) -> "CityActionQuerySet":
        """What is published. A draft is an ordinary row, so every public page must ask this."""
        return self.filter(live=True)

    def of_city(self, city: City) -> "CityActionQuerySet":
        """What one city does."""
        return self.filter(city=city)

    def of_examples(self) -> "CityActionQuerySet":
        """What made-up cities do."""
        return self.filter(city__is_example=True)

    def on_theme(self, theme: Theme) -> "CityActionQuerySet":
        """What serves a standing recommendation to the home country that carries a theme."""
        on_theme = Recommendation.objects.public().of_home_country().filter(themes=theme)
        return self.filter(pk__in=ActionContribution.objects.filter(recommendation__in=on_theme).values("action"))

    def with_everything(self) -> "CityActionQuerySet":
        """Fetch what an action's own page prints of itself."""
        return self.select_related("city", "recorded_by", "redaction").prefetch_related("sources")

    def with_number_of_recommendations(self) -> "CityActionQuerySet":
        """Each with the number of standing recommendations it serves (``serves``)."""
        standing = models.Q(contributions__recommendation__in=Recommendation.objects.public())
        return self.select_related("city").annotate(serves=models.Count("contributions", filter=standing))

    def newest_first(self) -> "CityActionQuerySet":
        """By the day it began, the latest first; undated ones last."""
        return self.order_by(models.F("starts_on").desc(nulls_last=True), "title_en", "id")


class CityAction(PreviewableMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, ClusterableModel):
    """One deed of a local government, recorded by one assessor."""

    class Kind(models.TextChoices):
        """What sort of deed it is."""

        ORDINANCE = "ordinance", _("Ordinance")
        RESOLUTION = "resolution", _("Resolution")
        BUDGET = "budget", _("Budget line")
        PROGRAMME = "programme", _("Program")
        POLICY = "policy", _("Policy")
        TRAINING = "training", _("Training")
        LITIGATION = "litigation", _("Litigation")
        DATA = "data", _("Data publication")
        PARTNERSHIP = "partnership", _("Partnership")
        REPORTING = "reporting", _("Report or part in a UN review")
        OTHER = "other", _("Other")

    class Status(models.TextChoices):
        """How far the deed itself is. Never to be mixed with how far a recommendation is implemented."""

        PROPOSED = "proposed", _("Proposed")
        PLANNED = "planned", _("Planned")
        IN_PROGRESS = "in_progress", _("In progress")
        COMPLETED = "completed", _("Completed")
        STALLED = "stalled", _("Stalled")
        ABANDONED = "abandoned", _("Abandoned")

    class Precision(models.TextChoices):
        """How exactly a date is known."""

        YEAR = "year", _("Year")
        MONTH = "month", _("Month")
        DAY = "day", _("Day")

    city = models.ForeignKey(City, models.PROTECT, related_name="actions", verbose_name=_("city"))
    recorded_by = models.ForeignKey(
        Assessor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("recorded by"),
        help_text=_("Empty where the alliance's editors recorded it from public sources."),
    )
    slug = models.SlugField(_("address"), max_length=120, help_text=_("Unique in the city; it does not change."))
    title_en = models.CharField(_("title in English"), max_length=255, blank=True)
    title_es = models.CharField(_("title in Spanish"), max_length=255, blank=True)
    summary_en = models.TextField(
        _("what it is, in English"), blank=True, help_text=_("Plain words. What you type may be a public record.")
    )
    summary_es = models.TextField(_("what it is, in Spanish"), blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.PLANNED)
    responsible_body = models.CharField(
        _("responsible body"), max_length=200, blank=True, help_text=_("The office, not a person.")
    )
    starts_on = models.DateField(
        _("date"), null=True, blank=True, help_text=_("Where only the year or month is known, take its first day.")
    )
    starts_precision = models.CharField(_("date known to the"), max_length=5, choices=Precision, default=Precision.DAY)
    ends_on = models.DateField(_("end"), null=True, blank=True)
    ends_precision = models.CharField(_("end known to the"), max_length=5, choices=Precision, default=Precision.DAY)
    budget_amount = models.DecimalField(
        _("budget"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    budget_currency = models.CharField(_("currency"), max_length=3, blank=True, default="USD")
    budget_year = models.PositiveSmallIntegerField(_("budget year"), null=True, blank=True)
    note_en = models.TextField(
        _("note on the record, in English"),
        blank=True,
        help_text=_("How sure it is: such as “second-hand, not opened”."),
    )
    note_es = models.TextField(_("note on the record, in Spanish"), blank=True)
    redacted = models.BooleanField(_("words taken away"), default=False, editable=False)
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    objects = CityActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("city action")
        verbose_name_plural = _("city actions")
        ordering = ("city", "-starts_on", "id")
        constraints = (
            models.UniqueConstraint(fields=("city", "slug"), name="one_action_a_slug"),
            models.CheckConstraint(condition=~models.Q(title_en="", title_es=""), name="action_has_title"),
            models.CheckConstraint(
                condition=models.Q(
                    status__in=["proposed", "planned", "in_progress", "completed", "stalled", "abandoned"]
                ),
                name="action_status",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="action_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(budget_amount__isnull=True) | models.Q(budget_amount__gte=0), name="action_budget"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """An assessor records for its own city only, and an end is not before the start."""
        super().clean()
        if not (self.title_en or self.title_es):
            raise ValidationError({"title_en": _("Give a title in English or in Spanish.")})
        assessor = self.recorded_by
        if assessor and self.city_id and assessor.city_id != self.city_id:
            raise ValidationError(
                {"recorded_by": _("%(assessor)s assesses another city.") % {"assessor": assessor.name}}
            )
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The end is before the start.")})

    @transaction.atomic
    def save(self, *args: object, **kwargs: object) -> None:
        """Save the action and what belongs to it together, and let other rooms write with it (a timed publication)."""
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The action's page in the active language."""
        return reverse("city_action", args=[self.city.slug, self.slug])

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """The public page itself, which a higher room owns; its parameters are named at its top."""
        return "search/action.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, object]:
        """What the page prints of a draft: itself, what it serves. Nobody has spoken of a draft yet."""
        return {
            "action": self,
            "contributions": self.contributions.all(),
            "entries": [],
            "way_back": [],
            "has_example": self.city.is_example,
        }

    @property
    def title(self) -> str:
        """The title in the active language."""
        return localised(self.title_en, self.title_es)

    @property
    def summary(self) -> str:
        """What it is, in the active language."""
        return localised(self.summary_en, self.summary_es)

    @property
    def note(self) -> str:
        """The note on the record in the active language."""
        return localised(self.note_en, self.note_es)

    @property
    def starts(self) -> str:
        """The date as exactly as it is known: "2024", "March 2024", "March 3, 2024"."""
        return _date_to_precision(self.starts_on, self.starts_precision)

    @property
    def ends(self) -> str:
        """The end as exactly as it is known."""
        return _date_to_precision(self.ends_on, self.ends_precision)


def _date_to_precision(day: date | None, precision: str) -> str:
    if day is None:
        return ""
    if precision == CityAction.Precision.YEAR:
        return str(day.year)
    return date_format(day, "YEAR_MONTH_FORMAT" if precision == CityAction.Precision.MONTH else "DATE_FORMAT")


class ActionContributionQuerySet(models.QuerySet["ActionContribution"]):
    """Questions about what actions serve."""

    def to_standing_recommendations(self) -> "ActionContributionQuerySet":
        """Those to recommendations that are neither withdrawn nor merged, with what their cards print."""
        standing = self.filter(recommendation__in=Recommendation.objects.public())
        return standing.select_related(
            "recommendation__review__mechanism", "recommendation__review__country", "recommendation__document"
        ).prefetch_related("recommendation__themes", "recommendation__recommending__country")


class ActionContribution(models.Model):
    """An action serves a recommendation, and how."""

    action = ParentalKey(CityAction, on_delete=models.CASCADE, related_name="contributions")
    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, related_name="contributions", verbose_name=_("recommendation")
    )
    contribution_en = models.CharField(
        _("what it contributes, in English"), max_length=300, blank=True, help_text=_("One line.")
    )
    contribution_es = models.CharField(_("what it contributes, in Spanish"), max_length=300, blank=True)

    objects = ActionContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution to a recommendation")
        verbose_name_plural = _("contributions to recommendations")
        ordering = ("recommendation",)
        constraints = (models.UniqueConstraint(fields=("action", "recommendation"), name="one_contribution_once"),)

    def __str__(self) -> str:
        return f"{self.action} → {self.recommendation}"

    @property
    def contribution(self) -> str:
        """What it contributes, in the active language."""
        return localised(self.contribution_en, self.contribution_es)


class ActionSource(models.Model):
    """Where an action can be read about."""

    action = ParentalKey(CityAction, on_delete=models.CASCADE, related_name="sources")
    url = models.URLField(_("link"), max_length=500, validators=[validate_public_link])
    title = models.CharField(_("title"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("source of an action")
        verbose_name_plural = _("sources of an action")
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("action", "url"), name="one_action_source_once"),)

    def __str__(self) -> str:
        return self.title or self.url
