"""Two workers at the same outbox, as two processes would be: each mail goes out once."""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from pytest_django import DjangoDbBlocker

from home.mail.models import Message
from home.mail.outbox import Words, deliver, tell
from tests.factories import UserFactory
from tests.home.mail.smtp_server import SmtpServer

pytestmark = pytest.mark.postgres
MAILS = 40


@pytest.fixture
def outbox(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    """Committed messages, taken away by hand afterwards: a flush would take Wagtail's first pages along."""
    with django_db_blocker.unblock():
        people = [UserFactory() for _ in range(MAILS)]
        tell(people, lambda: Words("Subject", "Body.", "/en/"))
        yield [user.email for user in people]
        Message.objects.filter(user__in=people).delete()
        get_user_model().objects.filter(pk__in=[user.pk for user in people]).delete()


def test_two_workers_never_send_the_same_mail(outbox: list[str], server: SmtpServer) -> None:
    start = threading.Barrier(3)

    def work(_number: int) -> int:
        try:
            start.wait(timeout=10)
            return deliver()
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as workers:
        sent = list(workers.map(work, range(3), timeout=60))
    assert sum(sent) == MAILS
    assert Counter(address for address, _mail in server.accepted) == Counter(outbox)
