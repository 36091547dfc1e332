"""The wizard's addresses, and the list of everything that was ever brought or taken back."""

from django.db import models
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn

from mechanisms.admin.policy_views import RecordIndexView
from mechanisms.admin.viewsets import ListedViewSet
from recommendations.admin.wizard import views
from recommendations.admin.wizard.names import state_name
from recommendations.admin.wizard.uploading import UploadView
from recommendations.models import ImportRun


class ImportRunIndexView(RecordIndexView):
    """The list of runs."""

    def get_base_queryset(self) -> models.QuerySet:
        """Leave out what previews hold."""
        return super().get_base_queryset().select_related("created_by", "batch").defer("preview", "batch__messages")

    def get_edit_url(self, instance: models.Model) -> str:
        """Lead to the run."""
        return reverse("import-runs:run", args=[instance.pk])


class ImportRunViewSet(ListedViewSet):
    """Files on their way, and the undoing of imports. The menu leads to "Imports", which leads here."""

    model = ImportRun
    name = "import-runs"
    icon = "upload"
    add_to_admin_menu = False
    menu_hook = ""
    index_view_class = ImportRunIndexView
    list_filter = ["kind", "state"]
    list_display = [
        "file_name",
        "kind",
        Column("state", label=_("State"), accessor=state_name),
        DateColumn("created_at", label=_("Started at"), sort_key="created_at"),
        Column("created_by", label=_("Started by")),
    ]
    search_fields = ["file_name", "file_digest"]

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the screens."""
        screens = {
            "new/": (UploadView, "upload"),
            "<int:pk>/": (views.ShowRunView, "run"),
            "<int:pk>/file/": (views.ChooseView, "choose"),
            "<int:pk>/start/": (views.StartView, "start"),
            "<int:pk>/cancel/": (views.CancelView, "cancel"),
            "<int:pk>/again/": (views.AgainView, "again"),
            "<int:pk>/rows/<slug:outcome>/": (views.RowsView, "rows"),
            "<int:pk>/rows/<slug:outcome>.csv": (views.RowsFileView, "rows_file"),
            "undo/<int:pk>/": (views.UndoView, "undo"),
        }
        return [
            *super().get_urlpatterns(),
            *(path(route, self.construct_view(view), name=name) for route, (view, name) in screens.items()),
        ]
