"""Wires this room into Wagtail's admin."""

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import register_permission_policy

from home.admin.mail_panel import MailPanel
from home.admin.suppressed import SuppressedViewSet
from home.join.admin import JoinListViewSet
from home.permissions import POLICIES

for model, policy in POLICIES.items():
    register_permission_policy(model, policy)

hooks.register("register_account_settings_panel", MailPanel)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    """Add this room's lists."""
    return [JoinListViewSet(), SuppressedViewSet()]
