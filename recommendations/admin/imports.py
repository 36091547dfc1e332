"""What imports did: lists to read."""

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn
from wagtail.admin.views import generic

from mechanisms.admin.inspection import PlainInspectMixin
from mechanisms.admin.policy_views import RecordIndexView
from mechanisms.admin.viewsets import ListedViewSet
from recommendations.admin.listing import CITATION_PATHS
from recommendations.admin.wizard.names import FORMATS, LEVELS, state_name
from recommendations.admin.wizard.showing import Names, changes_of
from recommendations.models import ImportBatch, ImportChange, ImportRun
from recommendations.permissions import POLICIES

OUTCOMES = ("rows", "created", "merged", "updated", "unchanged", "conflicts", "errors")
"""The figures of an import; the first is the sum of the others."""

_PAGE = 50
_FAILED_SHOWN = timedelta(days=7)
_RUNS_SHOWN = 20


def _label(field: str) -> Any:
    """Return the name of a figure, in the language of whoever reads it (not of the process when it starts)."""
    column: Any = ImportBatch._meta.get_field(field)
    return capfirst(column.verbose_name)


def _format_of(batch: ImportBatch) -> object:
    return FORMATS.get(batch.format, batch.format)


class ImportInspectView(PlainInspectMixin, generic.InspectView):
    """One import: its figures, what it said, and what it did row by row."""

    template_name = "recommendations/admin/import.html"

    def get_field_display_value(self, field_name: str, field: models.Field | None) -> object:
        """Name the format in words."""
        return _format_of(self.object) if field_name == "format" else super().get_field_display_value(field_name, field)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Add outcome, messages and a page of changes."""
        changes = self.object.changes.exclude(outcome=ImportChange.Outcome.UNCHANGED)
        fetched = changes.select_related(*(f"recommendation__{path}" for path in CITATION_PATHS))
        page = Paginator(fetched.order_by("row"), _PAGE).get_page(self.request.GET.get("p"))
        rows = list(page.object_list)
        names = Names(rows)
        for change in rows:
            change.fields = changes_of(change, names)
        page.object_list = rows
        said = Paginator(self.object.messages, _PAGE).get_page(self.request.GET.get("said"))
        said.object_list = [{**each, "level": LEVELS.get(each["level"], each["level"])} for each in said.object_list]
        return super().get_context_data(
            may_undo=POLICIES[ImportRun].user_has_permission(self.request.user, "add")
            and self.object.state == ImportBatch.State.APPLIED,
            figures=[(_label(name), getattr(self.object, name)) for name in OUTCOMES],
            said=said,
            changes=page,
            **kwargs,
        )


class ImportIndexView(RecordIndexView):
    """The list of imports, below what is on its way."""

    template_name = "recommendations/admin/imports.html"

    def get_base_queryset(self) -> models.QuerySet:
        """Leave out the messages, which may be long, and fetch who imported."""
        return super().get_base_queryset().select_related("imported_by").defer("messages")

    def get_context_data(self, *args: object, **kwargs: object) -> dict[str, object]:
        """Add the runs that wait for somebody, or failed a short while ago, and the way to a new one."""
        user = self.request.user
        return super().get_context_data(
            *args,
            on_their_way=on_their_way(),
            may_import=POLICIES[ImportRun].user_has_permission(user, "add"),
            nothing_yet=not self.get_base_queryset().exists(),
            **kwargs,
        )


def waiting_runs() -> models.QuerySet[ImportRun]:
    """Return the runs that wait for a person: to say what a file is, or to look at a preview."""
    return ImportRun.objects.filter(state__in=(ImportRun.State.CHOOSING, ImportRun.State.READY))


def on_their_way() -> list[ImportRun]:
    """Return the runs that are not at their end, and those that failed in the last days, each with its state's name."""
    failed = Q(state=ImportRun.State.FAILED, finished_at__gt=timezone.now() - _FAILED_SHOWN)
    runs = ImportRun.objects.filter(Q(state__in=ImportRun.OPEN) | failed)
    shown = list(runs.select_related("batch").defer("preview", "batch__messages")[:_RUNS_SHOWN])
    for run in shown:
        run.state_name = state_name(run)  # type: ignore[attr-defined]
    return shown


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
        Column("format", label=_("Format"), accessor=_format_of, sort_key="format"),
        "state",
        DateColumn("imported_at", label=_("Imported at"), sort_key="imported_at"),
        *(NumberColumn(name, label=_label(name)) for name in OUTCOMES),
    ]
    search_fields = ["file_name", "file_digest"]
