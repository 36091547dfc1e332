"""What the screens of members have in common: they are for people who act for an assessor, and for nobody else."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cities.permissions import memberships_of


class MemberView(WagtailAdminTemplateMixin, View):
    """A screen in Wagtail's frame for current members of any assessor; what it shows, it asks the memberships."""

    @property
    def member(self) -> User:
        """Return the person (nobody gets here without a sign-in)."""
        return cast(User, self.request.user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse everybody else, admins included: they read, and record nothing."""
        if not memberships_of(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the screen."""
        return self.render_to_response(self.get_context_data())

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        """Lead back to "My city"."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("my-city:index"), "label": _("My city")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]
