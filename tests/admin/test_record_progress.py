"""Recording progress: what the form takes, what it refuses and how it says so."""

import datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cities.models import DraftFile, ProgressUpdate
from recommendations.models import Recommendation
from tests.admin.forms import form_fields
from tests.admin.recording import (
    ANSWERS,
    LINK,
    drafts,
    fill_in,
    form_url,
    go_on,
    photo,
    record,
    said_wrong,
    status,
)
from tests.admin.world import ADMIN, CONTRIBUTOR, COORDINATOR, EDITOR, OTHER_CITY, OTHER_SIDE, World
from tests.cities import files
from tests.factories import (
    CityActionFactory,
    MembershipFactory,
    RecommendationFactory,
    ReviewFactory,
)


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
    answers = {**ANSWERS, "evidence-0-title": "Photo", "evidence-0-file": photo()}
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
    fill_in(world.client(CONTRIBUTOR), form_url(recommendation), "save", **{"evidence-0-file": photo()})
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


def test_today_is_the_citys_day(world: World, recommendation: Recommendation) -> None:
    world.assessor.city.time_zone = "Pacific/Kiritimati"
    world.assessor.city.save()
    today_there = timezone.now() + datetime.timedelta(hours=14)
    entry = record(world.client(CONTRIBUTOR), recommendation, as_of=today_there.date().isoformat())
    assert entry.as_of == today_there.date()


def _abroad() -> Any:
    from mechanisms.models import Country

    return Country.objects.get(iso3="NOR")
