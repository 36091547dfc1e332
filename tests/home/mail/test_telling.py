"""Who is told of what: those concerned, in time, without a word of the record; how often is theirs to choose."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.core import signing
from django.core.management import call_command
from django.test import Client

from cities import progress, signals
from cities.membership import decline, invite
from cities.models import Assessor, AssessorApplication, Invitation, Membership
from cities.roles import EDITORS
from home.mail.choices import choice_path
from home.mail.models import MailChoice, Message, Reminded, Rhythm, SuppressedAddress
from home.mail.outbox import Words, deliver, tell, tell_address
from mechanisms.models import Milestone
from tests.cities.builders import entry as unsaved
from tests.factories import (
    AssessorFactory,
    CityActionFactory,
    CityFactory,
    ImplementationFactory,
    MembershipFactory,
    RecommendationFactory,
    ReviewFactory,
    UserFactory,
)
from tests.home.mail.smtp_server import SmtpServer
from tests.search.pages import get, main_text

pytestmark = pytest.mark.django_db
NOTE = "Words that only the record may hold."


@pytest.fixture
def office() -> Assessor:
    """The office of a city, with a contributor and a coordinator."""
    office = AssessorFactory()
    MembershipFactory(assessor=office)
    MembershipFactory(assessor=office, coordinator=True)
    return office


@pytest.fixture
def union(office: Assessor) -> Assessor:
    """The other side, with a coordinator and a contributor."""
    union = AssessorFactory(city=office.city, community=True)
    MembershipFactory(assessor=union, coordinator=True)
    MembershipFactory(assessor=union)
    return union


def member(assessor: Assessor, role: str = "contributor"):
    return Membership.objects.get(assessor=assessor, role=role).user


def coordinator(assessor: Assessor):
    return member(assessor, "coordinator")


def told() -> dict[str, list[str]]:
    """Who was told what since the last look, by address."""
    found: dict[str, list[str]] = {}
    for message in Message.objects.all():
        assert NOTE not in message.body + message.subject
        found.setdefault(message.address, []).append(message.subject.split(":")[0])
    Message.objects.all().delete()
    return found


def test_each_step_tells_those_concerned_and_nobody_else(office: Assessor, union: Assessor) -> None:
    MembershipFactory(coordinator=True)
    recommendation = RecommendationFactory()
    entry = progress.submit(unsaved(assessor=office, recommendation=recommendation, note_en=NOTE), user=member(office))
    assert told() == {coordinator(office).email: ["Waiting for you"]}
    progress.return_to_contributor(entry, user=coordinator(office), note=NOTE)
    assert told() == {member(office).email: ["Returned to you"]}
    entry.refresh_from_db()
    progress.revise(entry, user=member(office))
    assert told() == {coordinator(office).email: ["Waiting for you"]}
    entry = progress.publish(entry, user=coordinator(office))
    assert Message.objects.get(address=coordinator(union).email).path == f"/admin/progress/reply/{entry.pk}/"
    published = told()
    assert published.pop(member(office).email) == ["Published"]
    ((address, (subject,)),) = published.items()
    assert address == coordinator(union).email
    assert subject.startswith(office.name)
    progress.reply(entry, assessor=union, user=coordinator(union), text_en=NOTE)
    assert set(told()) == {member(office).email, coordinator(office).email}


def test_an_invitation_goes_to_its_address_in_its_language(office: Assessor) -> None:
    invite(office, email="new@example.org", role="contributor", language="es", by=coordinator(office))
    message = Message.objects.get()
    assert message.address == "new@example.org"
    assert message.subject.startswith("Invitación: actuar por")
    assert Invitation.of_token(message.path.split("/")[-2]) == Invitation.objects.get()
    assert message.path.startswith("/es/")


def test_an_organisation_that_applies_is_told_of_and_hears_when_it_is_verified() -> None:
    editor = UserFactory()
    editor.groups.add(Group.objects.get(name=EDITORS))
    application = AssessorApplication.objects.create(
        city=CityFactory(),
        name="New Clinic",
        kind="independent",
        how_to_verify="Call us.",
        contact_email="clinic@example.org",
    )
    signals.assessor_applied.send(sender=AssessorApplication, application=application)
    assert told() == {editor.email: ["To be verified"]}
    signals.assessor_verified.send(
        sender=Assessor, application=application, assessor=AssessorFactory(city=application.city)
    )
    assert told() == {"clinic@example.org": ["Verified"]}


def test_who_is_declined_hears_why_in_their_language() -> None:
    ask = {"city": CityFactory(slug="eugene-or"), "kind": "community", "contact_email": "us@example.org"}
    application = AssessorApplication.objects.create(name="Vecinas", how_to_verify="Llamen.", language="es", **ask)
    decline(application, by=UserFactory(), note="No register knows this name.")
    message = Message.objects.get()
    assert (message.address, message.subject) == ("us@example.org", f"No verificada: Vecinas, {application.city}")
    assert "No register knows this name." in message.body
    assert message.path == "/es/become-an-assessor/?city=eugene-or"


# Choosing


def words() -> Words:
    return Words("A subject", "A sentence.", "/en/")


def test_one_click_ends_the_mail_and_looking_does_not(server: SmtpServer, client: Client) -> None:
    reader = UserFactory(email="ana@example.org")
    tell([reader], words)
    deliver()
    url = server.accepted[0][1]["List-Unsubscribe"].strip().strip("<>").removeprefix("http://localhost:8000")
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(url).status_code == 200
    assert strict.head(url).status_code == 200
    assert not MailChoice.objects.exists()
    response = strict.post(url, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert MailChoice.objects.get(user=reader).rhythm == Rhythm.NEVER
    assert not tell([reader], words)


def test_readers_choose_a_rhythm_without_signing_in(client: Client) -> None:
    reader = UserFactory()
    (message,) = tell([reader], words)
    url = choice_path(message)
    assert "How often do you want mail?" in main_text(get(client, url))
    response = client.post(url, {"rhythm": "daily"}, follow=True)
    assert "Saved." in response.content.decode()
    assert MailChoice.objects.get(user=reader).rhythm == Rhythm.DAILY
    assert client.post(url, {"rhythm": "weekly"}).status_code == 400
    assert MailChoice.objects.get(user=reader).rhythm == Rhythm.DAILY


def test_somebody_without_an_account_says_no_and_yes_again(client: Client) -> None:
    message = tell_address("New@example.org", "es", words)
    assert message is not None
    url = choice_path(message)
    client.post(url, {"List-Unsubscribe": "One-Click"})
    assert SuppressedAddress.objects.get().reason == "unsubscribed"
    assert tell_address("new@example.org", "es", words) is None
    client.post(url, {"rhythm": "at_once"})
    assert tell_address("new@example.org", "es", words)


# Named, because a signature tells the time and the processes of the suite must agree on the names of tests.
@pytest.mark.parametrize(
    "token",
    ["x", "eyJ1c2VyIjoxfQ:1xWj0Q:forged", signing.dumps({"user": 1}, salt="other")],
    ids=["no token", "forged", "signed for something else"],
)
def test_a_forged_address_changes_nothing(client: Client, token: str) -> None:
    UserFactory(pk=1)
    assert client.post(f"/en/mail/{token}/", {"List-Unsubscribe": "One-Click"}).status_code == 404
    assert not MailChoice.objects.exists()


def test_members_choose_in_their_account_too(client: Client, office: Assessor) -> None:
    person = member(office)
    client.force_login(person)
    page = client.get("/admin/account/")
    assert b'name="mail-rhythm"' in page.content
    assert not MailChoice.objects.exists()


# Reminders


def test_old_words_are_told_of_once_and_together(office: Assessor) -> None:
    old = datetime.date(2020, 1, 1)
    for _ in range(2):
        ImplementationFactory(city=office.city, assessor=office, as_of=old)
    ImplementationFactory(city=office.city, assessor=office, as_of=office.city.today())
    call_command("remind_members")
    call_command("remind_members")
    message = Message.objects.get()
    assert message.subject == f"2 assessments of {office.city} may be out of date"
    assert message.user == coordinator(office)
    ImplementationFactory(city=office.city, assessor=office, as_of=old)
    call_command("remind_members")
    assert [each.subject[:12] for each in Message.objects.order_by("id")] == ["2 assessment", "1 assessment"]


def test_a_date_is_told_of_once_and_again_where_it_moves(office: Assessor) -> None:
    Milestone.objects.all().update(date=None)
    soon = office.city.today() + datetime.timedelta(days=10)
    review = ReviewFactory(upr=True, cycle=None, key="upr-soon")
    milestone = Milestone.objects.create(review=review, slug="session", kind="session", title_en="Session", date=soon)
    far = soon + datetime.timedelta(days=60)
    Milestone.objects.create(review=review, slug="later", kind="session", title_en="Later", date=far)
    for _ in range(2):
        call_command("remind_members")
    assert Message.objects.count() == 1
    milestone.date = soon + datetime.timedelta(days=1)
    milestone.save()
    call_command("remind_members")
    assert Message.objects.count() == 2
    assert Reminded.objects.count() == 2


def test_reminders_of_an_unverified_assessor_wait() -> None:
    assessor = AssessorFactory(unverified=True)
    MembershipFactory(assessor=assessor, coordinator=True)
    ImplementationFactory(city=assessor.city, assessor=assessor, as_of=datetime.date(2020, 1, 1))
    call_command("remind_members")
    assert not Message.objects.exists()


def test_an_action_on_its_way_is_told_by_the_outbox_alone(office: Assessor, server: SmtpServer) -> None:
    """Wagtail's own mails of a workflow would go to every admin at once, with the title of a draft."""
    UserFactory(is_superuser=True, email="admin@example.org")
    author, approver = member(office), coordinator(office)
    action = CityActionFactory(city=office.city, recorded_by=office, title_en=NOTE, draft=True)
    for approved in (False, True):
        action.save_revision(user=author)
        state = action.current_workflow_state
        if state:
            state.resume(user=author)
        else:
            state = action.get_workflow().start(action, author)
        assert not server.connections, "nothing is sent while somebody waits for the page"
        step = state.current_task_state
        step.approve(user=approver) if approved else step.reject(user=approver, comment=NOTE)
        deliver()
        server.connections = 0
    told = [(address, mail["Subject"].partition(":")[0]) for address, mail in server.accepted]
    assert told == [
        *((approver.email, "Waiting for you"), (author.email, "Returned to you")),
        *((approver.email, "Waiting for you"), (author.email, "Published")),
    ]
    assert not any(NOTE in str(mail) for _address, mail in server.accepted)
