"""The form "Record progress": fill in, save and finish later, go on to check the answers."""

from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cities.admin.members import MemberView
from cities.admin.progress import answers, lapsed
from cities.admin.progress.drafts import PROBLEMS, address_of, all_is_well, already_sent, current_word
from cities.models import Assessor, ProgressDraft, ProgressUpdate
from cities.permissions import memberships_of
from cities.progress.current_word import lock
from recommendations.models import Recommendation

SAVE, MORE, CHECK = "save", "more", "check"
SCRIPT = "X-Keep-Draft"
"""Header of the script that saves while one types."""


class RecordView(MemberView):
    """Fill in the form. Whatever is posted is saved first, right or wrong."""

    template_name = "cities/admin/progress/record.html"
    header_icon = "history"

    revises: ProgressUpdate | None = None
    corrects: ProgressUpdate | None = None
    assessor: Assessor
    recommendation: Recommendation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find out whose word it is, and about what."""
        answer = self.find_subject(request)
        return answer or super().dispatch(request, *args, **kwargs)

    def find_subject(self, request: HttpRequest) -> HttpResponse | None:
        """Set assessor and recommendation. Who acts for several assessors chooses first."""
        self.recommendation = get_object_or_404(
            Recommendation.objects.with_citation(), slug=self.kwargs["slug"], merged_into=None, withdrawn_on=None
        )
        own = [membership.assessor for membership in memberships_of(request.user).values()]
        asked = request.GET.get("for") or request.POST.get("for")
        chosen = [assessor for assessor in own if asked in (None, "", assessor.slug)]
        if not chosen:
            raise PermissionDenied
        if len(chosen) > 1:
            return redirect(f"{reverse('progress:choose')}?about={self.recommendation.slug}")
        self.assessor = chosen[0]
        return None

    def get_page_title(self) -> str:
        """Name the screen."""
        return _("Record progress")

    def get_page_subtitle(self) -> str:
        """Name the recommendation."""
        return str(self.recommendation)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form with what was typed before, here or before the sign-in lapsed."""
        kept = lapsed.kept_answers(request)
        if kept:
            draft = self._draft(kept[0])
            draft.answers = kept[1]
            messages.warning(
                request,
                _("Your sign-in had lapsed. Here is what you wrote; it is not saved yet. Attach files again."),
            )
        else:
            draft = self._latest_draft() or self._new_draft(uuid4())
        filled = answers.filled_in(draft)
        if PROBLEMS in request.GET and draft.pk:
            all_is_well(draft, filled)
            return self._show(draft, filled)
        return self._show(draft, answers.as_typed(filled))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save what was typed; then go where the button says."""
        key = _key(request.POST.get("key", ""))
        with transaction.atomic():
            # One at a time: the script may save at the moment in which the button is pressed.
            lock(self.assessor)
            sent = ProgressUpdate.objects.filter(sent_as=key, assessor=self.assessor).first()
            if sent:
                return already_sent(request, sent)
            draft = self._draft(key)
            posted = answers.answers_of(request.POST)
            draft.answers = posted
            draft.save()
            if request.FILES:
                answers.take_files(draft, posted, request.FILES)
            filled = answers.filled_in(draft)
            if request.POST.get("then") == MORE and len(filled.rows) < answers.MOST_ROWS:
                posted["rows"] = [str(len(filled.rows) + 1)]
            draft.save(update_fields=["answers", "updated_at"])
        lapsed.forget_answers(request)
        if request.headers.get(SCRIPT):
            return JsonResponse({"saved": time_format(timezone.localtime(), "TIME_FORMAT")})
        return self._go_on(draft, request.POST.get("then", CHECK))

    def _go_on(self, draft: ProgressDraft, then: str) -> HttpResponse:
        """Lead on, always to another address: the back button then finds pages, no forms to send again."""
        filled = answers.filled_in(draft)
        refused = any(row.refused_file for row in filled.rows)
        if then == SAVE and not refused:
            messages.success(self.request, _("Saved. Only you can see it until you send it."))
            return redirect("my-city:index")
        if then == MORE and not refused:
            return redirect(f"{address_of(draft)}#{filled.rows[-1].prefix}")
        if all_is_well(draft, filled):
            return redirect("progress:check", draft.key)
        return redirect(address_of(draft, PROBLEMS))

    def _draft(self, key: UUID) -> ProgressDraft:
        """Return the person's own draft of this form, or a new one."""
        found = ProgressDraft.objects.filter(key=key).first()
        if found is None:
            return self._new_draft(key)
        if (found.user_id, found.recommendation_id, found.assessor_id) != (
            self.request.user.pk,
            self.recommendation.pk,
            self.assessor.pk,
        ):
            raise Http404
        return found

    def _latest_draft(self) -> ProgressDraft | None:
        return ProgressDraft.objects.filter(
            user=self.member,
            assessor=self.assessor,
            recommendation=self.recommendation,
            revises=self.revises,
            corrects=self.corrects,
        ).first()

    def _new_draft(self, key: UUID) -> ProgressDraft:
        today = self.assessor.city.today()
        return ProgressDraft(
            key=key,
            user=self.member,
            assessor=self.assessor,
            recommendation=self.recommendation,
            revises=self.revises,
            corrects=self.corrects,
            answers=answers.first_answers(self.revises or self.corrects, today, whole=True),
        )

    def _show(self, draft: ProgressDraft, filled: answers.FilledIn) -> HttpResponse:
        problems = filled.problems if filled.form.is_bound else []
        context = self.get_context_data(
            draft=draft,
            filled=filled,
            problems=problems,
            problems_heading=answers.in_words(problems),
            recommendation=self.recommendation,
            assessor=self.assessor,
            current=current_word(draft),
            returned=self.revises if self.revises and self.revises.return_note else None,
            correcting=self.corrects,
            owner=lapsed.owner_token(self.member),
            more_possible=len(filled.rows) < answers.MOST_ROWS,
        )
        if problems:
            context["header_title"] = _("Error: %(title)s") % {"title": context["header_title"]}
        return self.render_to_response(context)


class ReviseView(RecordView):
    """Change an entry that is pending or was returned."""

    states: tuple[str, ...] = (ProgressUpdate.State.PENDING, ProgressUpdate.State.RETURNED)

    def find_subject(self, request: HttpRequest) -> HttpResponse | None:
        """Start from the entry, if it is the person's own side's and may still be changed.

        What is posted is kept even where somebody has published the entry meanwhile; sending it is refused in words.
        """
        entry = self.own_entry(request)
        if entry.state not in self.states and request.method != "POST":
            messages.warning(request, _("This entry is published. Add a correction instead."))
            return redirect("progress:inspect", entry.pk)
        self.revises = entry
        return None

    def own_entry(self, request: HttpRequest) -> ProgressUpdate:
        """Return the entry of the address; of another assessor it is not found."""
        entries = ProgressUpdate.objects.select_related(
            "assessor__city", "recommendation__document", "recommendation__review__mechanism"
        )
        entry = get_object_or_404(entries, pk=self.kwargs["pk"], assessor__in=memberships_of(request.user))
        if hasattr(entry, "redaction"):
            raise PermissionDenied
        self.assessor, self.recommendation = entry.assessor, entry.recommendation
        return entry

    def get_page_title(self) -> str:
        """Name the screen."""
        return _("Change and send again")


class CorrectView(ReviseView):
    """Write a new entry that takes the place of a published one."""

    def find_subject(self, request: HttpRequest) -> HttpResponse | None:
        """Start from the published entry."""
        entry = self.own_entry(request)
        newer = entry.corrections.filter(state=ProgressUpdate.State.PUBLISHED).first()
        if (entry.state != ProgressUpdate.State.PUBLISHED or newer) and request.method != "POST":
            messages.warning(request, _("Only a published entry that nobody has corrected yet is corrected."))
            return redirect("progress:inspect", (newer or entry).pk)
        self.corrects = entry
        return None

    def get_page_title(self) -> str:
        """Name the screen."""
        return _("Add a correction")


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
