"""Forms that strangers send: programs are kept out, people are not, and no text is lost."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.core.management import call_command
from django.db import close_old_connections, connection
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from django.utils import timezone

from cities.models import AssessorApplication
from cities.views.joining import ApplicationForm
from public_forms.guarded import HONEYPOT, OPENED, Guarded
from public_forms.limit import within_limit
from public_forms.models import Sending
from public_forms.sender import address_of, sender_of
from tests.admin.forms import form_fields
from tests.factories import CityFactory
from tests.public_forms.filling import shown

WORDS = "Our office answers the phone."


class OtherForm(Guarded, forms.Form):
    form_name = "other"


@pytest.fixture
def fields() -> dict[str, Any]:
    return {
        "city": CityFactory().pk,
        "name": "Neighbours for Rights",
        "kind": "community",
        "how_to_verify": WORDS,
        "contact_email": "office@example.org",
        "language": "en",
        **shown(ApplicationForm),
    }


def send(fields: dict[str, Any], **headers: Any) -> Any:
    return Client().post(reverse("become_an_assessor"), fields, **headers)


def refused(response: Any, sentence: str, status: int = 200) -> BeautifulSoup:
    """Check a refusal: the sentence, the text still there, nothing saved. Return the page."""
    page = BeautifulSoup(response.content, "html.parser")
    alert = page.find(role="alert")
    assert alert, response.status_code
    assert sentence in alert.text
    assert (response.status_code, page.find("textarea", {"name": "how_to_verify"}).text.strip()) == (status, WORDS)
    assert not AssessorApplication.objects.exists()
    return page


@pytest.mark.django_db
def test_a_person_sends_it_from_the_page_itself(fields: dict[str, Any]) -> None:
    url = reverse("become_an_assessor")
    posted = {**fields, **{name: form_fields(Client(), url)[name] for name in (OPENED, HONEYPOT)}}
    refused(Client().post(url, posted), "faster than people type")
    # The page that says so keeps the time of the first showing.
    assert Client().post(url, {**posted, **shown(ApplicationForm, seconds_ago=4)}).status_code == 302
    assert AssessorApplication.objects.get().how_to_verify == WORDS


@pytest.mark.django_db
def test_the_time_in_the_form_stays_while_mistakes_are_mended(fields: dict[str, Any]) -> None:
    page = BeautifulSoup(send({**fields, "contact_email": "x"}).content, "html.parser")
    assert page.find("input", {"name": OPENED})["value"] == fields[OPENED]
    assert not Sending.objects.exists(), "only what is accepted counts"


@pytest.mark.django_db
@pytest.mark.parametrize("case", ["missing", "garbage", "of another form", "too old", "not a time"])
def test_a_time_that_is_not_ours_is_refused_and_mended(fields: dict[str, Any], case: str) -> None:
    fields |= {
        "missing": {OPENED: ""},
        "garbage": {OPENED: "\x00:é:x"},
        "of another form": shown(OtherForm),
        "too old": shown(ApplicationForm, seconds_ago=24 * 3600 + 60),
        "not a time": {OPENED: fields[OPENED][1:]},
    }[case]
    page = refused(send(fields), "open too long")
    assert page.find("input", {"name": OPENED})["value"] not in ("", fields[OPENED])


@pytest.mark.django_db
def test_whoever_fills_in_the_hidden_field_is_told(fields: dict[str, Any]) -> None:
    page = refused(send({**fields, HONEYPOT: "https://spam.example"}), "hidden field")
    hidden = page.find("input", {"name": HONEYPOT})
    assert (hidden.get("value"), hidden["tabindex"]) == (None, "-1")
    assert hidden.find_parent(attrs={"hidden": True}), "no eye and no screen reader meets it"
    assert send(fields).status_code == 302


@pytest.mark.django_db
def test_the_limit_is_by_sender_and_form_and_ends(fields: dict[str, Any]) -> None:
    for number in range(ApplicationForm.per_hour):
        assert send({**fields, "name": f"Office {number}"}).status_code == 302
    AssessorApplication.objects.all().delete()
    for _again in range(2):
        refused(send(fields), "10 times within an hour", 429)
    assert "10 veces" in Client().post("/es/become-an-assessor/", fields).content.decode()
    assert Sending.objects.count() == ApplicationForm.per_hour, "a refusal does not count"
    other = OtherForm(shown(OtherForm), request=RequestFactory().post("/"))
    assert other.is_valid()
    assert send({**fields, "name": "Elsewhere"}, REMOTE_ADDR="198.51.100.7").status_code == 302
    Sending.objects.update(sent_at=timezone.now() - timedelta(minutes=61))
    assert send(fields).status_code == 302


@pytest.mark.django_db
def test_nobody_reads_an_address_out_of_the_table_and_it_is_forgotten(fields: dict[str, Any]) -> None:
    send(fields, REMOTE_ADDR="198.51.100.7")
    kept = Sending.objects.get()
    assert "198.51.100.7" not in f"{kept.sender} {kept}"
    with override_settings(SECRET_KEY="another"):
        assert sender_of(RequestFactory().get("/", REMOTE_ADDR="198.51.100.7")) != kept.sender
    call_command("forget_senders")
    assert Sending.objects.exists()
    Sending.objects.update(sent_at=timezone.now() - timedelta(minutes=61))
    call_command("forget_senders")
    assert not Sending.objects.exists()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (2, "10.0.0.1, 203.0.113.9, 192.0.2.8", "203.0.113.9"),
        (2, "203.0.113.9", "203.0.113.9"),
    ],
)
def test_only_what_our_proxies_wrote_is_believed(proxies: int, forwarded: str, address: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    with override_settings(TRUSTED_PROXIES=proxies):
        assert address_of(request) == address


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("unix:", "", False),
    ],
)
def test_a_household_is_one_sender(one: str, other: str, same: bool) -> None:
    hashes = [sender_of(RequestFactory().get("/", REMOTE_ADDR=address)) for address in (one, other)]
    assert (hashes[0] == hashes[1]) == same


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_pass_the_limit() -> None:
    let_in: list[bool] = []
    together = threading.Barrier(8)

    def come() -> None:
        together.wait()
        let_in.append(within_limit("door", "somebody", 3))
        connection.close()

    threads = [threading.Thread(target=come) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()
    assert sum(let_in) <= 3
    assert Sending.objects.count() == sum(let_in)
