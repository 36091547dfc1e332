"""Coming in and leaving: invitations, memberships that end, applications to become an assessor."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cities.models import Assessor, AssessorApplication, Invitation, Membership
from cities.signals import assessor_verified, membership_ended, membership_invited, membership_started
from cities.views.joining import ApplicationForm
from tests.admin.forms import form_fields
from tests.admin.world import ADMIN, CONTRIBUTOR, COORDINATOR, EDITOR, OTHER_CITY, OTHER_SIDE, World
from tests.factories import MembershipFactory, UserFactory
from tests.public_forms.filling import shown

PASSWORD = "Seven rivers meet at noon"


def invite(world: World, by: str = COORDINATOR, /, **fields: str) -> Any:
    client, url = world.client(by), reverse("members:index")
    plain = {"email": "new@example.org", "role": "contributor", "language": "en"}
    return client.post(url, {**plain, **fields})


@pytest.fixture
def invitation(world: World) -> Invitation:
    invite(world)
    return Invitation.objects.get(email="new@example.org")


def test_a_coordinator_invites_and_the_invited_comes_in(world: World, invitation: Invitation) -> None:
    assert (invitation.assessor, invitation.email, invitation.role) == (
        world.assessor,
        "new@example.org",
        "contributor",
    )
    guest, url = Client(), invitation.get_absolute_url()
    page = guest.get(url)
    assert world.assessor.name in page.content.decode()
    assert (page["Referrer-Policy"], "no-store" in page["Cache-Control"]) == ("same-origin", True)
    assert not Membership.objects.filter(user__email="new@example.org").exists(), "a GET changes nothing"
    weak = guest.post(url, {"password": "12345678"})
    assert 'role="alert"' in weak.content.decode()
    assert not User.objects.filter(email="new@example.org").exists()
    arrived = guest.post(url, {"password": PASSWORD, "first_name": "Ana"}, follow=True)
    assert arrived.redirect_chain[-1][0] == reverse("my-city:index")
    assert arrived.status_code == 200
    membership = Membership.objects.get(user__email="new@example.org")
    assert (membership.assessor, membership.role, membership.user.has_perm("cities.change_city")) == (
        world.assessor,
        "contributor",
        False,
    )
    assert guest.login(username="new@example.org", password=PASSWORD)


def test_an_invitation_is_good_once(invitation: Invitation) -> None:
    url = invitation.get_absolute_url()
    Client().post(url, {"password": PASSWORD})
    again = Client().post(url, {"password": PASSWORD})
    assert again.status_code == 410
    assert Membership.objects.filter(user__email="new@example.org").count() == 1


def test_who_is_in_gets_in_by_the_used_invitation(invitation: Invitation) -> None:
    guest, url = Client(), invitation.get_absolute_url()
    for _twice in range(2):
        assert guest.post(url, {"password": PASSWORD}).url == reverse("my-city:index")
    assert Membership.objects.filter(user__email="new@example.org").count() == 1


def test_a_name_that_somebody_kept_with_another_address_is_no_obstacle(invitation: Invitation) -> None:
    UserFactory(username="new@example.org", email="moved@example.org")
    assert Client().post(invitation.get_absolute_url(), {"password": PASSWORD}).status_code == 302
    assert Membership.objects.get(user__email="new@example.org").user.username == "new@example.org-2"


def test_a_closed_account_is_not_opened_by_an_invitation(invitation: Invitation) -> None:
    UserFactory(email="new@example.org", is_active=False)
    page = Client().post(invitation.get_absolute_url(), {"password": PASSWORD})
    assert "account with this address is closed" in page.content.decode()
    assert not Membership.objects.filter(user__email="new@example.org").exists()


@pytest.mark.parametrize("why", ["lapsed", "withdrawn", "forged", "cut", "empty", "other salt"])
def test_what_is_not_valid_tells_nothing(world: World, invitation: Invitation, why: str) -> None:
    from django.core import signing

    url = invitation.get_absolute_url()
    if why == "lapsed":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif why == "withdrawn":
        world.client(COORDINATOR).post(reverse("members:withdraw", args=[invitation.pk]))
    elif why == "forged":
        url = reverse("invitation", args=["1" + url.split("/")[-2]])
    elif why == "cut":
        url = reverse("invitation", args=[url.split("/")[-2][:-4]])
    elif why == "empty":
        url = reverse("invitation", args=["x"])
    else:
        url = reverse("invitation", args=[signing.dumps(invitation.pk, salt="else")])
    for response in (Client().get(url), Client().post(url, {"password": PASSWORD})):
        assert response.status_code == 410
        assert world.assessor.name not in response.content.decode()
        assert "new@example.org" not in response.content.decode()
    assert not User.objects.filter(email="new@example.org").exists()


def test_who_has_an_account_signs_in_first(world: World, invitation: Invitation) -> None:
    UserFactory(username="known", email="New@example.org")
    guest, url = Client(), invitation.get_absolute_url()
    page = guest.get(url).content.decode()
    assert 'name="password"' not in page
    assert f"/admin/login/?next={url}" in page
    guest.post(url, {"password": PASSWORD})
    assert not Membership.objects.filter(user__email__iexact="new@example.org").exists()
    guest.login(username="known", password="secret")
    guest.post(url)
    assert Membership.objects.get(user__username="known").assessor == world.assessor


def test_a_foreign_invitation_is_refused(world: World, invitation: Invitation) -> None:
    url = invitation.get_absolute_url()
    client = world.client(OTHER_CITY)
    assert "another address" in client.get(url).content.decode()
    assert client.post(url).status_code == 403
    invitation.refresh_from_db()
    assert invitation.is_open


def test_nobody_comes_in_for_two_assessors_of_one_city(world: World) -> None:
    invite(world, email=world.users[OTHER_SIDE].email)
    invitation = Invitation.objects.get(email=world.users[OTHER_SIDE].email)
    response = world.client(OTHER_SIDE).post(invitation.get_absolute_url())
    assert "already acts for an assessor of this city" in response.content.decode()
    invitation.refresh_from_db()
    assert (invitation.is_open, world.users[OTHER_SIDE].memberships.count()) == (True, 1)


def test_who_may_invite(world: World) -> None:
    for role in (CONTRIBUTOR, EDITOR, ADMIN, "anonymous"):
        invite(world, role)
    invite(world, OTHER_CITY)
    sent = Invitation.objects.exclude(pk=world.objects["invitation of A"].pk)
    assert [one.assessor for one in sent] == [world.other_assessor]
    url = reverse("members:index") + f"?for={world.assessor.slug}"
    world.client(OTHER_SIDE).post(url, {"email": "x@example.org", "role": "coordinator", "language": "en"})
    assert not Invitation.objects.filter(email="x@example.org").exists()


@pytest.mark.parametrize(
    "fields", [{"email": "x"}, {"role": "admin"}, {"language": "fr"}, {"email": ""}, {"email": "a@b.org\nBcc: c@d.org"}]
)
def test_a_bad_invitation_is_explained(world: World, fields: dict[str, str]) -> None:
    assert 'role="alert"' in invite(world, **fields).content.decode()
    assert set(Invitation.objects.all()) == {world.objects["invitation of A"]}


def test_a_second_invitation_takes_the_place_of_the_first(world: World, invitation: Invitation) -> None:
    invite(world, email="NEW@example.org", role="coordinator")
    assert Client().get(invitation.get_absolute_url()).status_code == 410
    assert [one.role for one in Invitation.objects.open().filter(email__iexact="new@example.org")] == ["coordinator"]
    assert "already" in invite(world, email=world.users[CONTRIBUTOR].email).content.decode()


def test_a_membership_ends_and_its_words_stay(world: World) -> None:
    member = Membership.objects.get(user=world.users[CONTRIBUTOR])
    entry = world.objects["pending entry of A"]
    url = reverse("members:end", args=[member.pk])
    for role in (CONTRIBUTOR, OTHER_SIDE, OTHER_CITY, EDITOR, ADMIN):
        world.client(role).post(url)
    member.refresh_from_db()
    assert member.ended_at is None
    contributor = world.client(CONTRIBUTOR)
    world.client(COORDINATOR).post(url)
    member.refresh_from_db()
    assert member.ended_at
    assert contributor.get(reverse("my-city:index")).status_code == 302
    entry.refresh_from_db()
    assert entry.state == "pending"


def test_the_last_coordinator_stays(world: World) -> None:
    own = Membership.objects.get(user=world.users[COORDINATOR])
    url = reverse("members:end", args=[own.pk])
    world.client(COORDINATOR).post(url)
    own.refresh_from_db()
    assert own.ended_at is None
    MembershipFactory(assessor=world.assessor, coordinator=True)
    world.client(COORDINATOR).post(url)
    own.refresh_from_db()
    assert own.ended_at


def application_fields(world: World, **fields: object) -> dict[str, object]:
    return {
        "city": world.assessor.city.pk,
        "name": "Neighbours for Rights",
        "kind": "community",
        "how_to_verify": "Our office answers the phone.",
        "funding_by_city": "A grant for the fair.",
        "contact_email": "office@example.org",
        "language": "es",
        **shown(ApplicationForm),
        **fields,
    }


def test_an_organisation_applies_an_editor_verifies_and_it_records(world: World) -> None:
    heard: list[str] = []

    def hear(signal: Any, **kwargs: object) -> None:
        heard.append((kwargs.get("invitation") and "invited") or "heard")

    signals = (membership_invited, membership_started, membership_ended, assessor_verified)
    for signal in signals:
        signal.connect(hear)
    url = reverse("become_an_assessor")
    fields = application_fields(world)
    for _press in range(2):
        assert Client().post(url, fields).status_code == 302
    application = AssessorApplication.objects.get(name="Neighbours for Rights")
    decide = reverse("applications:decide", args=[application.pk])
    editor = world.client(EDITOR)
    assert "Neighbours for Rights" in editor.get(reverse("applications:index")).content.decode()
    without = editor.post(decide, {**form_fields(editor, decide), "then": "verify", "note": ""})
    assert "Say how you checked it." in without.content.decode()
    for _press in range(2):
        editor.post(decide, {"then": "verify", "note": "Called the office."})
    for signal in signals:
        signal.disconnect(hear)
    assessor = Assessor.objects.get(name="Neighbours for Rights")
    assert (assessor.kind, assessor.is_verified, assessor.verified_by) == ("community", True, world.users[EDITOR])
    assert (assessor.funding_by_city_es, assessor.verification) == ("A grant for the fair.", "Called the office.")
    invitation = Invitation.objects.get(assessor=assessor)
    assert (invitation.role, invitation.email, invitation.language) == ("coordinator", "office@example.org", "es")
    assert invitation.get_absolute_url().startswith("/es/")
    assert heard == ["heard", "invited"]


def test_an_application_is_declined_with_a_reason(world: World) -> None:
    Client().post(reverse("become_an_assessor"), application_fields(world))
    application = AssessorApplication.objects.get(name="Neighbours for Rights")
    url = reverse("applications:decide", args=[application.pk])
    world.client(EDITOR).post(url, {"then": "decline", "note": "Nobody answers."})
    application.refresh_from_db()
    assert (application.state, application.decision_note) == ("declined", "Nobody answers.")
    assert not Assessor.objects.filter(name="Neighbours for Rights").exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"city": "999999"},
        {"city": "x"},
        {"name": ""},
        {"kind": "party"},
        {"how_to_verify": ""},
        {"contact_email": "x"},
        {"website": "javascript:alert(1)"},
        {"website": "http://127.0.0.1/"},
        {"name": "a\x00b"},
        {"how_to_verify": "x" * 2001},
    ],
)
def test_a_bad_application_is_explained_and_kept(world: World, fields: dict[str, str]) -> None:
    response = Client().post(reverse("become_an_assessor"), application_fields(world, **fields))
    page = response.content.decode()
    assert response.status_code == 200
    assert re.search(r"There (is|are) \d problem", page)
    assert "A grant for the fair." in page
    if fields == {"how_to_verify": ""}:
        assert "How can we check that you are who you say? This field is required." in page, "which field, of many"
    assert set(AssessorApplication.objects.all()) == {world.objects["application"]}
