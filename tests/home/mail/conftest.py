"""A real mail server for each test, and the site told to use it."""

from collections.abc import Iterator
from typing import Any

import pytest

from devtools.server import free_port
from tests.home.mail.smtp_server import SmtpServer, running


@pytest.fixture
def mail_port(settings: Any) -> int:
    """The port of the mail server, where nobody listens yet."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = free_port()
    settings.EMAIL_TIMEOUT = 5
    settings.DEFAULT_FROM_EMAIL = "rights@example.org"
    return settings.EMAIL_PORT


@pytest.fixture
def server(mail_port: int) -> Iterator[SmtpServer]:
    """The mail server, at work."""
    with running(mail_port) as server:
        yield server
