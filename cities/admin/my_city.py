""" "My city": the first page of a member, each thing one click from doing it."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from cities.admin.members import MemberView
from cities.my_city import MyCity
from cities.permissions import memberships_of


class MyCityView(MemberView):
    """One member's work, for one assessor at a time."""

    template_name = "cities/admin/my_city.html"
    header_icon = "home"

    def get_page_title(self) -> str:
        """Name the screen."""
        return _("My city")

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        """Lead home."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather it, for the assessor of the address or the first."""
        own = list(memberships_of(self.request.user).values())
        asked = self.request.GET.get("for")
        membership = next((one for one in own if one.assessor.slug == asked), own[0])
        mine = MyCity(self.member, membership)
        return super().get_context_data(mine=mine, memberships=own, assessor=membership.assessor, **kwargs)


class MyCityMenuItem(MenuItem):
    """The way to "My city", for those who have one."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to members."""
        return bool(memberships_of(request.user))


class MyCityViewSet(ViewSet):
    """The page and its place in the menu."""

    name = "my-city"
    icon = "home"

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the one address."""
        return [path("", self.construct_view(MyCityView), name="index")]

    def on_register(self) -> None:
        """Nothing: the menu item is registered by its own hook."""


def my_city_menu_item() -> MenuItem:
    """Return the menu item, the first of all."""
    return MyCityMenuItem(gettext_lazy("My city"), reverse("my-city:index"), icon_name="home", order=10)
