"""What imports did: lists to read."""

from django.contrib.admin.utils import label_for_field
from django.core.paginator import Paginator
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import DateColumn, NumberColumn
from wagtail.admin.views import generic

from mechanisms.admin.inspection import PlainInspectMixin
from mechanisms.admin.policy_views import RecordIndexView
from mechanisms.admin.viewsets import ListedViewSet
from recommendations.admin.listing import CITATION_PATHS
from recommendations.models import ImportBatch, ImportChange

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
