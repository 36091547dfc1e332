"""The outbox: messages are queued in the transaction of what they tell, and delivered later, each once.

Delivery takes a claim on a message first (one conditional UPDATE, so of two workers one gets it), sends outside of any
transaction, and then notes what became of it. A worker that dies leaves a claim that ends by itself. A mail whose
fate is unknown, because the connection broke before the server's last word, is sent again under the same Message-ID.
"""

import contextlib
import smtplib
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.utils import timezone, translation

from cities.models import Assessor, Membership
from home.mail.letters import letter
from home.mail.models import MailChoice, Message, Rhythm, SuppressedAddress

CLAIM_LASTS = timedelta(minutes=5)
"""Longer than a server may take for one mail (EMAIL_TIMEOUT for each step)."""
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
REFUSALS = 8
"""So often a server may refuse a mail for itself (its words, our address) before it is given up."""
DIGEST_TIME = time(8)
KEEP = timedelta(days=30)
"""What was delivered or dropped is forgotten after that."""


@dataclass(frozen=True)
class Words:
    """What a message says: a subject, a few sentences, and the address of the page to go to."""

    subject: str
    body: str
    path: str


Writer = Callable[[], Words]
"""Writes a message in the language that is active."""


# Queueing

_silence: ContextVar[bool] = ContextVar("silence", default=False)


@contextlib.contextmanager
def nobody_told() -> Iterator[None]:
    """Queue nothing while the block runs: for a history that is written after the fact, such as the demo's."""
    token = _silence.set(True)
    try:
        yield
    finally:
        _silence.reset(token)


def tell(users: Iterable[User], write: Writer, *, members_of: Assessor | None = None) -> list[Message]:
    """Queue one thing for each of these people, in their language and rhythm. Call it inside the transaction.

    People without an address, who want no mail, or whose address gets none, are left out. ``members_of``: only those
    who still act for this assessor when the mail goes out are told.
    """
    if _silence.get():
        return []
    people = {user.pk: user for user in users if user.email and user.is_active}
    choices = dict(MailChoice.objects.filter(user__in=people).values_list("user", "rhythm"))
    messages = []
    for pk, user in people.items():
        rhythm = choices.get(pk, Rhythm.AT_ONCE)
        if rhythm != Rhythm.NEVER and not is_suppressed(user.email):
            due = next_digest(user, timezone.now()) if rhythm == Rhythm.DAILY else timezone.now()
            messages.append(_queue(user.email, language_of(user), write, due, rhythm, user, members_of))
    return messages


def tell_address(address: str, language: str, write: Writer) -> Message | None:
    """Queue one thing for somebody who has no account here; None where the address gets no mail."""
    if _silence.get() or is_suppressed(address):
        return None
    return _queue(address, language, write, timezone.now(), Rhythm.AT_ONCE, None, None)


def language_of(user: User) -> str:
    """Return the language a person chose in the admin, else the site's first one."""
    profile = getattr(user, "wagtail_userprofile", None)
    chosen = profile.preferred_language if profile else ""
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def next_digest(user: User, now: datetime) -> datetime:
    """Return the next morning of the person's own zone."""
    profile = getattr(user, "wagtail_userprofile", None)
    zone = ZoneInfo((profile.current_time_zone if profile else "") or settings.TIME_ZONE)
    local = now.astimezone(zone)
    morning = datetime.combine(local.date(), DIGEST_TIME, tzinfo=zone)
    return morning if local < morning else datetime.combine(local.date() + timedelta(days=1), DIGEST_TIME, tzinfo=zone)


def is_suppressed(address: str) -> bool:
    """Whether an address gets no mail from here."""
    return SuppressedAddress.objects.filter(address=address.lower()).exists()


def suppress(address: str, reason: SuppressedAddress.Reason, answer: str = "") -> None:
    """Send no more mail to an address."""
    SuppressedAddress.objects.get_or_create(
        address=address.lower(), defaults={"reason": reason, "answer": answer[:500]}
    )


def _queue(
    address: str,
    language: str,
    write: Writer,
    due: datetime,
    rhythm: str,
    user: User | None,
    members_of: Assessor | None,
) -> Message:
    with translation.override(language):
        words = write()
    return Message.objects.create(
        address=address,
        language=language,
        # A line break in a subject would let somebody write headers.
        subject=" ".join(words.subject.split())[:250],
        body=words.body,
        path=words.path,
        due_at=due,
        rhythm=rhythm,
        user=user,
        members_of=members_of,
    )


# Delivering


class ServerAway(Exception):
    """The mail server cannot be reached, or takes nothing now; whatever waits has to wait."""


def deliver() -> int:
    """Send what is due; return how many mails went out. Raises nothing where the server is away: it is tried later."""
    sent = 0
    with_server: BaseEmailBackend = get_connection()
    try:
        while messages := claim():
            try:
                sent += _send(messages, with_server)
            except ServerAway:
                break
    finally:
        _close(with_server)
    return sent


def claim() -> list[Message]:
    """Take what is due first: one message, or all daily ones of the same person. Empty where nothing is due."""
    now = timezone.now()
    first = Message.objects.due(now).order_by("due_at", "id").first()
    while first is not None:
        together = Message.objects.due(now).filter(pk=first.pk)
        if first.rhythm == Rhythm.DAILY:
            # Those of one morning only: a digest that is tried again is the same mail under the same Message-ID.
            same = {"address": first.address, "language": first.language, "due_at": first.due_at}
            together = Message.objects.due(now).filter(rhythm=Rhythm.DAILY, **same)
        token = uuid.uuid4()
        # Another worker may have been quicker since we looked: then the condition holds no more, and nothing changes.
        together.update(claimed_by=token, claimed_until=now + CLAIM_LASTS, attempts=F("attempts") + 1)
        mine = list(Message.objects.filter(claimed_by=token).select_related("user", "members_of").order_by("id"))
        if mine:
            return mine
        first = Message.objects.due(now).order_by("due_at", "id").first()
    return []


def _send(messages: list[Message], server: BaseEmailBackend) -> int:
    wanted = [message for message in messages if not _drop_unwanted(message)]
    if not wanted:
        return 0
    try:
        # Opened here, the line stays open for the next mail.
        server.open()
        server.send_messages([letter(wanted)])
    except smtplib.SMTPRecipientsRefused as refusal:
        code, answer = next(iter(refusal.recipients.values()))
        said = f"{code} {_text(answer)}"
        if 500 <= code < 600:
            suppress(wanted[0].address, SuppressedAddress.Reason.BOUNCED, said)
            _note(wanted, dropped_at=timezone.now(), problem=said)
        else:
            _again(wanted, said)
        _close(server)
        return 0
    except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as refusal:
        said = f"{refusal.smtp_code} {_text(refusal.smtp_error)}"
        if refusal.smtp_code >= 500 and wanted[0].attempts >= REFUSALS:
            _note(wanted, dropped_at=timezone.now(), problem=said)
        else:
            _again(wanted, said)
        _close(server)
        return 0
    except OSError as trouble:
        # SMTPException is one, too: no connection, no sign-in, or the line broke.
        _again(wanted, f"{type(trouble).__name__}: {trouble}")
        raise ServerAway from trouble
    _note(wanted, sent_at=timezone.now(), problem="")
    return 1


def _drop_unwanted(message: Message) -> bool:
    """Drop what nobody should get any more: its reader left, was shut out, or said no meanwhile."""
    user, reason = message.user, ""
    if is_suppressed(message.address):
        reason = "suppressed address"
    elif user and not user.is_active:
        reason = "inactive user"
    elif user and MailChoice.objects.filter(user=user, rhythm=Rhythm.NEVER).exists():
        reason = "wants no mail"
    elif message.members_of and not _is_member(message):
        reason = "no member any more"
    if reason:
        _note([message], dropped_at=timezone.now(), problem=reason)
    return bool(reason)


def _is_member(message: Message) -> bool:
    return Membership.objects.current().filter(user=message.user, assessor=message.members_of).exists()


def _again(messages: list[Message], problem: str) -> None:
    """Try later, each time after twice as long."""
    wait = min(FIRST_WAIT * 2 ** min(messages[0].attempts - 1, 10), LONGEST_WAIT)
    _note(messages, due_at=timezone.now() + wait, problem=problem)


def _note(messages: list[Message], **fields: object) -> None:
    if problem := fields.get("problem"):
        fields["problem"] = str(problem)[:500]
    # Only while the claim is ours: after it ended, another worker's word counts.
    ours = Message.objects.filter(pk__in=[message.pk for message in messages], claimed_by=messages[0].claimed_by)
    ours.update(claimed_by=None, claimed_until=None, **fields)


def _close(server: BaseEmailBackend) -> None:
    """Hang up. A server that goes away while we say goodbye has everything that we sent."""
    # Django's backend forgets a broken line by itself; the next mail opens a new one.
    with contextlib.suppress(OSError):
        server.close()


def _text(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer


def forget() -> int:
    """Delete what was delivered or dropped long ago; return how many."""
    limit = timezone.now() - KEEP
    old = Message.objects.filter(sent_at__lt=limit) | Message.objects.filter(dropped_at__lt=limit)
    return old.delete()[0]
