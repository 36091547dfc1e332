"""The screens of one run. Its address stays the same from the check to the result, so that people can come back to it.

No state is in the page but the digest of the preview that a person approves: whatever is posted is compared with the
run as it is.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from mechanisms.models import Review
from recommendations.admin.wizard import lists
from recommendations.admin.wizard.base import RunView, StepView, WizardView
from recommendations.admin.wizard.choices import ChoiceForm
from recommendations.admin.wizard.names import FORMATS, PHASES, state_name
from recommendations.importers.plan import WRITING
from recommendations.models import ImportBatch, ImportRun
from recommendations.permissions import POLICIES
from recommendations.runs import steps
from recommendations.runs.locks import is_there_a_worker
from recommendations.runs.tending import KEPT_DAYS, is_interrupted

RELOAD_SECONDS = 3
"""After so long a page about work under way is asked for again, where no script does it."""
_REVIEWS_SHOWN = 10
State = ImportRun.State


class ShowRunView(RunView):
    """How far the run is, and what a person can do now."""

    template_name = "recommendations/admin/wizard/run.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it."""
        run = self.object
        if run.state == State.CHOOSING:
            return redirect("import-runs:choose", run.pk)
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather what its state needs."""
        run = self.object
        interrupted = is_interrupted(run)
        context = super().get_context_data(
            state=State.FAILED.value if interrupted else run.state,
            state_name=state_name(run),
            interrupted=interrupted,
            is_writing=run.stage == ImportRun.Stage.WRITE,
            may_change=POLICIES[ImportRun].user_has_permission(self.request.user, "change"),
            kept_days=KEPT_DAYS,
            **kwargs,
        )
        if run.is_at_work and not interrupted:
            context |= {
                "no_worker": not is_there_a_worker(),
                "phase": PHASES.get(run.phase, ""),
                "is_counted": run.phase != WRITING,
                "reload_seconds": RELOAD_SECONDS,
            }
        elif run.state in (State.READY, State.DONE):
            context |= _found(run)
        return context


def _found(run: ImportRun) -> dict[str, Any]:
    """Return what a preview says above its lists."""
    rows = run.counts.get("rows", sum(run.counts.values()))
    errors = run.counts.get("error", 0)
    keys = run.preview.get("reviews", [])
    known = {review.key: review for review in Review.objects.for_page().filter(key__in=keys[:_REVIEWS_SHOWN])}
    return {
        "format_name": FORMATS.get(run.found_format, run.found_format),
        "rows": rows,
        "good_rows": rows - errors,
        "errors": errors,
        "tallies": lists.tallies(run),
        "reviews": [(key, known.get(key)) for key in keys[:_REVIEWS_SHOWN]],
        "more_reviews": max(0, len(keys) - _REVIEWS_SHOWN),
        "reviews_created": run.preview.get("reviews_created", []),
        "later": _later(run),
        "shifted": lists.field_counts(run.preview.get("shifted", []), rows),
        "nothing_to_do": not any(run.counts.get(name) for name in _WRITES),
        "has_rows": run.cleaned_at is None,
    }


def _later(run: ImportRun) -> list[tuple[ImportBatch, int]]:
    """Return the later imports that hold records of an undo, with how many; of those that stand no more, none."""
    counts = dict(run.preview.get("later", ()))
    standing = ImportBatch.objects.filter(pk__in=counts, state=ImportBatch.State.APPLIED).defer("messages")
    return [(batch, counts[batch.pk]) for batch in standing]


_WRITES = ("created", "updated", "merged", "conflict", "withdrawn", "restored")


class ChooseView(RunView):
    """ "Not right?": another format or review, and what the columns of a table hold."""

    permission_required = "change"
    template_name = "recommendations/admin/wizard/choose.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, unless there is nothing to choose any more."""
        if not self._is_open():
            return redirect("import-runs:run", self.object.pk)
        return self._show(ChoiceForm(self.object))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Note it, and have the file checked."""
        form = ChoiceForm(self.object, request.POST)
        if not self._is_open():
            messages.warning(request, _("This is no longer open: %(state)s.") % {"state": state_name(self.object)})
            return redirect("import-runs:run", self.object.pk)
        if not form.is_valid():
            return self._show(form, 422)
        given = form.cleaned_data
        try:
            steps.choose(
                self.object.pk,
                request.user,
                format_name=given["format"],
                review=given["review"],
                columns=form.columns,
            )
        except steps.NotNow as reason:
            messages.warning(request, str(reason))
        return redirect("import-runs:run", self.object.pk)

    def _is_open(self) -> bool:
        run = self.object
        return not (run.is_undo or run.is_at_work or run.state == State.DONE or run.cleaned_at)

    def _show(self, form: ChoiceForm, status: int = 200) -> HttpResponse:
        problems = [error for errors in form.errors.values() for error in errors]
        found = FORMATS.get(self.object.found_format, "")
        context = self.get_context_data(form=form, problems=problems, format_name=found)
        return self.render_to_response(context, status=status)


class StartView(StepView):
    """ "Import", or "Take back": approves the preview."""

    def step(self, request: HttpRequest) -> None:
        """Queue it."""
        seen = request.POST.get("digest", "")
        skip_errors = request.POST.get("skip_errors") == "on"
        steps.start(self.object.pk, request.user, digest=seen, skip_errors=skip_errors)


class CancelView(StepView):
    """ "Cancel"."""

    def step(self, request: HttpRequest) -> None:
        """Stop it."""
        steps.cancel(self.object.pk, request.user)


class AgainView(StepView):
    """ "Check again"."""

    def step(self, request: HttpRequest) -> None:
        """Queue it."""
        steps.check_again(self.object.pk, request.user)


class RowsView(RunView):
    """One list of the preview or result, page by page."""

    template_name = "recommendations/admin/wizard/rows.html"

    def get(self, request: HttpRequest, *args: Any, outcome: str, **kwargs: Any) -> HttpResponse:
        """Show a page of it."""
        run = _with_lists(self.object, outcome)
        page = lists.page_of(run, outcome, request.GET.get("p"))
        context = self.get_context_data(
            name=outcome,
            title=lists.TITLES[outcome],
            explanation=lists.EXPLANATIONS[outcome],
            page=page,
            tallies=lists.tallies(run),
            labels_url=reverse("unknown-labels:index"),
        )
        return self.render_to_response(context)


class RowsFileView(RunView):
    """The whole list as CSV."""

    def get(self, request: HttpRequest, *args: Any, outcome: str, **kwargs: Any) -> HttpResponseBase:
        """Stream it."""
        return lists.as_csv(_with_lists(self.object, outcome), outcome)


def _with_lists(run: ImportRun, name: str) -> ImportRun:
    """Return the run if it has such a list."""
    if name not in lists.NAMES or run.cleaned_at or run.state not in (State.READY, State.DONE):
        raise Http404
    return run


class UndoView(WizardView):
    """ "Take back…" on an import: has it checked what that would do. Nothing changes before that was seen."""

    permission_required = "add"

    def get(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> HttpResponse:
        """Lead to the import."""
        return redirect("imports:inspect", pk)

    def post(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> HttpResponse:
        """Queue the check."""
        batch = get_object_or_404(ImportBatch, pk=pk)
        try:
            run = steps.undo(batch, request.user)
        except steps.NotNow as reason:
            messages.warning(request, str(reason))
            return redirect("imports:inspect", pk)
        return redirect("import-runs:run", run.pk)
