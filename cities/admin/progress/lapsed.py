"""What somebody had typed when the sign-in lapsed waits in the new session until the same person is back.

Wagtail answers a form that is sent without a sign-in by asking to sign in, and forgets the form. Answers are kept for
their author alone: the form carries a signed name, and nobody else is shown them. Files have to be attached again.
"""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.csrf import csrf_failure as stock_failure

from cities.admin.progress.answers import answers_of
from cities.models import Redaction
from cities.models.drafting import Answers
from mechanisms.permissions import User

KEEPING_VIEWS = frozenset({"progress:record", "progress:revise", "progress:correct"})
KEPT_FOR = timedelta(hours=2)
OWNER = "owner"
_IN_SESSION = "answers_when_the_sign_in_lapsed"
_SALT = "cities.admin.progress"
_LARGEST = 200_000


def owner_token(user: User) -> str:
    """Return what the form carries to say whose it is."""
    return signing.dumps(user.pk, salt=_SALT)


class KeepAnswersMiddleware:
    """Keeps what was posted to the form by somebody whose sign-in has lapsed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: object) -> None:
        """Keep the answers; Wagtail then asks to sign in and comes back to the form."""
        match = request.resolver_match
        if request.method != "POST" or match is None or match.view_name not in KEEPING_VIEWS:
            return
        if not request.user.is_authenticated:
            _keep(request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Keep the answers of a form that was open while its author signed in anew elsewhere; refuse anything else.

    A new sign-in makes the forms of older tabs invalid. Nothing is done for such a form but to show its author the
    text again: the signed name in it is one that no other site can know.
    """
    match = request.resolver_match
    if request.method == "POST" and match is not None and match.view_name in KEEPING_VIEWS and _keep(request):
        return redirect(request.get_full_path())
    return stock_failure(request, reason=reason)


def kept_answers(request: HttpRequest) -> tuple[UUID, Answers] | None:
    """Return the key and the answers that wait for this very person at this very address, if there are any."""
    kept = request.session.get(_IN_SESSION)
    if not kept or kept["owner"] != request.user.pk or kept["path"] != request.path:
        return None
    return UUID(kept["key"]), kept["answers"]


def forget_answers(request: HttpRequest) -> None:
    """Forget what waited: it was sent again."""
    request.session.pop(_IN_SESSION, None)


def forget_redacted(redaction: Redaction, **kwargs: object) -> None:
    """Forget, in every session, answers that repeat a redacted entry: those it was sent from, and changes to it."""
    entry = redaction.update
    if entry is None:
        return
    paths = {reverse(f"progress:{screen}", args=[entry.pk]) for screen in ("revise", "correct")}
    for session in Session.objects.iterator():
        kept = session.get_decoded()
        waiting = kept.get(_IN_SESSION)
        if waiting and (waiting["path"] in paths or waiting["key"] == str(entry.sent_as)):
            del kept[_IN_SESSION]
            session.session_data = SessionStore().encode(kept)
            session.save(update_fields=["session_data"])


def _keep(request: HttpRequest) -> bool:
    try:
        owner = signing.loads(request.POST.get(OWNER, ""), salt=_SALT)
        key = UUID(request.POST.get("key", ""))
    except (signing.BadSignature, ValueError):
        return False
    answers = answers_of(request.POST)
    if sum(len(value) for values in answers.values() for value in values) > _LARGEST:
        return False
    request.session[_IN_SESSION] = {"owner": owner, "path": request.path, "key": str(key), "answers": answers}
    if not request.user.is_authenticated:
        request.session.set_expiry(KEPT_FOR)
    return True
