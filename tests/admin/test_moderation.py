"""Publishing, returning, correcting and replying, in both roles and on both sides."""

from django.test import Client
from django.urls import reverse

from cities.models import Evidence, Implementation, Membership, ProgressReply, ProgressUpdate
from recommendations.models import Recommendation
from tests.admin.forms import form_fields
from tests.admin.recording import ANSWERS, LINK, drafts, fill_in, go_on, photo, record, said_wrong, status
from tests.admin.world import ADMIN, CONTRIBUTOR, COORDINATOR, EDITOR, OTHER_CITY, OTHER_SIDE, World
from tests.factories import (
    MembershipFactory,
    ProgressUpdateFactory,
)


def test_what_a_contributor_sends_waits_and_a_coordinator_publishes_it(
    world: World, recommendation: Recommendation
) -> None:
    entry = record(world.client(CONTRIBUTOR), recommendation, **LINK)
    assert (entry.state, entry.submitted_by, entry.note_en) == (
        "pending",
        world.users[CONTRIBUTOR],
        "A rule was passed.",
    )
    assert [one.url for one in entry.evidence.all()] == ["https://example.org/minutes"]
    assert not drafts().exists()
    client = world.client(COORDINATOR)
    assert str(recommendation) in client.get(reverse("progress:waiting")).content.decode()
    url = reverse("progress:decide", args=[entry.pk])
    client.post(url, {**form_fields(client, url), "then": "publish"})
    entry.refresh_from_db()
    assert (entry.state, entry.published_by) == ("published", world.users[COORDINATOR])
    assert Implementation.objects.get(recommendation=recommendation).current == entry


def test_a_coordinator_of_the_city_publishes_at_once(world: World, recommendation: Recommendation) -> None:
    assert record(world.client(COORDINATOR), recommendation).state == "published"


def test_a_communitys_word_needs_two_people(world: World, recommendation: Recommendation) -> None:
    author = world.client(OTHER_SIDE)
    entry = record(author, recommendation)
    assert entry.state == "pending"
    url = reverse("progress:decide", args=[entry.pk])
    page = author.get(url).content.decode()
    assert 'value="publish"' not in page
    author.post(url, {**form_fields(author, url), "then": "publish"})
    entry.refresh_from_db()
    assert entry.state == "pending"
    second = Client()
    second.force_login(MembershipFactory(assessor=entry.assessor, coordinator=True).user)
    second.post(url, {**form_fields(second, url), "then": "publish"})
    entry.refresh_from_db()
    assert entry.state == "published"


def test_a_returned_entry_is_sent_again(world: World, recommendation: Recommendation) -> None:
    author, coordinator = world.client(CONTRIBUTOR), world.client(COORDINATOR)
    entry = record(author, recommendation, **LINK)
    url = reverse("progress:decide", args=[entry.pk])
    assert said_wrong(coordinator.post(url, {**form_fields(coordinator, url), "then": "return", "note": " "}))
    coordinator.post(url, {**form_fields(coordinator, url), "then": "return", "note": "Which rule?"})
    assert "Which rule?" in author.get(reverse("my-city:index")).content.decode()
    revise = reverse("progress:revise", args=[entry.pk])
    assert "Which rule?" in author.get(revise).content.decode()
    assert form_fields(author, revise)["evidence-0-title"] == "Minutes"
    go_on(author, fill_in(author, revise, note="Rule 7."))
    entry.refresh_from_db()
    assert (entry.state, entry.note_en, entry.return_note) == ("pending", "Rule 7.", "")
    assert ProgressUpdate.objects.filter(recommendation=recommendation).count() == 1
    assert entry.evidence.count() == 1


def test_a_decision_is_about_the_words_that_were_read(world: World, recommendation: Recommendation) -> None:
    author, coordinator = world.client(CONTRIBUTOR), world.client(COORDINATOR)
    entry = record(author, recommendation)
    url = reverse("progress:decide", args=[entry.pk])
    read = form_fields(coordinator, url)
    go_on(author, fill_in(author, reverse("progress:revise", args=[entry.pk]), note="Quite other words."))
    response = coordinator.post(url, {**read, "then": "publish"})
    assert "changed while you read it" in said_wrong(response)[0]
    entry.refresh_from_db()
    assert entry.state == "pending"


def test_a_correction_stands_beside_what_it_corrects(world: World, recommendation: Recommendation) -> None:
    client = world.client(COORDINATOR)
    first = record(client, recommendation, **{"evidence-0-title": "Photo", "evidence-0-file": photo()})
    url = reverse("progress:correct", args=[first.pk])
    go_on(client, fill_in(client, url, status="no_action", where_looked="Minutes"))
    second = ProgressUpdate.objects.get(corrects=first)
    first.refresh_from_db()
    assert (first.status, second.status, second.state) == ("limited_progress", "no_action", "published")
    assert Implementation.objects.get(recommendation=recommendation).current == second
    names = {one.file.name for one in Evidence.objects.filter(update__in=[first, second])}
    assert len(names) == 2, "each entry has a file of its own, which may be redacted alone"
    assert client.get(url).url == reverse("progress:inspect", args=[second.pk])


def test_the_other_side_replies_once(world: World, recommendation: Recommendation) -> None:
    entry = record(world.client(COORDINATOR), recommendation)
    client, url = world.client(OTHER_SIDE), reverse("progress:reply", args=[entry.pk])
    assert url in client.get(reverse("my-city:index")).content.decode()
    assert said_wrong(client.post(url, {"language": "en", "text": " "}))
    for words in ("We see it otherwise.", "Once more."):
        client.post(url, {"language": "en", "text": words})
    assert [reply.text_en for reply in ProgressReply.objects.filter(update=entry)] == ["We see it otherwise."]
    assert url not in client.get(reverse("my-city:index")).content.decode()


def test_who_may_not_reply(world: World, recommendation: Recommendation) -> None:
    entry = record(world.client(COORDINATOR), recommendation)
    url = reverse("progress:reply", args=[entry.pk])
    waiting = reverse("progress:reply", args=[world.objects["pending entry of A"].pk])
    plain_member = Client()
    other_side = Membership.objects.get(user=world.users[OTHER_SIDE]).assessor
    plain_member.force_login(MembershipFactory(assessor=other_side).user)
    for client in (*map(world.client, (CONTRIBUTOR, COORDINATOR, OTHER_CITY, EDITOR, ADMIN)), plain_member):
        client.post(url, {"language": "en", "text": "No"})
    assert status(world.client(OTHER_SIDE), waiting) == 404
    assert not ProgressReply.objects.filter(update=entry).exists()


def test_what_is_published_meanwhile_loses_nobodys_words(world: World, recommendation: Recommendation) -> None:
    author, coordinator = world.client(CONTRIBUTOR), world.client(COORDINATOR)
    entry = record(author, recommendation)
    revise = reverse("progress:revise", args=[entry.pk])
    typed = {**form_fields(author, revise), "note": "Better words.", "then": "check"}
    decide = reverse("progress:decide", args=[entry.pk])
    coordinator.post(decide, {**form_fields(coordinator, decide), "then": "publish"})
    check = author.post(revise, typed).url
    refused = author.post(check, form_fields(author, check))
    assert "add a correction" in " ".join(said_wrong(refused))
    assert "Better words." in refused.content.decode()
    entry.refresh_from_db()
    assert entry.note_en == ANSWERS["note"]


def test_a_listed_entry_shows_where_it_goes_on(world: World) -> None:
    entry = ProgressUpdateFactory(assessor=world.assessor, recommendation=world.objects["recommendation"])
    url = reverse("progress:inspect", args=[entry.pk])
    correct = reverse("progress:correct", args=[entry.pk])
    for role, may in ((CONTRIBUTOR, True), (COORDINATOR, True), (EDITOR, False), (ADMIN, False)):
        assert (correct in world.client(role).get(url).content.decode()) is may
