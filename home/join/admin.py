"""The list for editors, and its export for whoever sends the mail."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn

from home.join.joining import without_mail
from home.join.models import JoinRequest
from mechanisms.admin.policy_views import RecordIndexView
from mechanisms.admin.viewsets import ListedViewSet


class JoinListView(RecordIndexView):
    """Everybody on the list; who never confirmed is shown to nobody, for nobody knows whether it was the owner."""

    def get_base_queryset(self) -> QuerySet:
        """Leave out who did not confirm, and addresses that get no mail from here."""
        shown = super().get_base_queryset().filter(confirmed_at__isnull=False)
        return shown.exclude(email__in=without_mail())


class JoinListViewSet(ListedViewSet):
    """Read, filter, and take away as CSV or Excel. Nobody edits it: people join and leave by themselves."""

    model = JoinRequest
    name = "join-list"
    icon = "mail"
    menu_order = 78
    index_view_class = JoinListView
    list_display = [
        "email",
        "name",
        "group",
        "language",
        Column("state", label=gettext_lazy("State")),
        DateColumn("confirmed_at", label=gettext_lazy("Confirmed"), sort_key="confirmed_at"),
    ]
    list_filter = ["language"]
    list_export = ["email", "name", "group", "language", "state", "confirmed_at", "keep_until", "leave_address"]
    export_headings = {"leave_address": gettext_lazy("Address to leave by, for the end of every mail")}
    export_filename = "join-list"
    search_fields = ["email", "name", "group"]
    ordering = ["-confirmed_at", "-id"]
