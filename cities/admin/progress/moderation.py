"""What waits for a coordinator, publishing or returning it, and the other side's one reply."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cities import progress
from cities.admin.members import MemberView
from cities.admin.membership import problems_of
from cities.models import Assessor, Implementation, Membership, ProgressReply, ProgressUpdate
from cities.permissions import memberships_of, progress_policy
from cities.progress.current_word import lock
from mechanisms.permissions import User
from recommendations.admin.listing import CITATION_PATHS

PUBLISH, RETURN = "publish", "return"


def waiting_entries(user: User) -> QuerySet[ProgressUpdate]:
    """Return what waits for the coordinators of the user's assessors, the oldest first."""
    pending = ProgressUpdate.objects.filter(state=ProgressUpdate.State.PENDING, assessor__in=memberships_of(user))
    named = pending.select_related(
        "assessor__city", "submitted_by", *(f"recommendation__{path}" for path in CITATION_PATHS)
    )
    return named.order_by("submitted_at", "pk")


class WaitingView(MemberView):
    """All that waits: now → proposed, the oldest first."""

    template_name = "cities/admin/progress/waiting.html"
    header_icon = "history"

    def get_page_title(self) -> str:
        """Name the screen."""
        return _("Waiting for a coordinator")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """List each entry with the word it would replace (two queries)."""
        entries = list(waiting_entries(self.request.user))
        words = Implementation.objects.filter(
            assessor__in={entry.assessor_id for entry in entries},
            recommendation__in={entry.recommendation_id for entry in entries},
        )
        now = {(word.assessor_id, word.recommendation_id): word for word in words}
        rows = [(entry, now.get((entry.assessor_id, entry.recommendation_id))) for entry in entries]
        return super().get_context_data(rows=rows, **kwargs)


class DecideForm(forms.Form):
    """What is missing, for an entry that goes back."""

    note = forms.CharField(
        label=gettext_lazy("If you return it: what is missing?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("Whoever sent it reads this."),
    )


class DecideView(MemberView):
    """Publish a pending entry, or return it with a note. For coordinators of its assessor."""

    template_name = "cities/admin/progress/decide.html"
    header_icon = "history"
    entry: ProgressUpdate

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the entry; of another assessor it is not found."""
        entries = ProgressUpdate.objects.select_related(
            "assessor__city", "submitted_by", *(f"recommendation__{path}" for path in CITATION_PATHS)
        )
        self.entry = get_object_or_404(entries, pk=self.kwargs["pk"], assessor__in=memberships_of(request.user))
        if not progress_policy.user_has_permission_for_instance(request.user, "publish", self.entry):
            raise PermissionDenied
        if self.entry.state != ProgressUpdate.State.PENDING:
            messages.info(request, _("Somebody has decided about this entry already."))
            return redirect("progress:inspect", self.entry.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Name the screen."""
        return _("Publish or return")

    def get_page_subtitle(self) -> str:
        """Name the recommendation."""
        return str(self.entry.recommendation)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the entry."""
        return self._show(DecideForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decide about the very words that were shown."""
        form = DecideForm(request.POST)
        form.full_clean()
        publishes = request.POST.get("then") == PUBLISH
        try:
            self._decide(publishes=publishes, note=form.cleaned_data.get("note", ""))
        except ValidationError as error:
            _put(form, error, {"return_note": "note"})
            return self._show(form)
        messages.success(
            request, _("Published. Everybody can read it now.") if publishes else _("Returned, with your note.")
        )
        return redirect("progress:waiting")

    @transaction.atomic
    def _decide(self, *, publishes: bool, note: str) -> None:
        lock(self.entry.assessor)
        self.entry.refresh_from_db()
        if self.request.POST.get("seen") != words_of(self.entry):
            raise ValidationError(_("The entry was changed while you read it. Read it again, then decide."))
        if publishes:
            progress.publish(self.entry, user=self.member)
        else:
            progress.return_to_contributor(self.entry, user=self.member, note=note)

    def _show(self, form: DecideForm) -> HttpResponse:
        key = {"assessor": self.entry.assessor, "recommendation": self.entry.recommendation}
        current = Implementation.objects.filter(**key).first()
        evidence = list(self.entry.evidence.all())
        before = current.status if current else None
        context = self.get_context_data(
            entry=self.entry,
            form=form,
            problems=problems_of(form),
            current=current,
            recommendation=self.entry.recommendation,
            unproven_rise=progress.is_unproven_rise(self.entry.status, before, evidence),
            own=self.entry.submitted_by_id == self.request.user.pk,
            needs_second=self.entry.assessor.kind == Assessor.Kind.COMMUNITY,
            seen=words_of(self.entry),
        )
        return self.render_to_response(context)


def words_of(entry: ProgressUpdate) -> str:
    """Return a mark of an entry's words: another mark, other words. (Sending again always stamps a new form key.)"""
    return f"{entry.sent_as or entry.pk}"


class ReplyForm(forms.Form):
    """One dated answer, in one language."""

    language = forms.ChoiceField(
        label=gettext_lazy("I write in"),
        choices=[("en", gettext_lazy("English")), ("es", gettext_lazy("Spanish"))],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("Your reply"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=3000,
        help_text=gettext_lazy(
            "One reply for each entry, public at once and dated. It cannot be changed. Name no private person."
        ),
    )


class ReplyView(MemberView):
    """Answer what another assessor of the same city published. For coordinators, once."""

    template_name = "cities/admin/progress/reply.html"
    header_icon = "comment"
    entry: ProgressUpdate
    assessor: Assessor

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find a published entry of the other side; anything else is not found."""
        entries = ProgressUpdate.objects.public().filter(redaction__isnull=True)
        self.entry = get_object_or_404(
            entries.select_related("assessor__city", *(f"recommendation__{path}" for path in CITATION_PATHS)),
            pk=self.kwargs["pk"],
        )
        own = [
            membership.assessor
            for membership in memberships_of(request.user).values()
            if membership.role == Membership.Role.COORDINATOR and membership.assessor.is_verified
        ]
        sides = [one for one in own if one.city_id == self.entry.assessor.city_id and one != self.entry.assessor]
        if not sides:
            raise Http404
        self.assessor = sides[0]
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Name the screen."""
        return _("Reply")

    def get_page_subtitle(self) -> str:
        """Name the recommendation."""
        return str(self.entry.recommendation)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the entry and the form."""
        return self._show(ReplyForm(initial={"language": (get_language() or "en")[:2]}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Publish the reply."""
        form = ReplyForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        text = {f"text_{form.cleaned_data['language']}": form.cleaned_data["text"]}
        try:
            progress.reply(self.entry, assessor=self.assessor, user=self.member, **text)
        except ValidationError as error:
            _put(form, error, {"text_en": "text"})
            return self._show(form)
        messages.success(request, _("Your reply is published."))
        return redirect("my-city:index")

    def _show(self, form: ReplyForm) -> HttpResponse:
        context = self.get_context_data(
            entry=self.entry,
            form=form,
            assessor=self.assessor,
            replied=ProgressReply.objects.filter(update=self.entry, assessor=self.assessor).first(),
            problems=problems_of(form),
        )
        return self.render_to_response(context)


def _put(form: forms.Form, error: ValidationError, names: dict[str, str]) -> None:
    """Put a refusal of the rules at the form's own field."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        field = names.get(name, name)
        form.add_error(field if field in form.fields and name != NON_FIELD_ERRORS else None, errors)
