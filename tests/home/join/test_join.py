"""The join list: asked, confirmed by mail, left with one click, exported by editors, forgotten in time."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.test import Client
from django.utils import timezone
from lxml import html

from home.join import joining
from home.join.models import JoinRequest
from home.join.page import JoinPage
from home.mail.models import Message, SuppressedAddress
from home.mail.outbox import deliver
from tests.home.bilingual_site import BilingualSite
from tests.home.patience import send


@pytest.fixture
def join_page(tree: BilingualSite) -> JoinPage:
    page = tree.english.add_child(
        instance=JoinPage(title="Join us", slug="join", who_reads="Two coordinators.", locale=tree.en)
    )
    twin = page.copy_for_translation(tree.es)
    twin.title, twin.slug = "Únase", "unase"
    twin.save_revision().publish()
    return page


def ask(client: Client, email: str = "ana@example.org", address: str = "/en/join/", **fields: Any) -> Any:
    return send(client, address, "join", **{"email": email, "language": "es", "name": "", "group": "", **fields})


def link_in_mail() -> str:
    assert deliver() == 1
    found = re.search(r"/(?:en|es)/join/confirm/\S+/", str(mail.outbox[-1].body))
    assert found
    return found[0]


def test_who_asks_and_confirms_is_on_the_list(join_page: JoinPage, client: Client) -> None:
    response = ask(client, name="Ana", group="Eugene")
    assert response.status_code == 302
    assert "mail" in client.get(response.headers["Location"]).content.decode()
    request = JoinRequest.objects.get()
    assert request.confirmed_at is None
    link = link_in_mail()
    assert link.startswith("/es/"), "the mail and its page are in the language chosen"
    assert "ana@example.org" in client.get(link).content.decode()
    request.refresh_from_db()
    assert request.confirmed_at is None, "programs that look at mail open links"
    assert client.post(link).status_code == 200
    request.refresh_from_db()
    assert request.confirmed_at is not None
    assert request.keep_until > timezone.localdate() + timedelta(days=700)
    assert client.post(link).status_code == 410, "an address works once"
    assert client.get(link).status_code == 410


@pytest.mark.parametrize(
    "email", ["", "no address", "a@b", "ana@example.org\nBcc: x@example.org", "x" * 300 + "@example.org"]
)
def test_a_wrong_address_is_said_at_the_top_and_beside_the_field(
    join_page: JoinPage, client: Client, email: str
) -> None:
    page = html.fromstring(ask(client, email, name="Ana").content.decode())
    assert page.xpath("//*[@role='alert']//a[@href='#id_email']")
    (field,) = page.xpath("//input[@name='email']")
    assert field.get("aria-invalid") == "true"
    assert page.xpath("//*[@id='id_email_error']")
    assert page.xpath("//input[@name='name']")[0].get("value") == "Ana", "what was typed stays"
    assert not JoinRequest.objects.exists()
    assert not Message.objects.exists()


def test_nobody_learns_who_is_on_the_list(join_page: JoinPage, client: Client) -> None:
    first = ask(client)
    client.post(link_in_mail())
    second = ask(client, "ANA@example.org")
    assert (first.status_code, first.headers["Location"]) == (second.status_code, second.headers["Location"])
    assert JoinRequest.objects.count() == 1
    assert Message.objects.count() == 1, "and nobody gets mail for what somebody else types in"


def test_nobody_can_be_flooded_with_mail(join_page: JoinPage, client: Client) -> None:
    ask(client)
    ask(client)
    assert Message.objects.count() == 1
    JoinRequest.objects.update(asked_at=timezone.now() - timedelta(hours=2))
    ask(client)
    assert Message.objects.count() == 2


def test_a_signature_that_is_old_or_forged_does_nothing(join_page: JoinPage, client: Client, monkeypatch: Any) -> None:
    ask(client)
    link = link_in_mail()
    assert client.post(link[:-3] + "x/").status_code == 410
    leave = JoinRequest.objects.get().leave_path
    assert client.post(leave.replace("/leave/", "/confirm/")).status_code == 410, "each address is for one thing"
    monkeypatch.setattr(joining, "CONFIRM_WITHIN", timedelta(seconds=-1))
    assert client.post(link).status_code == 410
    assert JoinRequest.objects.on_the_list().count() == 0


def test_leaving_takes_one_click_and_forgets_all_but_the_address(join_page: JoinPage) -> None:
    client = Client(enforce_csrf_checks=True)
    joining.ask("ana@example.org", "Ana", "Eugene", "en")
    client.post(link_in_mail())
    request = JoinRequest.objects.get()
    assert client.get(request.leave_path).status_code == 200
    assert JoinRequest.objects.on_the_list().count() == 1, "a GET changes nothing"
    response = client.post(request.leave_path, {"List-Unsubscribe": "One-Click"})
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    request.refresh_from_db()
    assert (request.left_at is not None, request.name, request.group) == (True, "", "")
    assert client.post(request.leave_path).status_code == 200, "a second click does no harm"


def test_what_is_outdated_is_forgotten(join_page: JoinPage) -> None:
    now = timezone.now()
    today = timezone.localdate()
    rows = {
        "never confirmed": {"asked_at": now - timedelta(days=8)},
        "may confirm": {"asked_at": now - timedelta(days=6)},
        "on the list": {"confirmed_at": now, "keep_until": today + timedelta(days=1)},
        "too long on it": {"confirmed_at": now, "keep_until": today},
        "left long ago": {"confirmed_at": now, "keep_until": today + timedelta(days=9), "left_at": now - timedelta(31)},
        "just left": {"confirmed_at": now, "keep_until": today + timedelta(days=9), "left_at": now},
    }
    for number, (name, fields) in enumerate(rows.items()):
        JoinRequest.objects.create(email=f"a{number}@example.org", name=name, language="en", **fields)
    assert joining.forget() == 3
    assert set(JoinRequest.objects.values_list("name", flat=True)) == {"may confirm", "on the list", "just left"}


def test_editors_export_the_list_without_formulas(join_page: JoinPage, client: Client) -> None:
    kept = {"confirmed_at": timezone.now(), "keep_until": timezone.localdate() + timedelta(days=9), "language": "es"}
    JoinRequest.objects.create(email="ana@example.org", name="=1+1", **kept)
    JoinRequest.objects.create(email="no-mail@example.org", **kept)
    JoinRequest.objects.create(email="unconfirmed@example.org", language="en")
    SuppressedAddress.objects.create(address="no-mail@example.org", reason="unsubscribed")
    editor = User.objects.create_user("editor", "editor@example.org", "secret")
    editor.groups.add(Group.objects.get(name="Editors"))
    client.force_login(editor)
    response = client.get("/admin/join-list/?export=csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))
    assert [row["E-mail"] for row in rows] == ["ana@example.org"]
    assert not rows[0]["Name"].startswith("=")
    address = next(value for name, value in rows[0].items() if name.startswith("Address to leave"))
    assert client.post(address.partition("localhost:8000")[2]).status_code == 200
    assert JoinRequest.objects.get(email="ana@example.org").left_at


@pytest.mark.parametrize("group", ["Assessor members", None])
def test_nobody_else_sees_it(join_page: JoinPage, client: Client, group: str | None) -> None:
    kept = {"confirmed_at": timezone.now(), "keep_until": timezone.localdate() + timedelta(days=9), "language": "es"}
    JoinRequest.objects.create(email="ana@example.org", **kept)
    if group:
        member = User.objects.create_user("member", "member@example.org", "secret")
        member.groups.add(Group.objects.get(name=group))
        client.force_login(member)
    for address in ("/admin/join-list/", "/admin/join-list/?export=csv", "/admin/join-list/results/"):
        response = client.get(address)
        assert response.status_code == 302
        assert b"ana@example.org" not in response.content
