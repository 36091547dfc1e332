"""Recording progress in the admin: fill in, save, check, send; publish or return; correct; reply. Both sides."""

import datetime
import re
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cities.models import DraftFile, Evidence, Implementation, Membership, ProgressDraft, ProgressReply, ProgressUpdate
from recommendations.models import Recommendation
from tests.admin.forms import form_fields
from tests.admin.world import ADMIN, CONTRIBUTOR, COORDINATOR, EDITOR, OTHER_CITY, OTHER_SIDE, World
from tests.cities import files
from tests.factories import (
    CityActionFactory,
    MembershipFactory,
    ProgressUpdateFactory,
    RecommendationFactory,
    ReviewFactory,
)

ANSWERS = {
    "status": "limited_progress",
    "as_of": "2026-03-01",
    "note": "A rule was passed.",
    "language": "en",
    "confidence": "high",
}
LINK = {
    "evidence-0-title": "Minutes",
    "evidence-0-url": "https://example.org/minutes",
    "evidence-0-bearing": "supports",
}


@pytest.fixture
def recommendation(world: World) -> Recommendation:
    return RecommendationFactory(review=world.objects["review"], slug="asked")


def drafts() -> Any:
    """Unsent answers about the recommendation of these tests."""
    return ProgressDraft.objects.filter(recommendation__slug="asked")


def form_url(recommendation: Recommendation) -> str:
    return reverse("progress:record", args=[recommendation.slug])


def fill_in(client: Client, url: str, then: str = "check", **answers: object) -> Any:
    """Post the form as a browser would: all that it shows, with these answers. Return what it leads to."""
    response = client.post(url, {**form_fields(client, url), "then": then, **answers})
    back = getattr(response, "url", "").startswith("/admin/progress/re") or "problems=" in getattr(response, "url", "")
    return client.get(response.url) if back else response


def go_on(client: Client, response: Any) -> Any:
    """Press the button of the page "Check answers"."""
    assert response.status_code == 302, said_wrong(response)
    return client.post(response.url, form_fields(client, response.url))


def record(client: Client, recommendation: Recommendation, **answers: object) -> ProgressUpdate:
    go_on(client, fill_in(client, form_url(recommendation), **{**ANSWERS, **answers}))
    return ProgressUpdate.objects.order_by("pk").last()


def said_wrong(response: Any) -> list[str]:
    page = BeautifulSoup(response.content, "html.parser")
    return [item.get_text() for item in page.select(".record-problems li")]


def status(client: Client, url: str, posted: dict[str, Any] | None = None) -> int:
    """Return the status in the end: what is not found is first looked for under a language."""
    ask = client.get if posted is None else client.post
    return ask(url, posted, follow=True).status_code


def told(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


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
    first = record(client, recommendation, **{"evidence-0-title": "Photo", "evidence-0-file": _photo()})
    url = reverse("progress:correct", args=[first.pk])
    go_on(client, fill_in(client, url, status="no_action", where_looked="Minutes"))
    second = ProgressUpdate.objects.get(corrects=first)
    first.refresh_from_db()
    assert (first.status, second.status, second.state) == ("limited_progress", "no_action", "published")
    assert Implementation.objects.get(recommendation=recommendation).current == second
    names = {one.file.name for one in Evidence.objects.filter(update__in=[first, second])}
    assert len(names) == 2, "each entry has a file of its own, which may be redacted alone"
    assert client.get(url).url == reverse("progress:inspect", args=[second.pk])


def _photo() -> Any:
    return files.upload("there.jpg", files.photo())


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


def test_a_rise_that_nothing_supports_warns_before_sending(world: World, recommendation: Recommendation) -> None:
    client, url = world.client(COORDINATOR), form_url(recommendation)
    warning = "nothing supports it"
    record(client, recommendation, status="no_action", where_looked="Minutes")
    for answers, warns in (
        ({}, True),
        (LINK, False),
        ({**LINK, "evidence-0-bearing": "context"}, True),
        ({"status": "no_information", "where_looked": "x"}, False),
    ):
        check = fill_in(client, url, **{**ANSWERS, "where_looked": "", **answers}).url
        assert (warning in client.get(check).content.decode()) is warns, answers
        client.post(check.replace("check", "discard"))
    entry = record(client, recommendation)
    assert entry.status == "limited_progress", "it warns and does not forbid"


BAD = {
    "no status": ({"status": ""}, "required"),
    "a status that is none": ({"status": "not_assessed"}, "not one of"),
    "no day": ({"as_of": "31/31/2026"}, "must be a day"),
    "the future": ({"as_of": "2999-01-01"}, "today or earlier"),
    "where nobody looked": ({"status": "no_action"}, "where you looked"),
    "no evidence": ({"status": "substantial_progress"}, "needs evidence"),
    "evidence against": ({"status": "regressed", **LINK, "evidence-0-bearing": "contradicts"}, "needs evidence"),
    "no effect": ({"status": "implemented", **LINK}, "evidence of effect"),
    "no link": ({"evidence-0-title": "Minutes"}, "link or a file"),
    "no title": ({"evidence-0-url": "https://example.org/"}, "a title"),
    "a script": ({**LINK, "evidence-0-url": "javascript:alert(1)"}, "no link"),
    "a private network": ({**LINK, "evidence-0-url": "http://10.0.0.1/"}, "private network"),
    "evidence of tomorrow": ({**LINK, "evidence-0-date": "2999-01-01"}, "evidence must be today"),
    "a bearing that is none": ({**LINK, "evidence-0-bearing": "x"}, "not one of"),
    "a foreign action": ({"actions": ["999999"]}, "not one of"),
    "letters for an action": ({"actions": ["x"]}, "not a valid value"),
    "a foreign language": ({"language": "fr"}, "not one of"),
    "too long": ({"note": "x" * 5001}, "at most 5000"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_answers_are_explained_and_kept(world: World, recommendation: Recommendation, case: str) -> None:
    answers, sentence = BAD[case]
    client, url = world.client(CONTRIBUTOR), form_url(recommendation)
    response = fill_in(client, url, **{**ANSWERS, **answers})
    assert response.status_code == 200
    assert sentence in " ".join(said_wrong(response)), said_wrong(response)
    page = BeautifulSoup(response.content, "html.parser")
    assert page.title.get_text().strip().startswith("Error:")
    for link in page.select(".record-problems a"):
        assert page.find(id=link["href"].removeprefix("#")), "each problem leads to its field"
    assert str(answers.get("note", ANSWERS["note"])) in page.find("textarea", {"name": "note"}).get_text()
    assert not ProgressUpdate.objects.filter(recommendation=recommendation).exists()


@pytest.mark.parametrize("rows", ["", "x", "-1", "0", "99999999999", "1.5", "²", "\x00"])
def test_a_number_of_rows_that_is_none(world: World, recommendation: Recommendation, rows: str) -> None:
    response = fill_in(world.client(CONTRIBUTOR), form_url(recommendation), **ANSWERS, rows=rows)
    assert response.status_code == 302


def test_bytes_that_no_database_takes(world: World, recommendation: Recommendation) -> None:
    entry = record(world.client(CONTRIBUTOR), recommendation, note="One\x00two")
    assert entry.note_en == "Onetwo"


def test_files_are_checked_bared_kept_private_and_then_public(world: World, recommendation: Recommendation) -> None:
    author, url = world.client(CONTRIBUTOR), form_url(recommendation)
    wrong = fill_in(
        author, url, **ANSWERS, **{"evidence-0-title": "Scan", "evidence-0-file": files.upload("a.pdf", files.photo())}
    )
    assert "content is something else" in " ".join(said_wrong(wrong))
    answers = {**ANSWERS, "evidence-0-title": "Photo", "evidence-0-file": _photo()}
    # Something else is wrong, and yet the file need not be attached again.
    assert fill_in(author, url, **{**answers, "as_of": ""}).status_code == 200
    assert DraftFile.objects.get().name == "there.jpg"
    entry = record(author, recommendation, **{"evidence-0-title": "Photo"})
    evidence = entry.evidence.get()
    assert not evidence.url
    file = reverse("evidence_file", args=[evidence.pk])
    readers = {CONTRIBUTOR: 200, COORDINATOR: 200, EDITOR: 200, OTHER_SIDE: 404, OTHER_CITY: 404, "anonymous": 404}
    assert {role: status(world.client(role), file) for role in readers} == readers
    kept = b"".join(author.get(file).streaming_content)
    assert files.PLACE not in kept
    decide, client = reverse("progress:decide", args=[entry.pk]), world.client(COORDINATOR)
    client.post(decide, {**form_fields(client, decide), "then": "publish"})
    public = Client().get(file)
    assert (public.status_code, public["Content-Type"], "no-cache" in public["Cache-Control"]) == (
        200,
        "image/jpeg",
        True,
    )
    assert "sandbox" in public["Content-Security-Policy"]


def test_a_file_of_another_draft_is_not_taken(world: World, recommendation: Recommendation) -> None:
    fill_in(world.client(CONTRIBUTOR), form_url(recommendation), "save", **{"evidence-0-file": _photo()})
    theirs = DraftFile.objects.get()
    client, url = world.client(OTHER_CITY), form_url(recommendation)
    for stored in (f"new-{theirs.pk}", f"kept-{theirs.pk}", "new-x", "new-99999999999999999999"):
        response = fill_in(client, url, **ANSWERS, **{"evidence-0-title": "Mine", "evidence-0-stored": stored})
        assert "link or a file" in " ".join(said_wrong(response))


def test_as_many_pieces_of_evidence_as_there_are(world: World, recommendation: Recommendation) -> None:
    client, url = world.client(CONTRIBUTOR), form_url(recommendation)
    page = fill_in(client, url, "more", **LINK).content.decode()
    assert 'name="evidence-1-title"' in page
    assert "https://example.org/minutes" in page
    second = {name.replace("-0-", "-1-"): value for name, value in LINK.items()}
    entry = record(client, recommendation, **{**LINK, **second, "rows": "2", "evidence-0-remove": "on"})
    assert entry.evidence.count() == 1
    many = fill_in(client, url, "more", rows="20").content.decode()
    assert 'name="evidence-20-title"' not in many


def test_what_cannot_be_recorded_about(world: World) -> None:
    client = world.client(COORDINATOR)
    abroad = RecommendationFactory(review=ReviewFactory(country=_abroad()))
    for other, sentence in ((abroad, "another country"), (RecommendationFactory(concern=True), "takes no status")):
        assert sentence in " ".join(said_wrong(fill_in(client, form_url(other), **ANSWERS)))
    for gone in (RecommendationFactory(withdrawn=True), RecommendationFactory(merged_into=abroad)):
        assert status(client, form_url(gone)) == 404
    assert status(client, "/admin/progress/record/no-such-thing/") == 404


def _abroad() -> Any:
    from mechanisms.models import Country

    return Country.objects.get(iso3="NOR")


def test_nobody_writes_for_another_assessor(world: World, recommendation: Recommendation) -> None:
    url = form_url(recommendation)
    for role in (EDITOR, ADMIN):
        assert world.client(role).get(url).status_code == 302
    client = world.client(OTHER_CITY)
    assert client.get(url, {"for": world.assessor.slug}).status_code == 302
    fill_in(client, url, "save", **{"for": world.assessor.slug})
    assert not drafts().filter(assessor=world.assessor).exists()
    entry = world.objects["pending entry of A"]
    for route in ("revise", "correct", "decide", "inspect"):
        there = status(client, reverse(f"progress:{route}", args=[entry.pk]))
        nowhere = status(client, reverse(f"progress:{route}", args=[999_999]))
        assert (there, nowhere) == (404, 404), route


def test_a_key_of_somebody_else_opens_nothing(world: World, recommendation: Recommendation) -> None:
    fill_in(world.client(CONTRIBUTOR), form_url(recommendation), "save", note="Mine")
    client, key = world.client(COORDINATOR), str(drafts().get().key)
    fill_in(client, form_url(recommendation), "save", key=key, note="Overwritten")
    assert drafts().get().answers["note"] == ["Mine"]
    for bad in ("", "x", "\x00"):
        fill_in(client, form_url(recommendation), "save", key=bad)
    assert drafts().count() == 1


def test_who_acts_for_two_cities_says_for_which(world: World, recommendation: Recommendation) -> None:
    MembershipFactory(user=world.users[CONTRIBUTOR], assessor=world.other_assessor)
    client, url = world.client(CONTRIBUTOR), form_url(recommendation)
    asked = client.get(url, follow=True).content.decode()
    assert all(one.name in asked for one in (world.assessor, world.other_assessor))
    response = fill_in(client, f"{url}?for={world.other_assessor.slug}", **ANSWERS)
    go_on(client, response)
    assert ProgressUpdate.objects.get(recommendation=recommendation).assessor == world.other_assessor


def test_words_are_kept_in_the_language_they_were_written_in(world: World, recommendation: Recommendation) -> None:
    entry = record(world.client(CONTRIBUTOR), recommendation, language="es", note="Se aprobó una norma.")
    assert (entry.note_en, entry.note_es) == ("", "Se aprobó una norma.")


def test_an_entry_rests_on_our_actions(world: World, recommendation: Recommendation) -> None:
    own = world.objects["draft of A"]
    foreign = CityActionFactory(draft=True, city=world.assessor.city)
    page = world.client(CONTRIBUTOR).get(form_url(recommendation)).content.decode()
    assert own.title_en in page
    assert f'value="{foreign.pk}"' not in page
    entry = record(world.client(CONTRIBUTOR), recommendation, actions=[own.pk])
    assert list(entry.actions.all()) == [own]


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


def test_my_city_tells_what_to_do(world: World) -> None:
    review = world.objects["review"]
    named, local = (
        RecommendationFactory(review=review, reach=reach, theme_slugs=["housing"], summary_en=f"Do {reach}.")
        for reach in ("names_local", "local_can_act")
    )
    national = RecommendationFactory(review=review, reach="national_only")
    CityActionFactory(city=world.assessor.city, recorded_by=world.assessor, title_en="Unlinked")
    old = record(world.client(COORDINATOR), national, as_of="2020-02-02")
    page = world.client(COORDINATOR).get(reverse("my-city:index")).content.decode()
    assert re.search(r"Waiting for me\s+\(1\)", page)
    assert re.search(r"Not assessed yet\s+\(2\)", page)
    assert page.index("Do names_local.") < page.index("Do local_can_act.")
    assert "Unlinked" in page
    assert old.recommendation.citation in page
    assert reverse("progress:baseline", args=["housing"]) in page
    assert form_url(named) in page
    assert form_url(local) in page


def test_my_city_is_for_members(world: World) -> None:
    url = reverse("my-city:index")
    for role, there in ((CONTRIBUTOR, True), (OTHER_SIDE, True), (EDITOR, False), (ADMIN, False)):
        client = world.client(role)
        assert (client.get(url).status_code == 200) is there
        assert (url in client.get("/admin/").content.decode()) is there
    assert "MARK" not in world.client(OTHER_SIDE).get(url, {"for": world.assessor.slug}).content.decode()


def test_a_baseline_of_one_theme(world: World) -> None:
    client, url = world.client(COORDINATOR), reverse("progress:baseline", args=["housing"])
    rows = RecommendationFactory.create_batch(3, review=world.objects["review"], local=True, theme_slugs=["housing"])
    fields = {**form_fields(client, url), "where_looked": "Minutes of 2025"}
    fields |= {f"row-{rows[0].pk}-status": "no_action", f"row-{rows[1].pk}-status": "limited_progress"}
    fields[f"row-{rows[1].pk}-note"] = "One rule."
    client.post(url, fields)
    client.post(url, fields)
    entries = ProgressUpdate.objects.filter(recommendation__in=rows).order_by("recommendation")
    assert [(entry.status, entry.state, entry.note_en) for entry in entries] == [
        ("no_action", "published", ""),
        ("limited_progress", "published", "One rule."),
    ]
    assert form_fields(client, url).keys() >= {f"row-{rows[2].pk}-status"}
    assert f"row-{rows[0].pk}-status" not in form_fields(client, url)


@pytest.mark.parametrize(
    "change", [{"as_of": "2999-01-01"}, {"where_looked": ""}, {"status": "implemented"}, {"as_of": "x"}]
)
def test_a_baseline_is_recorded_whole_or_not_at_all(world: World, change: dict[str, str]) -> None:
    client, url = world.client(CONTRIBUTOR), reverse("progress:baseline", args=["housing"])
    rows = RecommendationFactory.create_batch(2, review=world.objects["review"], local=True, theme_slugs=["housing"])
    fields = {**form_fields(client, url), "where_looked": "Minutes", f"row-{rows[0].pk}-status": "no_action"}
    fields[f"row-{rows[1].pk}-status"] = change.get("status", "no_action")
    response = client.post(url, {**fields, **change})
    assert said_wrong(response)
    assert not ProgressUpdate.objects.filter(recommendation__in=rows).exists()


def test_choosing_a_recommendation(world: World) -> None:
    client, url = world.client(CONTRIBUTOR), reverse("progress:choose")
    review = world.objects["review"]
    rent = RecommendationFactory(review=review, local=True, summary_en="Lower the rent.", theme_slugs=["housing"])
    far = RecommendationFactory(review=review, reach="national_only", summary_en="Sign a treaty.")
    shown = {
        "": {rent},
        "?q=rent": {rent},
        "?q=treaty": {far},
        "?local=on&q=treaty": set(),
        "?theme=housing": {rent},
        "?theme=none-such": set(),
    }
    for query, expected in shown.items():
        response = client.get(url + query)
        assert {one for one, _word in response.context["rows"]} == expected, query
    for query in ("?q=%00", "?q=" + "x" * 3000, "?p=x", "?for=nobody", "?about=nothing", "?theme=1&q=%27"):
        assert client.get(url + query).status_code == 200


def test_an_ended_membership_keeps_nothing_open(world: World, recommendation: Recommendation) -> None:
    client = world.client(CONTRIBUTOR)
    check = fill_in(client, form_url(recommendation), **ANSWERS).url
    ready = form_fields(client, check)
    Membership.objects.filter(user=world.users[CONTRIBUTOR]).update(ended_at=timezone.now())
    assert client.post(check, ready).status_code in (302, 404)
    assert not ProgressUpdate.objects.filter(recommendation=recommendation).exists()


def test_today_is_the_citys_day(world: World, recommendation: Recommendation) -> None:
    world.assessor.city.time_zone = "Pacific/Kiritimati"
    world.assessor.city.save()
    today_there = timezone.now() + datetime.timedelta(hours=14)
    entry = record(world.client(CONTRIBUTOR), recommendation, as_of=today_there.date().isoformat())
    assert entry.as_of == today_there.date()


def test_a_listed_entry_shows_where_it_goes_on(world: World) -> None:
    entry = ProgressUpdateFactory(assessor=world.assessor, recommendation=world.objects["recommendation"])
    url = reverse("progress:inspect", args=[entry.pk])
    correct = reverse("progress:correct", args=[entry.pk])
    for role, may in ((CONTRIBUTOR, True), (COORDINATOR, True), (EDITOR, False), (ADMIN, False)):
        assert (correct in world.client(role).get(url).content.decode()) is may
