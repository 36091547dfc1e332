"""Wires this room into Wagtail's admin."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
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


@hooks.register("insert_global_admin_css")
def style_records() -> SafeString:
    """Keep long choices and values inside the page on every screen of the admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("mechanisms/admin/records.css"))


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    """Add this room's lists and forms."""
    return [ReviewViewSet(), MilestoneViewSet(), DocumentViewSet(), MechanismViewSet()]
