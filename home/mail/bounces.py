"""Bounces that come back as mail, hours after a server took our mail on: failed deliveries as RFC 3464 tells them.

Anybody can write such a mail. So it counts only where it gives back the Message-ID of a mail of ours to the very
address that is said to have failed: that number is known to us and to the servers of that mailbox alone.
"""

import re
from email import message_from_bytes
from email.message import Message as Mail
from uuid import UUID

from home.mail.models import Message, SuppressedAddress
from home.mail.outbox import suppress

_FOR_GOOD = re.compile(r"5\.(1\.\d+|2\.1|4\.4)\b")
"""Status codes (RFC 3463) that speak of the address itself: unknown, moved, shut, or of a domain that is no more.
A full mailbox (5.2.2) or a mail that somebody's filter dislikes (5.7) may be otherwise tomorrow."""

_OUR_KEY = re.compile(r"^Message-ID:\s*<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.IGNORECASE | re.MULTILINE)


def read_bounce(content: bytes) -> list[str]:
    """Read one mail and suppress the addresses that it says have failed for good; return them.

    Whatever is no such bounce, or is not about a mail of ours, changes nothing.
    """
    mail = message_from_bytes(content)
    ours = _mail_of_ours(mail)
    if ours is None:
        return []
    address, suppressed = ours.address.lower(), []
    for block in _reports(mail):
        status = _text(block, "Status")
        if _text(block, "Action").lower() == "failed" and address in _recipients(block) and _FOR_GOOD.match(status):
            said = _text(block, "Diagnostic-Code").partition(";")[2].strip()
            suppress(address, SuppressedAddress.Reason.BOUNCED, f"{status} {said}".strip())
            suppressed.append(address)
    return suppressed


def _mail_of_ours(mail: Mail) -> Message | None:
    """Return the message whose headers a bounce gives back, whole (message/rfc822) or alone (text/rfc822-headers)."""
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822" and part.is_multipart():
            headers = f"Message-ID: {_text(part.get_payload(0), 'Message-ID')}"  # type: ignore[arg-type]
        elif kind == "text/rfc822-headers":
            headers = (part.get_payload(decode=True) or b"").decode("ascii", "replace")  # type: ignore[union-attr]
        else:
            continue
        key = _OUR_KEY.search(headers)
        found = Message.objects.filter(key=UUID(key[1])).first() if key else None
        if found:
            return found
    return None


def _reports(mail: Mail) -> list[Mail]:
    """Return the blocks of the machine's report: one of the mail as a whole, then one for each recipient."""
    parts = [part for part in mail.walk() if part.get_content_type() == "message/delivery-status"]
    return [block for part in parts if part.is_multipart() for block in part.get_payload()]  # type: ignore[misc]


def _recipients(block: Mail) -> set[str]:
    """Return the address that failed, as we wrote it and as the last server knew it."""
    named = (_text(block, name) for name in ("Original-Recipient", "Final-Recipient"))
    return {one.rpartition(";")[2].strip().strip("<>").lower() for one in named}


def _text(block: Mail, name: str) -> str:
    return str(block.get(name, "")).strip()
