"""Reported problems, and taking words away: editors read, admins act."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from cities import redaction
from cities.admin.membership import problems_of, put_errors
from cities.models import CityAction, ProblemReport, ProgressReply, ProgressUpdate, Redaction
from mechanisms.admin.policy_views import RecordIndexView
from mechanisms.admin.viewsets import ListedViewSet

REDACTABLE: dict[str, Any] = {"entry": ProgressUpdate, "reply": ProgressReply, "action": CityAction}


def redact_url(thing: redaction.Redactable) -> str:
    """Return the address of the screen on which an admin takes the words away."""
    kind = next(name for name, model in REDACTABLE.items() if isinstance(thing, model))
    return reverse(f"redactions:{kind}", args=[thing.pk])


def _from_reports(view: WagtailAdminTemplateMixin) -> list[dict[str, object]]:
    """Return the way here over the list of reports."""
    plural = str(ProblemReport._meta.verbose_name_plural).capitalize()
    return [*view.breadcrumbs_items, {"url": reverse("problems:index"), "label": plural}]


class RedactForm(forms.Form):
    """Why, and a tick, for it cannot be undone."""

    category = forms.ChoiceField(
        label=gettext_lazy("Why?"), choices=Redaction.Category.choices, widget=forms.RadioSelect
    )
    sure = forms.BooleanField(label=gettext_lazy("I know that this cannot be undone."))


class RedactView(WagtailAdminTemplateMixin, View):
    """Take the words of one thing away, after asking. For admins."""

    template_name = "cities/admin/redact.html"
    header_icon = "warning"
    kind = ""
    thing: redaction.Redactable

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse everybody else before looking anything up."""
        if not request.user.is_superuser:
            raise PermissionDenied
        self.thing = get_object_or_404(REDACTABLE[self.kind], pk=self.kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Name the screen."""
        return _("Take words away")

    def get_page_subtitle(self) -> str:
        """Name the thing."""
        return str(self.thing)

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        """Lead back to what readers reported."""
        return [*_from_reports(self), {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask."""
        return self._show(RedactForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it."""
        form = RedactForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        try:
            redaction.redact(self.thing, category=form.cleaned_data["category"], user=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            put_errors(form, error)
            return self._show(form)
        messages.success(request, _("The words are gone everywhere. A dated notice stands in their place."))
        return redirect("redactions:index")

    def _show(self, form: RedactForm) -> HttpResponse:
        context = self.get_context_data(
            thing=self.thing, kind=self.kind, form=form, problems=problems_of(form), done=self.thing.redacted
        )
        return self.render_to_response(context)


class RedactionViewSet(ListedViewSet):
    """What was taken away: when, why, from where. Not what."""

    model = Redaction
    name = "redactions"
    icon = "warning"
    menu_order = 76
    list_filter = ["category"]
    list_display = [
        Column("about", label=gettext_lazy("From"), accessor=lambda one: one.update or one.reply or one.action),
        "category",
        DateColumn("redacted_on", label=gettext_lazy("On"), sort_key="redacted_on"),
    ]
    search_fields = ["category"]
    ordering = ["-redacted_on", "-id"]

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the screens on which words are taken away."""
        return [
            *super().get_urlpatterns(),
            *(path(f"{kind}/<int:pk>/", RedactView.as_view(kind=kind), name=kind) for kind in REDACTABLE),
        ]


class HandleForm(forms.Form):
    """What was done about a report."""

    outcome = forms.CharField(
        label=gettext_lazy("What was done?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=gettext_lazy("Such as: asked the office to correct it. Do not repeat what must not be repeated."),
    )


class ProblemView(BaseObjectMixin, PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """One report: read it, redact (admins), or write down what was done."""

    model = ProblemReport
    permission_required = "change"
    template_name = "cities/admin/problem.html"
    header_icon = "warning"

    def get_page_title(self) -> str:
        """Name the screen."""
        return _("Reported problem")

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        """Lead back to the list."""
        return [*_from_reports(self), {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it."""
        return self._show(HandleForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write down what was done."""
        form = HandleForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        self.object.outcome = form.cleaned_data["outcome"]
        self.object.handled_at = timezone.now()
        self.object.handled_by = request.user
        self.object.save(update_fields=["outcome", "handled_at", "handled_by"])
        messages.success(request, _("Written down."))
        return redirect("problems:index")

    def _show(self, form: HandleForm) -> HttpResponse:
        about = self.object.about
        context = self.get_context_data(
            object=self.object,
            about=about,
            about_url=redaction.page_of(about),
            form=form,
            problems=problems_of(form),
            redact_url=redact_url(about) if self.request.user.is_superuser and not about.redacted else "",
        )
        return self.render_to_response(context)


class ProblemIndexView(RecordIndexView):
    """The list, the oldest first."""

    def get_base_queryset(self) -> Any:
        """Fetch what the titles need."""
        paths = ("update__assessor__city", "reply__assessor__city", "action__city")
        return super().get_base_queryset().select_related(*paths)

    def get_edit_url(self, instance: Any) -> str:
        """Lead to the report."""
        return reverse("problems:handle", args=[instance.pk])


class ProblemViewSet(ListedViewSet):
    """What readers reported."""

    model = ProblemReport
    name = "problems"
    icon = "warning"
    menu_order = 74
    index_view_class = ProblemIndexView
    list_filter = ["category"]
    list_display = [
        "__str__",
        DateColumn("reported_at", label=gettext_lazy("Reported"), sort_key="reported_at"),
        DateColumn("handled_at", label=gettext_lazy("Handled"), sort_key="handled_at"),
    ]
    search_fields = ["category"]
    ordering = ["handled_at", "reported_at", "id"]

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the screen of one report."""
        return [
            *super().get_urlpatterns(),
            path("handle/<int:pk>/", self.construct_view(ProblemView), name="handle"),
        ]
