"""What the screens of "Record progress" ask about unsent answers."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cities import progress
from cities.admin.progress import answers
from cities.models import Assessor, Implementation, ProgressDraft, ProgressUpdate
from cities.permissions import progress_policy

PROBLEMS = "problems"
"""Parameter that asks for the form with what is wrong in it."""


def may_publish(user: User, assessor: Assessor) -> bool:
    """Tell whether what the user writes for an assessor is public at once: a community's waits for somebody else."""
    entry = ProgressUpdate(assessor=assessor)
    return assessor.kind != Assessor.Kind.COMMUNITY and progress_policy.user_has_permission_for_instance(
        user, "publish", entry
    )


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


def all_is_well(draft: ProgressDraft, filled: answers.FilledIn) -> bool:
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
