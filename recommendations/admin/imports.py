"""What imports did and what they left for people to look at: lists to read."""

import django_filters
from django.contrib.admin.utils import label_for_field
from django.core.paginator import Paginator
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn
from wagtail.admin.views import generic

from mechanisms.admin.inspection import PlainInspectMixin
from mechanisms.admin.policy_views import RecordIndexView
from mechanisms.admin.viewsets import ListedViewSet
from recommendations.admin.listing import CITATION_PATHS
from recommendations.models import ImportBatch, ImportChange, PossibleDuplicate, UnresolvedLabel

OUTCOMES = ("rows", "created", "merged", "updated", "unchanged", "conflicts", "errors")
"""The figures of an import; the first is the sum of the others."""

_PAGE = 50


def _label(field: str) -> str:
    return capfirst(str(label_for_field(field, ImportBatch)))


class ImportInspectView(PlainInspectMixin, generic.InspectView):
    """One import: its figures, what it said, and what it did row by row."""

    template_name = "recommendations/admin/import.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Add outcome, messages and a page of changes."""
        changes = self.object.changes.exclude(outcome=ImportChange.Outcome.UNCHANGED)
        fetched = changes.select_related(*(f"recommendation__{path}" for path in CITATION_PATHS))
        return super().get_context_data(
            figures=[(_label(name), getattr(self.object, name)) for name in OUTCOMES],
            said=Paginator(self.object.messages, _PAGE).get_page(self.request.GET.get("said")),
            changes=Paginator(fetched.order_by("row"), _PAGE).get_page(self.request.GET.get("p")),
            **kwargs,
        )


class ImportIndexView(RecordIndexView):
    """The list of imports."""

    def get_base_queryset(self) -> models.QuerySet:
        """Leave out the messages, which may be long, and fetch who imported."""
        return super().get_base_queryset().select_related("imported_by").defer("messages")


class ImportViewSet(ListedViewSet):
    """Files that were taken in."""

    model = ImportBatch
    name = "imports"
    icon = "upload"
    menu_order = 50
    inspect_view_enabled = True
    inspect_view_class = ImportInspectView
    inspect_view_fields = [
        "file_name",
        "format",
        "state",
        "imported_at",
        "imported_by",
        "undone_at",
        "file_size",
        "file_digest",
    ]
    index_view_class = ImportIndexView
    list_filter = ["format", "state"]
    list_display = [
        "file_name",
        "format",
        "state",
        DateColumn("imported_at", label=_("Imported at"), sort_key="imported_at"),
        *(NumberColumn(name, label=_label(name)) for name in OUTCOMES),
    ]
    search_fields = ["file_name", "file_digest"]


class UnresolvedLabelIndexView(RecordIndexView):
    """The list of unknown labels, those on most records first."""

    def get_base_queryset(self) -> models.QuerySet:
        """Count the records that wait."""
        return super().get_base_queryset().annotate(waiting=models.Count("recommendations"))


class UnresolvedLabelViewSet(ListedViewSet):
    """Labels of files that no vocabulary knows."""

    model = UnresolvedLabel
    name = "unknown-labels"
    icon = "help"
    menu_order = 52
    index_view_class = UnresolvedLabelIndexView
    list_filter = ["vocabulary"]
    list_display = [
        "label",
        "vocabulary",
        NumberColumn("waiting", label=_("Recommendations"), sort_key="waiting"),
        DateColumn("first_seen", label=_("First seen"), sort_key="first_seen"),
    ]
    list_export = ["vocabulary", "label", "waiting", "first_seen"]
    search_fields = ["label"]
    ordering = ["-waiting", "label"]


class PossibleDuplicateFilters(WagtailFilterSet):
    """Which pairs to list."""

    at_least = django_filters.NumberFilter(
        field_name="similarity", lookup_expr="gte", label=_("Similarity of at least")
    )

    class Meta:
        model = PossibleDuplicate
        fields: list[str] = []


class PossibleDuplicateIndexView(RecordIndexView):
    """The list of pairs."""

    def get_base_queryset(self) -> models.QuerySet:
        """Fetch what two citations need."""
        return (
            super()
            .get_base_queryset()
            .select_related(*(f"{side}__{path}" for side in ("first", "second") for path in CITATION_PATHS))
        )


class PossibleDuplicateViewSet(ListedViewSet):
    """Pairs of records that may be one. A person decides."""

    model = PossibleDuplicate
    name = "possible-duplicates"
    icon = "copy"
    menu_order = 54
    index_view_class = PossibleDuplicateIndexView
    filterset_class = PossibleDuplicateFilters
    list_display = [
        "__str__",
        Column("first_words", label=_("First"), accessor=lambda pair: pair.first.summary or pair.first.text),
        Column("second_words", label=_("Second"), accessor=lambda pair: pair.second.summary or pair.second.text),
        NumberColumn(
            "similarity", label=_("Similarity"), sort_key="similarity", accessor=lambda pair: round(pair.similarity)
        ),
    ]
    search_fields = ["first__slug", "second__slug", "first__text", "second__text"]
    ordering = ["-similarity", "id"]
