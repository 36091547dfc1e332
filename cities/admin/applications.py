"""Applications to become an assessor, for editors: check who it is, then verify or decline."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from cities import membership
from cities.admin.membership import problems_of, put_errors
from cities.models import AssessorApplication
from mechanisms.admin.policy_views import RecordIndexView
from mechanisms.admin.viewsets import ListedViewSet

VERIFY = "verify"


class DecisionForm(forms.Form):
    """How it was checked, or why not."""

    note = forms.CharField(
        label=gettext_lazy("How did you check it? Or: why do you decline?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
        help_text=gettext_lazy(
            "You check who they are and what the city pays them, never what they will say. "
            "If you decline, they read this in a mail."
        ),
    )


class ApplicationView(BaseObjectMixin, PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """One application, with the two buttons while it is open."""

    model = AssessorApplication
    permission_required = "change"
    template_name = "cities/admin/application.html"
    header_icon = "group"

    def get_page_title(self) -> str:
        """Name the screen."""
        return _("Application")

    def get_page_subtitle(self) -> str:
        """Name who applies."""
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        """Lead back to the list."""
        plural = str(self.model._meta.verbose_name_plural).capitalize()
        return [
            *self.breadcrumbs_items,
            {"url": reverse("applications:index"), "label": plural},
            {"url": "", "label": str(self.object)},
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it."""
        return self._show(DecisionForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decide."""
        form = DecisionForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        try:
            if request.POST.get("then") == VERIFY:
                membership.verify(self.object, by=request.user, note=form.cleaned_data["note"])  # type: ignore[arg-type]
                messages.success(request, _("Verified. Its coordinator gets an invitation by mail."))
            else:
                membership.decline(self.object, by=request.user, note=form.cleaned_data["note"])  # type: ignore[arg-type]
                messages.success(request, _("Declined. The organization gets your reason by mail."))
        except ValidationError as error:
            put_errors(form, error)
            return self._show(form)
        return redirect("applications:index")

    def _show(self, form: DecisionForm) -> HttpResponse:
        context = self.get_context_data(object=self.object, form=form, problems=problems_of(form))
        return self.render_to_response(context)


class ApplicationIndexView(RecordIndexView):
    """The list, the oldest first."""

    def get_base_queryset(self) -> Any:
        """Fetch the cities."""
        return super().get_base_queryset().select_related("city")

    def get_edit_url(self, instance: models.Model) -> str:
        """Lead to the application."""
        return reverse("applications:decide", args=[instance.pk])


class ApplicationViewSet(ListedViewSet):
    """Who asks to become an assessor."""

    model = AssessorApplication
    name = "applications"
    icon = "group"
    menu_order = 63
    index_view_class = ApplicationIndexView
    list_filter = ["state", "kind"]
    list_display = [
        "name",
        Column("city", label=gettext_lazy("City")),
        "kind",
        "state",
        DateColumn("applied_at", label=gettext_lazy("Received"), sort_key="applied_at"),
    ]
    search_fields = ["name", "city__name"]
    ordering = ["applied_at", "id"]

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the screen on which an editor decides."""
        return [
            *super().get_urlpatterns(),
            path("decide/<int:pk>/", self.construct_view(ApplicationView), name="decide"),
        ]
