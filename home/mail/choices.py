"""How often somebody wants mail: chosen on a page with a signed address, which every mail carries, without signing in.

The address works for one click of a mail program too (RFC 8058): a POST that says "List-Unsubscribe=One-Click" ends
the mail. A GET changes nothing.
"""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from home.mail.models import MailChoice, Message, Rhythm, SuppressedAddress

_SALT = "home.mail.choices"


@dataclass(frozen=True)
class Reader:
    """Who reads a mail: somebody with an account, or an address alone."""

    user: User | None
    address: str

    @property
    def rhythm(self) -> str:
        """What is chosen now."""
        if SuppressedAddress.objects.filter(address=self.address.lower()).exists():
            return Rhythm.NEVER
        choice = MailChoice.objects.filter(user=self.user).first() if self.user else None
        return choice.rhythm if choice else Rhythm.AT_ONCE

    def choose(self, rhythm: str) -> None:
        """Keep a choice. What somebody unsubscribed, she may subscribe again; what a server refused stays refused."""
        address = self.address.lower()
        own = SuppressedAddress.objects.filter(address=address, reason=SuppressedAddress.Reason.UNSUBSCRIBED)
        if self.user:
            MailChoice.objects.update_or_create(user=self.user, defaults={"rhythm": rhythm})
            own.delete()
        elif rhythm == Rhythm.NEVER:
            SuppressedAddress.objects.get_or_create(
                address=address, defaults={"reason": SuppressedAddress.Reason.UNSUBSCRIBED}
            )
        else:
            own.delete()


def choice_path(message: Message) -> str:
    """Return the address of a reader's own page, in the active language."""
    who = {"user": message.user_id} if message.user_id else {"address": message.address}
    return reverse("mail_choice", args=[signing.dumps(who, salt=_SALT, compress=True)])


def _reader(token: str) -> Reader:
    try:
        who = signing.loads(token, salt=_SALT)
    except signing.BadSignature as forged:
        raise Http404 from forged
    if "address" in who:
        return Reader(None, who["address"])
    user = get_user_model().objects.filter(pk=who["user"]).first()
    if user is None:
        raise Http404
    return Reader(user, user.email)


@csrf_exempt  # The signed address is the proof, and a mail program has no cookie of ours.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mail_choice(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is chosen; take a choice by POST."""
    reader = _reader(token)
    problem = ""
    if request.method == "POST":
        if request.POST.get("List-Unsubscribe") == "One-Click":
            reader.choose(Rhythm.NEVER)
            return HttpResponse(_("You get no more mail from us."), content_type="text/plain; charset=utf-8")
        rhythm = request.POST.get("rhythm", "")
        if rhythm in Rhythm.values:
            reader.choose(rhythm)
            return redirect(f"{request.path}?saved=yes")
        problem = _("Choose how often you want mail.")
    offered = [each for each in Rhythm if reader.user or each != Rhythm.DAILY]
    context = {
        "offered": offered,
        "chosen": reader.rhythm,
        "problem": problem,
        "is_saved": request.GET.get("saved") == "yes",
    }
    return render(request, "home/mail_choice.html", context, status=400 if problem else 200)
