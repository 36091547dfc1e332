"""The panel "Before the next session" of the admin's first page: what to check or bring in, each one click away."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from mechanisms.models import Milestone, Review
from mechanisms.permissions import POLICIES as OF_MECHANISMS
from recommendations.models import ImportBatch
from recommendations.permissions import POLICIES
from recommendations.provenance import format_name

LOOK_AHEAD = timedelta(days=120)
CHECKED_LATELY = timedelta(days=30)
OLD_SOURCE = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: what, why, and where it is done. It is gone once it is done."""

    what: str
    why: str
    url: str


class SessionChecklist(Component):
    """Shown to those who keep dates and imports."""

    name = "session_checklist"
    order = 95
    template_name = "recommendations/admin/session_checklist.html"

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        """Show nothing to others."""
        user = parent_context["request"].user if parent_context else None
        shown = user is not None and all(
            user.has_perm(policy._get_permission_name(action))
            for policy, action in ((OF_MECHANISMS[Milestone], "change"), (POLICIES[ImportBatch], "view"))
        )
        return super().render_html(parent_context) if shown else ""

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, object]:
        """List what there is to do."""
        return {"tasks": tasks(timezone.localdate())}


def tasks(today: date) -> list[Task]:
    """Return what there is to do for the home country's reviews and sources (three queries)."""
    return [*_dates(today), *_outcomes(), *_sources(today)]


def _dates(today: date) -> Iterator[Task]:
    """Dates that passed and nobody checked; dates that come soon and were not checked lately."""
    home = Milestone.objects.filter(review__in=Review.objects.of_home_country())
    passed = Q(date__lt=today)
    soon = Q(date__range=(today, today + LOOK_AHEAD)) & (
        Q(last_verified=None) | Q(last_verified__lt=today - CHECKED_LATELY)
    )
    unchecked = home.filter(passed | soon, outcome_known=False).select_related("review__mechanism", "review__country")
    for milestone in unchecked.order_by("date", "slug"):
        day = milestone.date or today
        yield Task(
            f"{milestone.review.title}: {milestone.title} ({date_format(day)})",
            _("It has passed: check whether it took place.") if day < today else _("Check the date."),
            reverse("milestones:edit", args=[milestone.pk]),
        )


def _outcomes() -> Iterator[Task]:
    """Reviews that took place and whose recommendations are not, or not all, held."""
    for review in Review.objects.of_home_country().with_gaps().for_page().newest_first():
        yield Task(
            str(review.title),
            _("Our record is partial: import what is missing.")
            if review.record == Review.Record.PARTIAL
            else _("Its outcome is not held here: import it."),
            reverse("reviews:edit", args=[review.pk]),
        )


def _sources(today: date) -> Iterator[Task]:
    """Kinds of files of which the last import is more than a year ago."""
    applied = ImportBatch.objects.filter(state=ImportBatch.State.APPLIED).order_by()
    for row in applied.values("format").annotate(last=Max("imported_at")).order_by("last"):
        day = timezone.localdate(row["last"])
        if day < today - OLD_SOURCE:
            why = _("Last imported on %(day)s: look for a newer file.") % {"day": date_format(day)}
            yield Task(format_name(row["format"]), why, f"{reverse('imports:index')}?format={row['format']}")
