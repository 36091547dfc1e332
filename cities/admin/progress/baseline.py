"""A baseline: one word on each recommendation of a theme, in one table, by keyboard.

It is for the words that need no evidence. What claims more is recorded one by one.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cities import progress
from cities.admin.members import MemberView
from cities.admin.membership import problems_of
from cities.admin.progress.choose import to_record_about
from cities.admin.progress.drafts import may_publish
from cities.admin.progress.form import DayInput
from cities.models import Assessor, ProgressUpdate
from cities.permissions import memberships_of
from cities.progress.current_word import lock
from cities.scope import LOCAL_REACH
from recommendations.models import Recommendation, Theme

MOST_ROWS = 100
Status = ProgressUpdate.Status
WITHOUT_EVIDENCE = (Status.NO_INFORMATION, Status.NO_ACTION, Status.LIMITED_PROGRESS)


class BaselineForm(forms.Form):
    """What holds for the whole table."""

    as_of = forms.DateField(label=gettext_lazy("As of"), widget=DayInput)
    where_looked = forms.CharField(
        label=gettext_lazy("Where did you look?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        help_text=gettext_lazy("For the whole table: such as council minutes and budget, 2023 to 2025."),
    )


class RowForm(forms.Form):
    """One recommendation: leave it open, or say one of the three words that need no evidence."""

    status = forms.ChoiceField(
        choices=[("", gettext_lazy("Leave open")), *((one.value, one.label) for one in WITHOUT_EVIDENCE)],
        required=False,
    )
    note = forms.CharField(required=False, max_length=1000)

    def __init__(self, recommendation: Recommendation, data: QueryDict | None = None) -> None:
        super().__init__(data, prefix=f"row-{recommendation.pk}")
        self.recommendation = recommendation
        name = {"name": recommendation}
        self.fields["status"].widget.attrs["aria-label"] = _("Status for %(name)s") % name
        self.fields["note"].widget.attrs["aria-label"] = _("What happened, for %(name)s") % name


@dataclass(slots=True)
class Table:
    """The whole table as filled in."""

    form: BaselineForm
    rows: list[RowForm]

    def is_valid(self) -> bool:
        """Tell whether all of it can be recorded."""
        return all([self.form.is_valid(), *(row.is_valid() for row in self.rows)])


class BaselineView(MemberView):
    """Fill in the table for one theme."""

    template_name = "cities/admin/progress/baseline.html"
    header_icon = "list-ul"
    theme: Theme
    assessor: Assessor

    def get_page_title(self) -> str:
        """Name the screen."""
        return _("Record a baseline")

    def get_page_subtitle(self) -> str:
        """Name the theme."""
        return str(self.theme)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find theme and assessor."""
        self.theme = get_object_or_404(Theme, slug=self.kwargs["slug"])
        own = [membership.assessor for membership in memberships_of(request.user).values()]
        asked = request.GET.get("for") or request.POST.get("for")
        chosen = [assessor for assessor in own if asked in (None, "", assessor.slug)]
        if len(chosen) > 1:
            return redirect("my-city:index")
        if chosen:
            self.assessor = chosen[0]
        elif own:
            return get_object_or_404(Assessor.objects.none())
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what is open."""
        form = BaselineForm(initial={"as_of": self.assessor.city.today()})
        return self._show(Table(form, [RowForm(one) for one in self._open()]))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Record every row that says something: all, or none where one cannot be."""
        posted = [one for one in self._open() if f"row-{one.pk}-status" in request.POST]
        table = Table(BaselineForm(request.POST), [RowForm(one, request.POST) for one in posted])
        if not table.is_valid():
            return self._show(table)
        said = [row for row in table.rows if row.cleaned_data["status"]]
        try:
            count = self._record(table.form, said)
        except ValidationError as error:
            table.form.add_error(None, error.messages)
            return self._show(table)
        if not count:
            table.form.add_error(None, _("Nothing is filled in that is still open."))
            return self._show(table)
        text = ngettext("%(count)s assessment recorded.", "%(count)s assessments recorded.", count)
        messages.success(request, text % {"count": count})
        return redirect("my-city:index")

    @transaction.atomic
    def _record(self, form: BaselineForm, rows: list[RowForm]) -> int:
        # Whoever was quicker keeps the word: only what is still open is recorded, so a second press records nothing.
        lock(self.assessor)
        still_open = {one.pk for one in self._open()}
        language = "es" if (get_language() or "en").startswith("es") else "en"
        count = 0
        for row in rows:
            if row.recommendation.pk not in still_open:
                continue
            entry = ProgressUpdate(
                assessor=self.assessor,
                recommendation=row.recommendation,
                status=row.cleaned_data["status"],
                as_of=form.cleaned_data["as_of"],
                confidence="low",
                **{
                    f"where_looked_{language}": form.cleaned_data["where_looked"],
                    f"note_{language}": row.cleaned_data["note"],
                },
            )
            progress.submit(entry, user=self.member)
            if may_publish(self.member, self.assessor):
                progress.publish(entry, user=self.member)
            count += 1
        return count

    def _open(self) -> list[Recommendation]:
        """Return what the assessor has not spoken about, nor has waiting: local recommendations of the theme."""
        spoken = self.assessor.progress_updates.exclude(state=ProgressUpdate.State.RETURNED).values("recommendation")
        of_theme = to_record_about(self.assessor).filter(
            pk__in=self.theme.recommendation_themes.values("content_object"), reach__in=LOCAL_REACH
        )
        return list(of_theme.exclude(pk__in=spoken)[:MOST_ROWS])

    def _show(self, table: Table) -> HttpResponse:
        problems = problems_of(table.form)
        for row in table.rows:
            for name, texts in (row.errors if row.is_bound else {}).items():
                problems += [(row[name].id_for_label, f"{row.recommendation}: {text}") for text in texts]
        context = self.get_context_data(
            table=table,
            theme=self.theme,
            assessor=self.assessor,
            problems=problems,
            meanings=[(one.label, one.meaning) for one in WITHOUT_EVIDENCE],
            publishes=may_publish(self.member, self.assessor),
        )
        return self.render_to_response(context)
