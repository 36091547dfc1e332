"""Wires this room into Wagtail's admin."""

from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import register_permission_policy

from mechanisms.admin.exports import neutralise_formulas_in_exports
from mechanisms.admin.mechanisms import MechanismViewSet
from mechanisms.admin.reviews import DocumentViewSet, MilestoneViewSet, ReviewViewSet
from mechanisms.admin.viewsets import tracker_menu_item
from mechanisms.permissions import POLICIES

for model, policy in POLICIES.items():
    register_permission_policy(model, policy)

neutralise_formulas_in_exports()


@hooks.register("register_admin_menu_item")
def register_tracker_menu() -> MenuItem:
    """Add the menu that all rooms fill."""
    return tracker_menu_item()


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    """Add this room's lists and forms."""
    return [ReviewViewSet(), MilestoneViewSet(), DocumentViewSet(), MechanismViewSet()]
