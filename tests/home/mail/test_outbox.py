"""The outbox on a real mail server: nothing is lost, nothing is doubled, nobody is pestered."""

import datetime

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.users.models import UserProfile

from home.mail import outbox
from home.mail.models import MailChoice, Message, Rhythm, SuppressedAddress
from home.mail.outbox import Words, claim, deliver, forget, tell, tell_address
from tests.factories import MembershipFactory, UserFactory
from tests.home.mail.smtp_server import SmtpServer, running

pytestmark = pytest.mark.django_db


def words(subject: str = "A subject") -> Words:
    return Words(subject, "A sentence.", "/en/cities/")


def all_due() -> None:
    """Let time pass until everything may be tried again."""
    Message.objects.waiting().update(due_at=timezone.now(), claimed_until=None)


def subjects(server: SmtpServer) -> list[str]:
    return [str(mail["Subject"]) for _address, mail in server.accepted]


def test_a_mail_goes_out_once_as_text_and_html(server: SmtpServer) -> None:
    tell([UserFactory(email="ana@example.org")], words)
    assert (deliver(), deliver()) == (1, 0)
    ((address, mail),) = server.accepted
    assert address == "ana@example.org"
    assert mail["From"] == "rights@example.org"
    text, html = mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()
    assert "A sentence.\nhttp://localhost:8000/en/cities/" in text.replace("\r", "")
    assert 'href="http://localhost:8000/en/cities/"' in html
    assert '<html lang="en">' in html
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].strip().startswith("<http://localhost:8000/en/mail/")
    assert mail["Auto-Submitted"] == "auto-generated"


def test_each_reader_is_told_in_the_language_chosen_in_the_admin(server: SmtpServer) -> None:
    reader = UserFactory(email="ana@example.org")
    profile = UserProfile.get_for_user(reader)
    profile.preferred_language = "es"
    profile.save()
    tell([reader], words)
    deliver()
    ((_, mail),) = server.accepted
    assert mail["Content-Language"] == "es"
    assert "Con qué frecuencia quiere correo" in mail.get_body(("plain",)).get_content()


def test_what_is_rolled_back_is_not_told(server: SmtpServer) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        tell([UserFactory()], words)
        raise RuntimeError
    assert deliver() == 0
    assert not server.accepted


def test_a_server_that_is_away_loses_nothing_and_doubles_nothing(mail_port: int) -> None:
    people = [UserFactory() for _ in range(3)]
    tell(people, words)
    for attempt in range(1, 4):
        assert deliver() == 0
        waiting = Message.objects.waiting()
        assert waiting.count() == 3
        # One knock at the door is enough to know; it waits twice as long each time.
        tried = waiting.get(attempts=attempt)
        wait = tried.due_at - timezone.now()
        assert datetime.timedelta(seconds=15 * 2**attempt - 10) < wait <= datetime.timedelta(seconds=15 * 2**attempt)
        Message.objects.filter(pk=tried.pk).update(due_at=timezone.now() - datetime.timedelta(hours=1))
        assert "ConnectionRefusedError" in tried.problem
    all_due()
    with running(mail_port) as server:
        assert deliver() == 3
        assert deliver() == 0
    assert sorted(address for address, _ in server.accepted) == sorted(user.email for user in people)


def test_a_line_that_breaks_before_the_last_word_is_tried_again_under_the_same_id(server: SmtpServer) -> None:
    tell([UserFactory()], words)
    server.behaviour.break_after_data = 1
    assert deliver() == 0
    all_due()
    assert deliver() == 1
    # The server had taken it: it sees the same identity, by which it can tell.
    first, second = (mail["Message-ID"] for _, mail in server.accepted)
    assert first == second


def test_an_address_that_is_refused_for_good_gets_no_more(server: SmtpServer) -> None:
    gone, here = UserFactory(email="Gone@example.org"), UserFactory()
    server.behaviour.refuse["Gone@example.org"] = "550 5.1.1 No such user"
    tell([gone, here], words)
    assert deliver() == 1
    suppressed = SuppressedAddress.objects.get()
    assert (suppressed.address, suppressed.reason) == ("gone@example.org", "bounced")
    assert "No such user" in suppressed.answer
    assert Message.objects.get(user=gone).dropped_at
    assert not tell([gone], words)


def test_an_address_that_is_refused_for_now_is_tried_again(server: SmtpServer) -> None:
    tell([UserFactory(email="busy@example.org")], words)
    server.behaviour.refuse["busy@example.org"] = "450 4.2.1 Mailbox busy"
    assert deliver() == 0
    assert not SuppressedAddress.objects.exists()
    server.behaviour.refuse.clear()
    all_due()
    assert deliver() == 1


def test_a_mail_whose_words_are_refused_does_not_hold_up_the_others_and_is_given_up(
    server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "REFUSALS", 2)
    tell([UserFactory()], lambda: words("Refused"))
    tell([UserFactory()], lambda: words("Taken"))
    server.behaviour.refuse_data = ["554 No", "554 No"]
    assert deliver() == 0
    Message.objects.filter(subject="Taken").update(due_at=timezone.now())
    assert deliver() == 1
    Message.objects.filter(subject="Refused").update(attempts=1, due_at=timezone.now())
    server.behaviour.refuse_data = ["554 No"]
    assert deliver() == 0
    assert Message.objects.get(subject="Refused").dropped_at
    assert not SuppressedAddress.objects.exists()


def test_daily_readers_get_one_mail_in_the_morning(server: SmtpServer) -> None:
    reader = UserFactory(email="ana@example.org")
    MailChoice.objects.create(user=reader, rhythm=Rhythm.DAILY)
    for number in range(3):
        tell([reader], lambda number=number: words(f"Thing {number}"))
    assert deliver() == 0
    assert len({message.due_at for message in Message.objects.all()}) == 1
    assert Message.objects.filter(due_at__gt=timezone.now()).count() == 3
    all_due_at = timezone.now()
    Message.objects.update(due_at=all_due_at)
    assert deliver() == 1
    ((_, mail),) = server.accepted
    assert mail["Subject"] == "3 things since your last mail"
    text = mail.get_body(("plain",)).get_content()
    assert all(f"Thing {number}" in text for number in range(3))


@pytest.mark.parametrize(("hour", "day"), [(11, 1), (13, 2)])
def test_morning_is_that_of_the_readers_zone(hour: int, day: int) -> None:
    now = datetime.datetime(2026, 7, 1, hour, 30, tzinfo=datetime.UTC)  # 7:30 and 9:30 in New York.
    assert outbox.next_digest(UserFactory(), now) == datetime.datetime(2026, 7, day, 12, tzinfo=datetime.UTC)


def test_who_left_said_no_or_was_shut_out_meanwhile_is_not_told(server: SmtpServer) -> None:
    membership = MembershipFactory()
    left, said_no, shut_out = membership.user, UserFactory(), UserFactory()
    tell([left], words, members_of=membership.assessor)
    tell([said_no, shut_out], words)
    membership.ended_at = timezone.now()
    membership.save()
    MailChoice.objects.create(user=said_no, rhythm=Rhythm.NEVER)
    shut_out.is_active = False
    shut_out.save()
    assert deliver() == 0
    assert not server.accepted
    assert Message.objects.filter(dropped_at__isnull=False).count() == 3


def test_a_dead_workers_claim_ends_by_itself(server: SmtpServer) -> None:
    tell([UserFactory()], words)
    assert len(claim()) == 1
    assert claim() == []
    assert deliver() == 0
    Message.objects.update(claimed_until=timezone.now() - datetime.timedelta(seconds=1))
    assert deliver() == 1


def test_a_subject_cannot_carry_headers(server: SmtpServer) -> None:
    tell([UserFactory()], lambda: words("Hello\r\nBcc: all@example.org"))
    deliver()
    ((_, mail),) = server.accepted
    assert mail["Subject"] == "Hello Bcc: all@example.org"
    assert mail["Bcc"] is None


def test_old_mail_is_forgotten(server: SmtpServer) -> None:
    tell([UserFactory(), UserFactory()], words)
    deliver()
    first = Message.objects.first()
    assert first is not None
    Message.objects.filter(pk=first.pk).update(sent_at=timezone.now() - datetime.timedelta(days=31))
    tell_address("new@example.org", "es", words)
    assert forget() == 1
    assert Message.objects.count() == 2
