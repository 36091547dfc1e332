"""Conflicts that imports left for a person: two sources disagree, or a file differs from a correction by hand."""

from datetime import timedelta

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, NumberColumn

from mechanisms.admin.policy_views import RecordIndexView
from mechanisms.admin.viewsets import ListedViewSet
from recommendations.admin.listing import CITATION_PATHS
from recommendations.models import ImportChange

SHOWN_DAYS = 30


def recent_conflicts() -> models.QuerySet[ImportChange]:
    """Return the conflicts of the last days' imports, but for those that were taken back."""
    since = timezone.now() - timedelta(days=SHOWN_DAYS)
    return ImportChange.objects.filter(
        outcome=ImportChange.Outcome.CONFLICT, state=ImportChange.State.APPLIED, batch__imported_at__gt=since
    )


class ConflictIndexView(RecordIndexView):
    """The list of conflicts."""

    def get_base_queryset(self) -> models.QuerySet:
        """Keep to recent ones; fetch what a line shows."""
        paths = (f"recommendation__{path}" for path in CITATION_PATHS)
        recent = super().get_base_queryset().filter(pk__in=recent_conflicts().values("pk"))
        return recent.select_related("batch", *paths).defer("batch__messages")

    def get_edit_url(self, instance: models.Model) -> str | None:
        """Lead to the record, or to the import where no record was met."""
        change: ImportChange = instance  # type: ignore[assignment]
        if change.recommendation_id:
            return reverse("recommendations:edit", args=[change.recommendation_id])
        return reverse("imports:inspect", args=[change.batch_id])


class ConflictViewSet(ListedViewSet):
    """Rows of files about which a person has to decide. Correct the record, or leave it as it is."""

    model = ImportChange
    name = "import-conflicts"
    icon = "warning"
    menu_order = 51
    menu_label = _("Import conflicts")
    index_view_class = ConflictIndexView
    list_filter = ["batch__format"]
    list_display = [
        Column("recommendation", label=_("Recommendation"), accessor=lambda change: change.recommendation or "–"),
        "reason",
        Column("batch", label=_("Import")),
        NumberColumn("row", label=_("Row"), sort_key="row"),
    ]
    search_fields = ["reason", "batch__file_name", "recommendation__slug"]
    ordering = ["-batch", "row"]
