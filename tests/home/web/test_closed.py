"""A site closed for work says until when, to people and to programs, without asking the database."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from home.web.closed import opening_time


@pytest.fixture
def closed(settings: Any, tmp_path: Path) -> Path:
    settings.CLOSED_FILE = str(tmp_path / "closed")
    return tmp_path / "closed"


def test_it_says_when_it_opens(closed: Path, client: Client) -> None:
    opens = timezone.localtime() + timedelta(hours=2)
    closed.write_text(opens.strftime("%Y-%m-%d %H:%M"))
    for language, words in (("en", "Sorry, this site is unavailable"), ("es", "este sitio no está disponible")):
        response = client.get(f"/{language}/cities/")
        assert response.status_code == 503
        assert words in response.content.decode()
        assert str(opens.year) in response.content.decode()
        assert 6900 < int(response.headers["Retry-After"]) <= 7200
        assert response.headers["Cache-Control"] == "no-store"
    assert client.get("/healthz").status_code == 200
    assert client.post("/admin/login/").status_code == 503


@pytest.mark.parametrize("said", ["", "soon", "2020-01-01 10:00", "\ufeff\n\n", "9" * 500])
def test_without_a_time_it_asks_to_come_back_in_an_hour(closed: Path, client: Client, said: str) -> None:
    closed.write_text(said, encoding="utf-8")
    response = client.get("/en/")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "3600")
    assert opening_time(said) is None


@pytest.mark.django_db
def test_it_opens_when_the_file_goes(closed: Path, client: Client) -> None:
    closed.touch()
    assert client.get("/en/themes/").status_code == 503
    closed.unlink()
    assert client.get("/en/themes/").status_code == 200
