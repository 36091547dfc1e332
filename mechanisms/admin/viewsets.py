"""What the admin of every record has in common: one menu, no deletion, no copies, the policy asked everywhere."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.panels import ObjectList, Panel
from wagtail.admin.viewsets.model import ModelViewSet

from mechanisms.admin.forms import RecordForm
from mechanisms.admin.policy_views import RecordIndexView, asks_policy

TRACKER_MENU_HOOK = "register_tracker_menu_item"
"""The hook by which every room adds its lists to the menu "Tracker"."""

LISTED = frozenset({"index", "index_results"})
EDITED = LISTED | {"edit", "history", "history_results"}
KEPT = EDITED | {"add"}


class RecordViewSet(ModelViewSet):
    """Lists and forms of one kind of record.

    ``routes`` names all that exist: there is none to delete, to copy (Wagtail's copy view saves over the original) or
    to show usage. ``record_form`` and ``panels`` make the form.
    """

    menu_hook = TRACKER_MENU_HOOK
    routes: ClassVar[frozenset[str]] = KEPT
    record_form: ClassVar[type[RecordForm]] = RecordForm
    panels: ClassVar[Sequence[Panel]] = ()
    index_view_class = RecordIndexView
    search_backend_name = None
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 25

    def get_common_view_kwargs(self, **kwargs: object) -> dict[str, object]:
        """Tell the views only of routes that exist."""
        common = super().get_common_view_kwargs(**kwargs)
        for route in ("add", "edit", "history", "delete", "usage", "copy"):
            if route not in self.routes:
                common[f"{route}_url_name"] = None
        return common

    def construct_view(self, view_class: type[View], **kwargs: object) -> Callable[..., HttpResponseBase]:
        """Build a view that asks the policy about its object."""
        return super().construct_view(asks_policy(view_class), **kwargs)

    def get_edit_handler(self) -> Panel:
        """Build the form from ``panels``."""
        return ObjectList(list(self.panels), base_form_class=self.record_form).bind_to_model(self.model)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the routes that exist."""
        known = self.routes | ({"inspect"} if self.inspect_view_enabled else set())
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in known]

    def register_admin_url_finder(self) -> None:
        """Let others link to the edit form, where there is one."""
        if "edit" in self.routes:
            super().register_admin_url_finder()


class ListedViewSet(RecordViewSet):
    """A list that the site writes and people read."""

    routes = LISTED


def tracker_menu_item() -> MenuItem:
    """Return the menu "Tracker", which shows everybody what they may open."""
    menu = Menu(register_hook_name=TRACKER_MENU_HOOK)
    return SubmenuMenuItem(_("Tracker"), menu, name="tracker", icon_name="list-ul", order=150)
