"""Progress entries in the admin: to read, by the assessor's own members and by editors."""

from collections.abc import Iterable

import django_filters
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.permissions import policy_registry

from cities.models import Assessor, City, ProgressUpdate
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
    status = django_filters.ChoiceFilter(choices=ProgressUpdate.Status.choices, label=_("Situation"))

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
    """One entry with its evidence and the replies to it."""

    def hanging(self) -> Iterable[tuple[str, Iterable[str]]]:
        """Return evidence, published actions and replies."""
        entry = self.object
        replies = entry.replies.select_related("assessor")
        evidence = (f"{one.get_bearing_display()}: {one.title} {one.url}".strip() for one in entry.evidence.all())
        return (
            (gettext("Evidence"), evidence),
            (gettext("Actions"), (str(action) for action in entry.actions.public())),
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
        Column("recommendation", label=_("Recommendation")),
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
