"""What the wizard's screens have in common."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from recommendations.models import ImportRun
from recommendations.runs.steps import NotNow


class WizardView(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """A screen of the wizard."""

    model = ImportRun
    permission_required = "view"
    header_icon = "upload"

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        """Lead back to the imports."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("imports:index"), "label": _("Imports")},
            {"url": "", "label": self.get_page_title()},
        ]


class RunView(BaseObjectMixin, WizardView):
    """A screen about one run."""

    object: ImportRun

    def get_page_title(self) -> str:
        """Name what it does."""
        return _("Take an import back") if self.object.is_undo else _("Import a file")

    def get_page_subtitle(self) -> str:
        """Name the file."""
        return self.object.file_name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the run."""
        return super().get_context_data(run=self.object, **kwargs)


class StepView(RunView):
    """A button that takes the run one step on. GET leads back to the run: nothing is done by a link."""

    permission_required = "change"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead back."""
        return redirect("import-runs:run", self.object.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Take the step, or say why it cannot be taken any more."""
        try:
            self.step(request)
        except NotNow as reason:
            messages.warning(request, str(reason))
        return redirect("import-runs:run", self.object.pk)

    def step(self, request: HttpRequest) -> None:
        """Take it."""
        raise NotImplementedError
