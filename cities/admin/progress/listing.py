"""Progress entries in the admin: the list and one entry, for the assessor's own members and for editors."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db import models
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.permissions import policy_registry

from cities.admin.progress import baseline, check, choose, moderation, record
from cities.models import Assessor, City, ProgressUpdate
from cities.permissions import progress_policy
from mechanisms.admin.inspection import PlainInspectMixin
from mechanisms.admin.policy_views import RecordIndexView
from mechanisms.admin.viewsets import ListedViewSet
from recommendations.admin.listing import CITATION_PATHS


def _assessors_to_filter(request: HttpRequest) -> models.QuerySet:
    """Return the assessors whose entries this person may see: a filter names no other."""
    entries = policy_registry.get_by_type(ProgressUpdate).instances_user_has_permission_for(request.user, "view")
    return Assessor.objects.filter(pk__in=entries.values("assessor")).select_related("city")


def _cities_to_filter(request: HttpRequest) -> models.QuerySet:
    return City.objects.filter(assessors__in=_assessors_to_filter(request)).distinct()


class ProgressFilters(WagtailFilterSet):
    """Which entries to list."""

    state = django_filters.ChoiceFilter(choices=ProgressUpdate.State.choices, label=_("State"))
    city = django_filters.ModelChoiceFilter(field_name="assessor__city", queryset=_cities_to_filter, label=_("City"))
    assessor = django_filters.ModelChoiceFilter(queryset=_assessors_to_filter, label=_("Assessor"))
    status = django_filters.ChoiceFilter(
        choices=ProgressUpdate.Status.choices, label=pgettext_lazy("of implementation", "Status")
    )

    class Meta:
        model = ProgressUpdate
        fields: list[str] = []


class ProgressIndexView(RecordIndexView):
    """The list of entries."""

    def get_base_queryset(self) -> models.QuerySet:
        """Fetch assessor, city and what a citation needs."""
        return (
            super()
            .get_base_queryset()
            .select_related("assessor__city", *(f"recommendation__{path}" for path in CITATION_PATHS))
        )


class ProgressInspectView(PlainInspectMixin, generic.InspectView):
    """One entry with its evidence and the replies to it, and what the person may do with it."""

    template_name = "cities/admin/progress/entry.html"

    def get_page_title(self) -> str:
        """Name the screen."""
        return gettext("Progress entry")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the steps that are open to this person (nothing is done here: each leads to its own screen)."""
        entry, user = self.object, self.request.user
        return super().get_context_data(
            may_decide=self._is(ProgressUpdate.State.PENDING)
            and progress_policy.user_has_permission_for_instance(user, "publish", entry),
            may_revise=entry.state in (ProgressUpdate.State.PENDING, ProgressUpdate.State.RETURNED)
            and self._may_write(),
            may_correct=self._is(ProgressUpdate.State.PUBLISHED)
            and self._may_write()
            and not entry.corrections.filter(state=ProgressUpdate.State.PUBLISHED).exists(),
            redaction=getattr(entry, "redaction", None),
            redact_url=reverse("redactions:entry", args=[entry.pk]) if user.is_superuser and not entry.redacted else "",
            **kwargs,
        )

    def _is(self, state: str) -> bool:
        return self.object.state == state

    def _may_write(self) -> bool:
        if hasattr(self.object, "redaction"):
            return False
        return progress_policy.user_has_permission_for_instance(self.request.user, "change", self.object)

    def hanging(self) -> Iterable[tuple[str, Iterable[str]]]:
        """Return evidence, published actions and replies."""
        entry = self.object
        replies = entry.replies.select_related("assessor")
        evidence = (f"{one.get_bearing_display()}: {one.title} {one.url}".strip() for one in entry.evidence.all())
        return (
            (gettext("Evidence"), evidence),
            (gettext("Actions of the city"), (str(action) for action in entry.actions.public())),
            (
                gettext("Replies"),
                (f"{one.assessor.name}: {one.text}" for one in replies),
            ),
        )


class ProgressViewSet(ListedViewSet):
    """How far cities have come, as somebody's word."""

    model = ProgressUpdate
    name = "progress"
    icon = "history"
    menu_order = 70
    index_view_class = ProgressIndexView
    filterset_class = ProgressFilters
    inspect_view_enabled = True
    inspect_view_class = ProgressInspectView
    inspect_view_fields = [
        "assessor",
        "recommendation",
        "status",
        "confidence",
        "as_of",
        "note_en",
        "note_es",
        "where_looked_en",
        "where_looked_es",
        "state",
        "corrects",
        "submitted_by",
        "submitted_at",
        "published_by",
        "published_at",
        "return_note",
    ]
    list_display = [
        "recommendation",
        Column("assessor", label=_("Assessor")),
        "status",
        DateColumn("as_of", label=_("As of"), sort_key="as_of"),
        "state",
    ]
    search_fields = [
        "recommendation__slug",
        "recommendation__paragraph",
        "assessor__name",
        "assessor__city__name",
        "note_en",
        "note_es",
    ]
    ordering = ["-submitted_at", "-id"]

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the screens on which progress is recorded."""
        return [
            *super().get_urlpatterns(),
            path("choose/", self.construct_view(choose.ChooseView), name="choose"),
            path("record/<slug:slug>/", self.construct_view(record.RecordView), name="record"),
            path("revise/<int:pk>/", self.construct_view(record.ReviseView), name="revise"),
            path("correct/<int:pk>/", self.construct_view(record.CorrectView), name="correct"),
            path("continue/<uuid:key>/", self.construct_view(check.ContinueView), name="continue"),
            path("check/<uuid:key>/", self.construct_view(check.CheckView), name="check"),
            path("discard/<uuid:key>/", self.construct_view(check.DiscardView), name="discard"),
            path("baseline/<slug:slug>/", self.construct_view(baseline.BaselineView), name="baseline"),
            path("waiting/", self.construct_view(moderation.WaitingView), name="waiting"),
            path("decide/<int:pk>/", self.construct_view(moderation.DecideView), name="decide"),
            path("reply/<int:pk>/", self.construct_view(moderation.ReplyView), name="reply"),
        ]
