"""What waits, on the admin's first page and on a screen of its own; and the section "How to"."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from home.upkeep.waiting import what_waits

HOW_TO_LANGUAGES = ("en", "es")


class UpkeepPanel(Component):
    """Numbers with the way to each list. Only people who edit pages see it."""

    name = "upkeep"
    order = 95
    template_name = "home/admin/upkeep_panel.html"

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        """Show nothing to others."""
        shown = parent_context is not None and user_has_any_page_permission(parent_context["request"].user)
        return super().render_html(parent_context) if shown else ""

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, object]:
        """Count."""
        return {"waiting": [each for each in what_waits() if each.items]}


class ForPageEditors(MenuItem):
    """A menu item that people without any page do not see."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask the page permissions."""
        return bool(user_has_any_page_permission(request.user))


def upkeep(request: HttpRequest) -> HttpResponse:
    """Show every list whole."""
    _editors_only(request)
    return render(request, "home/admin/upkeep.html", {"waiting": what_waits(), "page_title": _("To look after")})


def how_to(request: HttpRequest) -> HttpResponse:
    """Show the ten commonest jobs, in the language of the admin."""
    _editors_only(request)
    language = (get_language() or "en")[:2]
    text = f"home/how_to/{language if language in HOW_TO_LANGUAGES else 'en'}.html"
    return render(request, "home/admin/how_to.html", {"text": text, "page_title": _("How to")})


def _editors_only(request: HttpRequest) -> None:
    if not user_has_any_page_permission(request.user):
        raise PermissionDenied


def admin_urls() -> list[URLPattern]:
    """Return the addresses of both screens; Wagtail puts its sign-in before them."""
    return [path("upkeep/", upkeep, name="upkeep"), path("how-to/", how_to, name="how_to")]


def upkeep_menu_item() -> MenuItem:
    """Return the way to the lists."""
    return ForPageEditors(_("To look after"), reverse("upkeep"), name="upkeep", icon_name="tasks", order=160)


def how_to_menu_item() -> MenuItem:
    """Return the way to the section "How to"."""
    return ForPageEditors(_("How to"), reverse("how_to"), name="how-to", icon_name="help", order=910)
