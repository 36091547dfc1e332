"""Mail that comes back late: it counts where it proves that it is about a mail of ours, and the address is at fault."""

import io
import os

import pytest
from django.core.management import call_command

from home.mail.bounces import read_bounce
from home.mail.models import Message, SuppressedAddress
from home.mail.outbox import Words, deliver, is_suppressed, tell_address
from tests.home.mail.smtp_server import SmtpServer

pytestmark = pytest.mark.django_db
GONE = "Gone@example.org"


def bounce(
    message_id: str, *, address: str = GONE, action: str = "failed", status: str = "5.1.1", whole: bool = True
) -> bytes:
    """Write a bounce as mail servers do; ``whole``: our mail comes back with its words, else its headers alone."""
    ours = f"From: rights@example.org\nTo: {address}\nMessage-ID: {message_id}\nSubject: Hello\n"
    kind, ours = ("message/rfc822", f"{ours}\nWords.\n") if whole else ("text/rfc822-headers", ours)
    return f"""\
From: Mail Delivery System <MAILER-DAEMON@mx.example.net>
To: rights@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge"

--edge
Content-Type: text/plain

I am sorry to inform you that your mail could not be delivered.

--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; {address.lower()}
Original-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 No such user here

--edge
Content-Type: {kind}

{ours}
--edge--
""".encode()


@pytest.fixture
def message_id(server: SmtpServer) -> str:
    """The Message-ID of a mail of ours that its first server took."""
    tell_address(GONE, "en", lambda: Words("Hello", "Words.", "/en/"))
    assert deliver() == 1
    return f"<{Message.objects.get().key}@localhost>"


@pytest.mark.parametrize("whole", [True, False])
def test_an_address_that_fails_hours_later_gets_no_more_mail(message_id: str, whole: bool) -> None:
    assert read_bounce(bounce(message_id, whole=whole)) == [GONE.lower()]
    kept = SuppressedAddress.objects.get()
    assert (kept.address, kept.reason, kept.answer) == (GONE.lower(), "bounced", "5.1.1 550 No such user here")
    assert tell_address(GONE, "en", lambda: Words("Again", "Words.", "/en/")) is None


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("failed", "5.2.2"), ("failed", "5.7.1")])
def test_what_may_be_otherwise_tomorrow_counts_for_nothing(message_id: str, action: str, status: str) -> None:
    assert read_bounce(bounce(message_id, action=action, status=status)) == []
    assert not is_suppressed(GONE)


def test_nobody_shuts_anybody_out_by_a_made_up_bounce(message_id: str) -> None:
    made_up = bounce("<00000000-0000-4000-8000-000000000000@localhost>")
    of_somebody_else = bounce(message_id, address="editor@example.org")
    for mail in (made_up, of_somebody_else, b"", b"Subject: Out of office\n\nBack on Monday.", os.urandom(500)):
        assert read_bounce(mail) == []
    assert not SuppressedAddress.objects.exists()


def test_the_pipe_says_what_it_did_and_takes_other_mail_without_failing(
    message_id: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for content, said in (
        (b"Subject: Hello\n\nHello.", ""),
        (bounce(message_id), "gone@example.org gets no more mail\n"),
    ):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
        call_command("read_bounce")
        assert capsys.readouterr().out == said
