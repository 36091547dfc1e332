"""Nothing typed is lost and nothing is sent twice: drafts, lapsed sign-ins, the back button, two at once."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cities.models import Membership, ProgressUpdate
from recommendations.models import Recommendation
from tests.admin.forms import form_fields
from tests.admin.recording import ANSWERS, drafts, fill_in, form_url, go_on, record, said_wrong, status, told
from tests.admin.world import ADMIN, CONTRIBUTOR, COORDINATOR, EDITOR, OTHER_SIDE, World


def test_save_and_finish_later(world: World, recommendation: Recommendation) -> None:
    client, url = world.client(CONTRIBUTOR), form_url(recommendation)
    half = {"note": "Half a sent", "as_of": "31/31/2026", "evidence-0-title": "Minutes"}
    fill_in(client, url, "save", **half)
    assert not ProgressUpdate.objects.filter(recommendation=recommendation).exists()
    later = form_fields(client, url)
    assert half.items() <= later.items()
    assert "Not sent yet" in client.get(reverse("my-city:index")).content.decode()
    for role in (COORDINATOR, OTHER_SIDE, EDITOR, ADMIN):
        assert "Half a sent" not in world.client(role).get(url).content.decode()
    key = drafts().get().key
    for route in ("check", "discard", "continue"):
        assert status(world.client(COORDINATOR), reverse(f"progress:{route}", args=[key])) == 404
    client.post(reverse("progress:discard", args=[key]))
    assert not drafts().exists()


def test_a_get_writes_nothing(world: World, recommendation: Recommendation) -> None:
    world.client(CONTRIBUTOR).get(form_url(recommendation))
    assert not drafts().exists()


def test_the_script_saves_too(world: World, recommendation: Recommendation) -> None:
    client, url = world.client(CONTRIBUTOR), form_url(recommendation)
    fields = {**form_fields(client, url), "note": "While typing", "then": "save"}
    response = client.post(url, fields, headers={"X-Keep-Draft": "1"})
    assert response.json()["saved"]
    assert form_fields(client, url)["note"] == "While typing"


def test_answers_survive_a_lapsed_sign_in_and_nobody_else_sees_them(
    world: World, recommendation: Recommendation
) -> None:
    client, url = world.client(CONTRIBUTOR), form_url(recommendation)
    fields = form_fields(client, url)
    for user, sees in ((world.users[COORDINATOR], False), (world.users[CONTRIBUTOR], True)):
        client.cookies.clear()
        response = client.post(url, {**fields, "note": "Written long ago", "then": "check"})
        assert response.url.startswith("/admin/login/?next=")
        assert not drafts().exists()
        signed_in = client.post(response.url, {"username": user.username, "password": "secret"})
        assert signed_in.url == url
        page = client.get(url)
        assert ("Written long ago" in page.content.decode()) is sees
    go_on(client, fill_in(client, url, **{**ANSWERS, "note": "Written long ago"}))
    assert ProgressUpdate.objects.filter(note_en="Written long ago").count() == 1
    assert "Written long ago" not in str(dict(client.session))


def test_a_new_sign_in_elsewhere_loses_nothing(world: World, recommendation: Recommendation) -> None:
    client, url = Client(enforce_csrf_checks=True), form_url(recommendation)
    client.force_login(world.users[CONTRIBUTOR])
    fields = {**form_fields(client, url), "note": "In the older tab"}
    client.force_login(world.users[CONTRIBUTOR])
    client.cookies["csrftoken"] = "a" * 32
    response = client.post(url, fields)
    assert (response.status_code, response.url) == (302, url)
    assert not drafts().exists()
    assert "In the older tab" in client.get(url).content.decode()
    forged = client.post(url, {**fields, "owner": "forged"})
    assert forged.status_code == 403
    assert client.post(reverse("progress:discard", args=[uuid4()]), fields).status_code == 403


@pytest.mark.parametrize("owner", ["", "1", "forged:signature"])
def test_a_stranger_leaves_nothing_in_a_session(recommendation: Recommendation, owner: str) -> None:
    client = Client()
    client.post(form_url(recommendation), {"key": str(uuid4()), "owner": owner, "note": "Spam"})
    assert "Spam" not in str(dict(client.session))


def test_a_double_press_doubles_nothing(world: World, recommendation: Recommendation) -> None:
    client, url = world.client(CONTRIBUTOR), form_url(recommendation)
    form = {**form_fields(client, url), **ANSWERS, "then": "check"}
    check = client.post(url, form).url
    client.post(url, form)
    sent = form_fields(client, check)
    first, second = client.post(check, sent), client.post(check, sent)
    assert first.url == second.url
    assert "already" in told(second)
    assert client.get(check).url == first.url, "the back button leads to what was sent"
    assert client.post(url, form).url == first.url
    assert ProgressUpdate.objects.filter(recommendation=recommendation).count() == 1
    assert not drafts().exists()


def test_the_second_of_two_sees_the_firsts_entry_before_sending(world: World, recommendation: Recommendation) -> None:
    second = world.client(COORDINATOR)
    check = fill_in(second, form_url(recommendation), **ANSWERS).url
    ready = form_fields(second, check)
    record(world.client(CONTRIBUTOR), recommendation, note="I was quicker.")
    refused = second.post(check, ready)
    page = refused.content.decode()
    assert (refused.status_code, "I was quicker." in page) == (200, True)
    assert "meanwhile" in said_wrong(refused)[0]
    assert ProgressUpdate.objects.filter(recommendation=recommendation).count() == 1
    second.post(check, form_fields(second, check))
    assert ProgressUpdate.objects.filter(recommendation=recommendation).count() == 2


def test_an_ended_membership_keeps_nothing_open(world: World, recommendation: Recommendation) -> None:
    client = world.client(CONTRIBUTOR)
    check = fill_in(client, form_url(recommendation), **ANSWERS).url
    ready = form_fields(client, check)
    Membership.objects.filter(user=world.users[CONTRIBUTOR]).update(ended_at=timezone.now())
    assert client.post(check, ready).status_code in (302, 404)
    assert not ProgressUpdate.objects.filter(recommendation=recommendation).exists()
