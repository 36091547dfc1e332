"""Wires this room into Wagtail's admin."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import register_permission_policy

from cities.admin.action_views import NoBulkDelete
from cities.admin.actions import CityActionViewSet, put_policy_buttons
from cities.admin.applications import ApplicationViewSet
from cities.admin.cities import AssessorViewSet, CityViewSet
from cities.admin.dashboard import MyCityPanel, TrackerPanel, without_tasks_of_groups
from cities.admin.membership import MembersViewSet
from cities.admin.my_city import MyCityViewSet, my_city_menu_item
from cities.admin.progress.listing import ProgressViewSet
from cities.admin.redaction import ProblemViewSet, RedactionViewSet
from cities.permissions import POLICIES

for model, policy in POLICIES.items():
    register_permission_policy(model, policy)

hooks.register("construct_snippet_action_menu", put_policy_buttons)
hooks.register("register_admin_menu_item", my_city_menu_item)
# After Wagtail's own, whose place it takes.
hooks.register("register_bulk_action", NoBulkDelete, order=100)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    """Add this room's lists and forms."""
    return [
        MyCityViewSet(),
        MembersViewSet(),
        CityViewSet(),
        AssessorViewSet(),
        ApplicationViewSet(),
        CityActionViewSet(),
        ProgressViewSet(),
        ProblemViewSet(),
        RedactionViewSet(),
    ]


@hooks.register("construct_homepage_panels")
def arrange_homepage(request: HttpRequest, panels: list[Component]) -> None:
    """Show members the way to their city and no task of a group that may cross cities, and editors what waits."""
    panels[:] = [MyCityPanel(), *without_tasks_of_groups(request.user, panels), TrackerPanel()]
