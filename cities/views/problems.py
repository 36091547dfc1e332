"""Report a problem with a published entry, reply or action: open to everybody, without an account."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cities import redaction
from cities.admin.membership import problems_of
from cities.models import CityAction, ProblemReport, ProgressReply, ProgressUpdate
from public_forms.guarded import Guarded

PUBLISHED: dict[str, tuple[str, Any]] = {
    "entry": ("update", ProgressUpdate.objects.public().select_related("assessor__city", "recommendation")),
    "reply": ("reply", ProgressReply.objects.select_related("assessor__city", "update__recommendation")),
    "action": ("action", CityAction.objects.public().select_related("city")),
}
"""What can be reported: word in the address → (field of the report, what is published)."""


class ReportForm(Guarded, forms.ModelForm):
    """What is the matter; the rest is up to the person."""

    form_name = "report-a-problem"

    class Meta:
        model = ProblemReport
        fields = ("category", "text", "email")
        widgets = {
            "category": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 4}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # No empty button among the others.
        self.fields["category"].choices = ProblemReport.Category.choices  # type: ignore[attr-defined]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_a_problem(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Take a report in. What is not published, or has no words any more, is not found."""
    about = _published(kind, pk)
    form = ReportForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        problem = form.save(commit=False)
        setattr(problem, PUBLISHED[kind][0], about)
        problem.language = (get_language() or "en")[:2]
        redaction.report(problem)
        return redirect("report_a_problem_thanks")
    context = {
        "form": form,
        "about": about,
        "back_url": redaction.page_of(about),
        "problems": problems_of(form),
        "is_action": kind == "action",
    }
    return render(request, "cities/report_a_problem.html", context, status=form.status)


def report_a_problem_thanks(request: HttpRequest) -> HttpResponse:
    """Say that the report arrived."""
    return render(request, "cities/report_a_problem_thanks.html")


def _published(kind: str, pk: int) -> redaction.Redactable:
    if kind not in PUBLISHED:
        raise Http404
    return get_object_or_404(PUBLISHED[kind][1].filter(redacted=False), pk=pk)
