"""The label desk: what labels of files mean that no vocabulary knows."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import DateColumn, NumberColumn

from mechanisms.admin.policy_views import RecordIndexView
from mechanisms.admin.viewsets import ListedViewSet
from recommendations.models import UnresolvedLabel


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
