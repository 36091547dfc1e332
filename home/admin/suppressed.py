"""Addresses that get no mail from here: admins see which and why, and may let one have mail again."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from home.mail.models import SuppressedAddress
from home.permissions import POLICIES
from mechanisms.admin.policy_views import RecordIndexView
from mechanisms.admin.viewsets import ListedViewSet


class LiftView(WagtailAdminTemplateMixin, View):
    """Let one address have mail again, after asking. Whoever said no to mail has to say yes: that is not lifted."""

    template_name = "home/admin/lift.html"
    header_icon = "mail"
    address: SuppressedAddress

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse everybody else before looking anything up."""
        if not POLICIES[SuppressedAddress].user_has_permission(request.user, "change"):
            raise PermissionDenied
        self.address = get_object_or_404(SuppressedAddress, pk=self.kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def may_lift(self) -> bool:
        """Whether it is a server that refused, and not a person."""
        return self.address.reason == SuppressedAddress.Reason.BOUNCED

    def get_page_title(self) -> str:
        """Name the screen."""
        return _("Address without mail")

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        """Lead back to the list."""
        listed = {"url": reverse("suppressed:index"), "label": _("Addresses without mail")}
        return [*self.breadcrumbs_items, listed, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask."""
        return self.render_to_response(self.get_context_data(address=self.address, may_lift=self.may_lift))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it."""
        if not self.may_lift:
            raise PermissionDenied
        self.address.delete()
        messages.success(request, _("%(address)s gets mail again.") % {"address": self.address.address})
        return redirect("suppressed:index")


class SuppressedListView(RecordIndexView):
    """The list; each address leads to the question whether to lift it."""

    def get_edit_url(self, instance: Any) -> str:
        """Lead to the question."""
        return reverse("suppressed:lift", args=[instance.pk])


class SuppressedViewSet(ListedViewSet):
    """For admins alone: an address is a person's own."""

    model = SuppressedAddress
    name = "suppressed"
    icon = "mail"
    menu_order = 79
    index_view_class = SuppressedListView
    list_display = ["address", "reason", "answer", DateColumn("since", sort_key="since")]
    list_filter = ["reason"]
    search_fields = ["address", "answer"]
    ordering = ["-since", "-id"]

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the screen of one address."""
        return [*super().get_urlpatterns(), path("lift/<int:pk>/", self.construct_view(LiftView), name="lift")]
