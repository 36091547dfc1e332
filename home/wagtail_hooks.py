"""Wires this room into Wagtail's admin."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.userbar import BaseItem, ContentCheckerItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from home.admin.checker import PageChecker
from home.admin.mail_panel import MailPanel
from home.admin.pasted_text import keep_pasted_words
from home.admin.suppressed import SuppressedViewSet
from home.join.admin import JoinListViewSet
from home.permissions import POLICIES
from home.upkeep.admin import UpkeepPanel, admin_urls, how_to_menu_item, upkeep_menu_item

for model, policy in POLICIES.items():
    register_permission_policy(model, policy)

hooks.register("register_account_settings_panel", MailPanel)
hooks.register("register_rich_text_features", keep_pasted_words)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    """Add this room's lists."""
    return [JoinListViewSet(), SuppressedViewSet()]


hooks.register("register_admin_urls", admin_urls)
hooks.register("register_admin_menu_item", upkeep_menu_item)
hooks.register("register_admin_menu_item", how_to_menu_item)


@hooks.register("construct_homepage_panels")
def show_upkeep(request: HttpRequest, panels: list[Component]) -> None:
    """Show page editors what of the site waits."""
    panels.append(UpkeepPanel())


@hooks.register("insert_global_admin_css")
def uncover_pages_without_script() -> str:
    """Keep the empty bar of the menu off the page where scripts do not run."""
    return format_html('<link rel="stylesheet" href="{}">', static("home/admin/without-script.css"))


@hooks.register("insert_global_admin_css")
def wear_our_colours() -> str:
    """Give the admin and the sign-in the colours of the site."""
    return format_html('<link rel="stylesheet" href="{}">', static("home/admin/brand.css"))


@hooks.register("construct_wagtail_userbar")
def check_what_we_ask_for(request: HttpRequest, items: list[BaseItem], page: Page | None) -> None:
    """Put our list of rules in the place of Wagtail's."""
    items[:] = [
        PageChecker(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item for item in items
    ]
