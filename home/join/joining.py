"""The steps onto the list and off it. Each is one transaction, and its mail is queued in it.

Whether an address is on the list is told to nobody but its owner: the answer to the form is always the same.
"""

import uuid
from datetime import date, timedelta

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from home.join.models import CONFIRM_WITHIN, LEAVE, JoinRequest
from home.mail.models import SuppressedAddress
from home.mail.outbox import Words, tell_address

_CONFIRM = "home.join.confirm"
MAIL_AGAIN_AFTER = timedelta(hours=1)
"""Within that nobody gets a second mail, whoever types the address in."""


class NotValid(Exception):
    """The address is not ours, was used, or came too late."""


@transaction.atomic
def ask(email: str, name: str, group: str, language: str) -> None:
    """Note that somebody wants to join, and send the mail that asks whether it was its owner."""
    now = timezone.now()
    request = JoinRequest.objects.select_for_update().filter(email__iexact=email).first()
    if request is not None and (request.confirmed_at and not request.left_at):
        return
    if request is not None and now - request.asked_at < MAIL_AGAIN_AFTER and not request.left_at:
        return
    if request is None:
        request = JoinRequest(email=email.lower())
    request.name, request.group, request.language = name, group, language
    request.key, request.asked_at, request.confirmed_at, request.left_at = uuid.uuid4(), now, None, None
    request.save()
    token = signing.dumps(request.key.hex, salt=_CONFIRM)
    tell_address(request.email, language, lambda: _please_confirm(token))


def _please_confirm(token: str) -> Words:
    return Words(
        _("Please confirm that you want to join"),
        _(
            "Somebody, we hope you, entered this address on our site. Confirm on the page below and you are on the "
            "list. If it was not you, do nothing: you get no more mail, and we forget the address after {days} days."
        ).format(days=CONFIRM_WITHIN.days),
        reverse("join_confirm", args=[token]),
    )


def to_confirm(token: str) -> JoinRequest:
    """Return whose confirmation the address in the mail asks for. Raises NotValid; an address works once."""
    try:
        key = signing.loads(token, salt=_CONFIRM, max_age=CONFIRM_WITHIN)
    except signing.BadSignature as problem:
        raise NotValid from problem
    request = JoinRequest.objects.filter(key=uuid.UUID(key), confirmed_at__isnull=True, left_at__isnull=True).first()
    if request is None:
        raise NotValid
    return request


@transaction.atomic
def confirm(token: str, keep_months: int) -> JoinRequest:
    """Put somebody on the list for ``keep_months``. Raises NotValid."""
    request = JoinRequest.objects.select_for_update().get(pk=to_confirm(token).pk)
    if request.confirmed_at:
        raise NotValid
    request.confirmed_at = timezone.now()
    request.keep_until = keep_until(timezone.localdate(), keep_months)
    request.save(update_fields=["confirmed_at", "keep_until"])
    return request


def keep_until(today: date, months: int) -> date:
    """Return the last day on which a confirmation of today is kept."""
    years, month = divmod(today.month - 1 + months, 12)
    # The 28th at the latest: a day that every month has.
    return date(today.year + years, month + 1, min(today.day, 28))


def leaver(token: str) -> JoinRequest:
    """Return who would leave by this address. Raises NotValid."""
    try:
        key = signing.loads(token, salt=LEAVE)
    except signing.BadSignature as problem:
        raise NotValid from problem
    request = JoinRequest.objects.filter(key=uuid.UUID(key)).first()
    if request is None:
        raise NotValid
    return request


@transaction.atomic
def leave(token: str) -> None:
    """Take somebody off the list; all but the address is forgotten at once. Raises NotValid; a second time is none."""
    request = JoinRequest.objects.select_for_update().get(pk=leaver(token).pk)
    if request.left_at:
        return
    request.left_at, request.name, request.group = timezone.now(), "", ""
    request.save(update_fields=["left_at", "name", "group"])


def without_mail() -> list[str]:
    """Return the addresses that get no mail from here at all: nobody hands them to a mailing list."""
    return list(SuppressedAddress.objects.values_list("address", flat=True))


def forget() -> int:
    """Delete whatever must not be kept any longer; return how many rows that were."""
    return JoinRequest.objects.outdated(timezone.now()).delete()[0]
