"""The screens "Record progress" and "Check answers": fill in, save and finish later, read through, send."""

import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cities import progress
from cities.admin.members import MemberView
from cities.admin.progress import form, lapsed
from cities.models import Assessor, Implementation, ProgressDraft, ProgressUpdate
from cities.permissions import memberships_of, progress_policy
from cities.progress.current_word import lock
from recommendations.models import Recommendation

SAVE, MORE, CHECK = "save", "more", "check"
PROBLEMS = "problems"
"""Parameter that asks for the form with what is wrong in it."""
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
        filled = form.filled_in(draft)
        if PROBLEMS in request.GET and draft.pk:
            _all_is_well(draft, filled)
            return self._show(draft, filled)
        return self._show(draft, form.as_typed(filled))

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
            answers = form.answers_of(request.POST)
            draft.answers = answers
            draft.save()
            if request.FILES:
                form.take_files(draft, answers, request.FILES)
            filled = form.filled_in(draft)
            if request.POST.get("then") == MORE and len(filled.rows) < form.MOST_ROWS:
                answers["rows"] = [str(len(filled.rows) + 1)]
            draft.save(update_fields=["answers", "updated_at"])
        lapsed.forget_answers(request)
        if request.headers.get(SCRIPT):
            return JsonResponse({"saved": time_format(timezone.localtime(), "TIME_FORMAT")})
        return self._go_on(draft, request.POST.get("then", CHECK))

    def _go_on(self, draft: ProgressDraft, then: str) -> HttpResponse:
        """Lead on, always to another address: the back button then finds pages, no forms to send again."""
        filled = form.filled_in(draft)
        refused = any(row.refused_file for row in filled.rows)
        if then == SAVE and not refused:
            messages.success(self.request, _("Saved. Only you can see it until you send it."))
            return redirect("my-city:index")
        if then == MORE and not refused:
            return redirect(f"{address_of(draft)}#{filled.rows[-1].prefix}")
        if _all_is_well(draft, filled):
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
        today = today_in(self.assessor)
        return ProgressDraft(
            key=key,
            user=self.member,
            assessor=self.assessor,
            recommendation=self.recommendation,
            revises=self.revises,
            corrects=self.corrects,
            answers=form.first_answers(self.revises or self.corrects, today, whole=True),
        )

    def _show(self, draft: ProgressDraft, filled: form.FilledIn) -> HttpResponse:
        problems = filled.problems if filled.form.is_bound else []
        context = self.get_context_data(
            draft=draft,
            filled=filled,
            problems=problems,
            problems_heading=form.in_words(problems),
            recommendation=self.recommendation,
            assessor=self.assessor,
            current=current_word(draft),
            returned=self.revises if self.revises and self.revises.return_note else None,
            correcting=self.corrects,
            owner=lapsed.owner_token(self.member),
            more_possible=len(filled.rows) < form.MOST_ROWS,
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


class OwnDraftView(MemberView):
    """A screen about one of the person's own drafts."""

    draft: ProgressDraft

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the draft. One that was sent leads to its entry; one of somebody else is not found."""
        own = memberships_of(request.user)
        key = self.kwargs["key"]
        sent = ProgressUpdate.objects.filter(sent_as=key, assessor__in=own).first()
        if sent:
            return already_sent(request, sent)
        drafts = ProgressDraft.objects.select_related(
            "assessor__city",
            "recommendation__document",
            "recommendation__review__mechanism",
            "revises__assessor__city",
            "revises__recommendation__review",
            "corrects",
        )
        self.draft = get_object_or_404(drafts, key=key, user=request.user, assessor__in=own)
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Name the recommendation."""
        return str(self.draft.recommendation)

    def form_url(self, *parameters: str) -> str:
        """Return the address of the form that the draft belongs to."""
        return address_of(self.draft, *parameters)


class ContinueView(OwnDraftView):
    """The way from a draft to its form."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead there."""
        return redirect(self.form_url())


class CheckView(OwnDraftView):
    """Read the answers through, see what others recorded meanwhile, and send."""

    template_name = "cities/admin/progress/check.html"
    header_icon = "history"

    def get_page_title(self) -> str:
        """Name the screen."""
        return _("Check your answers")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show them; where they are not complete, go back to the form."""
        return self._show()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send or publish, unless a rule forbids or somebody was quicker."""
        filled = form.filled_in(self.draft)
        if not filled.is_valid():
            return redirect(self.form_url(PROBLEMS))
        publish_too = may_publish(self.member, self.draft.assessor)
        try:
            entry = progress.send(
                self.draft,
                filled.claim(),
                user=self.member,
                seen=request.POST.get("seen", ""),
                publish_too=publish_too,
            )
        except ValidationError as error:
            # The refused entry may carry what was not written: read it anew.
            self.draft = ProgressDraft.objects.select_related("assessor__city", "recommendation").get(pk=self.draft.pk)
            return self._show(refused=error.messages)
        if entry.state == ProgressUpdate.State.PUBLISHED:
            messages.success(request, _("Published. Everybody can read it now."))
        else:
            messages.success(request, _("Sent to the coordinator. You see it under “My city” until it is published."))
        return redirect("progress:inspect", entry.pk)

    def _show(self, refused: list[str] | None = None) -> HttpResponse:
        filled = form.filled_in(self.draft)
        if not filled.is_valid() or not (refused or _all_is_well(self.draft, filled)):
            return redirect(self.form_url(PROBLEMS))
        draft, claim = self.draft, filled.claim()
        current = current_word(draft)
        said = claim.entry(draft)
        evidence = [source.unsaved() for source in claim.sources]
        others = ProgressUpdate.objects.filter(assessor=draft.assessor, recommendation=draft.recommendation)
        waiting = others.filter(state=ProgressUpdate.State.PENDING).exclude(pk=draft.revises_id or 0)
        context = self.get_context_data(
            draft=draft,
            said=said,
            claim=claim,
            sources=list(zip(claim.sources, evidence, strict=True)),
            current=current,
            waiting=waiting.select_related("submitted_by").order_by("pk"),
            since=others.public().filter(published_at__gte=draft.started_at).order_by("pk"),
            unproven_rise=progress.is_unproven_rise(claim.status, current.status if current else None, evidence),
            publishes=may_publish(self.member, draft.assessor),
            second_member=draft.assessor.kind == Assessor.Kind.COMMUNITY,
            form_url=self.form_url(),
            refused=refused or [],
            seen=progress.seen_now(draft.assessor, draft.recommendation),
        )
        return self.render_to_response(context)


class DiscardView(OwnDraftView):
    """Throw unsent answers away, after asking."""

    template_name = "cities/admin/progress/discard.html"
    header_icon = "bin"

    def get_page_title(self) -> str:
        """Name the screen."""
        return _("Throw away")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do so."""
        progress.discard(self.draft)
        messages.success(request, _("Thrown away. Nothing was sent."))
        return redirect("my-city:index")


def may_publish(user: User, assessor: Assessor) -> bool:
    """Tell whether what the user writes for an assessor is public at once: a community's waits for somebody else."""
    entry = ProgressUpdate(assessor=assessor)
    return assessor.kind != Assessor.Kind.COMMUNITY and progress_policy.user_has_permission_for_instance(
        user, "publish", entry
    )


def today_in(assessor: Assessor) -> datetime.date:
    """Return the day it is in the assessor's city."""
    return timezone.localdate(timezone=ZoneInfo(assessor.city.time_zone))


def current_word(draft: ProgressDraft) -> Implementation | None:
    """Return what the draft's assessor says today."""
    words = Implementation.objects.filter(assessor=draft.assessor, recommendation=draft.recommendation)
    return words.select_related("current").first()


def address_of(draft: ProgressDraft, *parameters: str) -> str:
    """Return the address of the form that a draft belongs to."""
    query = {"for": draft.assessor.slug, **dict.fromkeys(parameters, "1")}
    if draft.revises_id:
        return reverse("progress:revise", args=[draft.revises_id], query=query)
    if draft.corrects_id:
        return reverse("progress:correct", args=[draft.corrects_id], query=query)
    return reverse("progress:record", args=[draft.recommendation.slug], query=query)


def already_sent(request: HttpRequest, entry: ProgressUpdate) -> HttpResponse:
    """Answer a second press of the button."""
    messages.info(request, _("You have sent this already. Here it is; nothing was sent twice."))
    return redirect("progress:inspect", entry.pk)


def _all_is_well(draft: ProgressDraft, filled: form.FilledIn) -> bool:
    """Check the form, then the rules of progress, and put what is broken at its field."""
    if not filled.is_valid():
        return False
    claim = filled.claim()
    evidence = [source.unsaved() for source in claim.sources]
    try:
        progress.check(claim.entry(draft), evidence=evidence, actions=claim.actions)
    except ValidationError as error:
        for name, errors in error.error_dict.items():
            name = name.removesuffix("_en").removesuffix("_es")
            filled.form.add_error(name if name in filled.form.fields else None, errors)
        return False
    return True


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
