"""After the form "Record progress": go on with it, read the answers through and send them, throw them away."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cities import progress
from cities.admin.members import MemberView
from cities.admin.progress import answers
from cities.admin.progress.drafts import (
    PROBLEMS,
    address_of,
    all_is_well,
    already_sent,
    current_word,
    may_publish,
)
from cities.models import Assessor, ProgressDraft, ProgressUpdate
from cities.permissions import memberships_of


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
        filled = answers.filled_in(self.draft)
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
        filled = answers.filled_in(self.draft)
        if not filled.is_valid() or not (refused or all_is_well(self.draft, filled)):
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
