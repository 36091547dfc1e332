"""One review of one country by one mechanism, and what happens when."""

from datetime import date

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mechanisms.bilingual import localised
from mechanisms.models.country import Country
from mechanisms.models.mechanism import Mechanism


class ReviewQuerySet(models.QuerySet["Review"]):
    """Questions people ask about reviews."""

    def of_home_country(self) -> "ReviewQuerySet":
        """Reviews of the country that public pages show."""
        return self.filter(country__iso3=settings.HOME_COUNTRY)

    def for_page(self) -> "ReviewQuerySet":
        """Fetch what a review's title needs."""
        return self.select_related("mechanism", "country")

    def latest_completed(self) -> "ReviewQuerySet":
        """The latest completed review of each mechanism that reviewed the home country, by mechanism."""
        completed = self.of_home_country().filter(state=Review.State.COMPLETED)
        # Said for each database alike: what has no year or cycle is never the latest.
        year, cycle = (models.F(name).desc(nulls_last=True) for name in ("year", "cycle"))
        of_mechanism = completed.filter(mechanism=models.OuterRef("mechanism")).order_by(year, cycle, "-key")
        latest = completed.filter(pk=models.Subquery(of_mechanism.values("pk")[:1]))
        return latest.for_page().order_by("mechanism__name_en")

    def with_gaps(self) -> "ReviewQuerySet":
        """Reviews that took place and whose recommendations are not, or not all, on record."""
        took_place = self.filter(state__in=(Review.State.HELD, Review.State.COMPLETED))
        return took_place.exclude(record=Review.Record.COMPLETE)

    def awaited(self) -> "ReviewQuerySet":
        """Reviews of the home country still to come: scheduled, or moved to a later date."""
        open_states = (Review.State.SCHEDULED, Review.State.POSTPONED)
        return self.of_home_country().for_page().filter(state__in=open_states).order_by("year", "key")

    def newest_first(self) -> "ReviewQuerySet":
        """By year, the latest first."""
        year, cycle = (models.F(name).desc(nulls_last=True) for name in ("year", "cycle"))
        return self.order_by(year, "mechanism__name_en", cycle, "key")


class Review(models.Model):
    """A mechanism's review of a country: UPR cycle 3 of the United States, CERD's review of 2022.

    ``key`` names it everywhere: in addresses, files and search parameters (``upr-3-usa``, ``cerd-2022-usa``).
    """

    class State(models.TextChoices):
        """How far the review has come."""

        SCHEDULED = "scheduled", _("Scheduled")
        HELD = "held", _("Held")
        POSTPONED = "postponed", _("Postponed")
        NOT_HELD = "not_held", _("Not held")
        COMPLETED = "completed", pgettext_lazy("review", "Completed")
        UNKNOWN = "unknown", _("Not known here")

    class Record(models.TextChoices):
        """How complete our record of the review's recommendations is."""

        COMPLETE = "complete", _("Complete")
        PARTIAL = "partial", _("Partial")
        NONE = "none", _("Not held here")

    key = models.CharField(
        _("key"),
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$")],
        help_text=_("Such as upr-3-usa or cerd-2022-usa. It is part of addresses and does not change."),
    )
    mechanism = models.ForeignKey(Mechanism, models.PROTECT, related_name="reviews", verbose_name=_("mechanism"))
    country = models.ForeignKey(Country, models.PROTECT, related_name="reviews", verbose_name=_("country under review"))
    cycle = models.PositiveSmallIntegerField(_("cycle"), null=True, blank=True, help_text=_("Of the UPR only."))
    session = models.PositiveSmallIntegerField(_("session"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.UNKNOWN)
    record = models.CharField(
        _("our record"),
        max_length=10,
        choices=Record,
        default=Record.NONE,
        help_text=_("How complete our record of this review's recommendations is. Pages say so where it is not."),
    )
    record_note_en = models.TextField(
        _("note in English"), blank=True, help_text=_("What readers should know about it.")
    )
    record_note_es = models.TextField(_("note in Spanish"), blank=True)
    announced_count = models.PositiveIntegerField(
        _("recommendations announced"),
        null=True,
        blank=True,
        help_text=_("The number that the UN report itself has; leave empty when not known."),
    )
    held_on = models.DateField(_("held on"), null=True, blank=True)
    adopted_on = models.DateField(_("report adopted on"), null=True, blank=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    last_verified = models.DateField(_("last verified"), null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ("country__name_en", "mechanism__name_en", "year", "key")
        constraints = (
            models.UniqueConstraint(
                fields=("mechanism", "country", "cycle"),
                condition=models.Q(cycle__isnull=False),
                name="one_review_a_cycle",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["scheduled", "held", "postponed", "not_held", "completed", "unknown"]),
                name="review_state",
            ),
            models.CheckConstraint(
                condition=models.Q(record__in=["complete", "partial", "none"]), name="review_record"
            ),
            models.CheckConstraint(
                condition=models.Q(year__isnull=True) | models.Q(year__range=(1945, 2200)), name="review_year"
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}: {self.country}"

    @property
    def title(self) -> str:
        """What people call it, without the country: "UPR cycle 3 (2020)", "CERD 2022"."""
        name = self.mechanism.short_name
        if self.cycle:
            numbered = _("%(mechanism)s cycle %(cycle)s") % {"mechanism": name, "cycle": self.cycle}
            return f"{numbered} ({self.year})" if self.year else numbered
        return f"{name} {self.year}" if self.year else name

    @property
    def record_note(self) -> str:
        """The note on our record in the active language."""
        return localised(self.record_note_en, self.record_note_es)


SESSION_FIRST = models.Case(models.When(kind="session", then=0), default=1)
"""Sorts the session itself before the other dates of a review."""


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    """Questions people ask about dates."""

    def still_open(self, today: date) -> "MilestoneQuerySet":
        """Dates to come, then those that are not announced or not checked yet; a review's session before the rest."""
        coming = models.Q(date__gte=today) | models.Q(date__isnull=True, outcome_known=False)
        return self.filter(coming).order_by(models.F("date").asc(nulls_last=True), SESSION_FIRST, "slug")

    def missed_session(self) -> "Milestone | None":
        """The latest session that was planned for a day that has passed."""
        return self.filter(kind="session", date__isnull=False, outcome_known=True).order_by("-date").first()


class Milestone(models.Model):
    """A date in a review's life, with what it means for a city. A date nobody announced yet is empty."""

    class Kind(models.TextChoices):
        """What happens on that day."""

        REPORT_DUE = "report_due", _("State report due")
        SUBMISSION_DEADLINE = "submission_deadline", _("Deadline for submissions")
        LIST_OF_ISSUES = "list_of_issues", _("List of issues")
        SESSION = "session", _("Review session")
        ADOPTION = "adoption", _("Report adopted")
        STATE_RESPONSE = "state_response", _("Answer of the State")
        FOLLOW_UP_DUE = "follow_up_due", _("Follow-up due")
        OTHER = "other", _("Other")

    review = models.ForeignKey(Review, models.CASCADE, related_name="milestones", verbose_name=_("review"))
    slug = models.SlugField(_("short name"), help_text=_("Unique within the review."))
    date = models.DateField(_("date"), null=True, blank=True, help_text=_("Leave empty until it is announced."))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title_en = models.CharField(_("title in English"), max_length=200)
    title_es = models.CharField(_("title in Spanish"), max_length=200, blank=True)
    meaning_en = models.TextField(_("what it means for a city, in English"), blank=True)
    meaning_es = models.TextField(_("what it means for a city, in Spanish"), blank=True)
    outcome_known = models.BooleanField(
        _("outcome known"),
        default=False,
        help_text=_(
            "Tick once you have checked that it took place. Until then a past date shows “outcome not known here”."
        ),
    )
    last_verified = models.DateField(_("last verified"), null=True, blank=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        # On one day the session comes before what was decided about it.
        ordering = (models.F("date").asc(nulls_last=True), SESSION_FIRST, "slug")
        constraints = (models.UniqueConstraint(fields=("review", "slug"), name="one_milestone_a_slug"),)

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the active language."""
        return localised(self.title_en, self.title_es)

    @property
    def meaning(self) -> str:
        """What it means for a city, in the active language."""
        return localised(self.meaning_en, self.meaning_es)
