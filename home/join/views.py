"""The addresses behind the form and in the mails. A GET changes nothing: programs that look at mail open links."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from home.join import joining
from home.join.models import CONFIRM_WITHIN
from home.join.page import JoinPage

KEEP_MONTHS = 24
"""Where the page with the form is gone meanwhile."""

_STEP = "home/join/step.html"


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Say what happens next."""
    return render(request, "home/join/asked.html", {"days": CONFIRM_WITHIN.days})


@csrf_exempt  # The signed address is the proof; a mail program's browser may have no cookie of ours.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once more, and put the person on the list by POST."""
    try:
        if request.method != "POST":
            return render(request, _STEP, {"step": "confirm", "email": joining.to_confirm(token).email})
        page = JoinPage.objects.live().order_by("path").first()
        member = joining.confirm(token, page.keep_months if page else KEEP_MONTHS)
    except joining.NotValid:
        return render(request, _STEP, {"step": "not_valid"}, status=410)
    return render(request, _STEP, {"step": "confirmed", "leave": member.leave_path, "until": member.keep_until})


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to leave, and do it by POST; a mail program's one click (RFC 8058) is a POST, too."""
    try:
        if request.method != "POST":
            return render(request, _STEP, {"step": "leave", "email": joining.leaver(token).email})
        joining.leave(token)
    except joining.NotValid:
        return render(request, _STEP, {"step": "not_valid"}, status=410)
    if request.POST.get("List-Unsubscribe") == "One-Click":
        return HttpResponse(_("You are off the list."), content_type="text/plain; charset=utf-8")
    return render(request, _STEP, {"step": "left"})
