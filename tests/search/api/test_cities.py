"""The API on cities, their history, their actions, and the vocabularies."""

import datetime
import json

import pytest
from django.test import Client
from django.utils import timezone

from cities.models import Evidence, ProgressReply, ProgressUpdate, Redaction
from tests.factories import (
    AssessorFactory,
    CityActionFactory,
    CityFactory,
    DocumentFactory,
    EvidenceFactory,
    ProgressUpdateFactory,
    RecommendationFactory,
    ReviewFactory,
)

pytestmark = pytest.mark.django_db


def get(client: Client, path: str, status: int = 200) -> dict:
    response = client.get(f"/api/v1{path}")
    assert response.status_code == status, response.content
    return json.loads(response.content)


def at(day: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"{day}T12:00:00-05:00")


@pytest.fixture
def city():
    return CityFactory(slug="exampleton", name="Exampleton", time_zone="America/New_York")


@pytest.fixture
def history(city):
    """Two entries of one assessor, the second a correction of the first, and one of another."""
    assessor, other = (
        AssessorFactory(city=city, name="Office"),
        AssessorFactory(city=city, community=True, name="Coalition"),
    )
    record = RecommendationFactory(slug="record")
    said = {"recommendation": record, "as_of": datetime.date(2026, 1, 5)}
    first = ProgressUpdateFactory(assessor=assessor, published_at=at("2026-01-10"), note_en="First", **said)
    second = ProgressUpdateFactory(
        assessor=assessor, published_at=at("2026-02-10"), note_en="Second", corrects=first, status="no_action", **said
    )
    third = ProgressUpdateFactory(assessor=other, published_at=at("2026-03-10"), note_en="Third", **said)
    EvidenceFactory(update=first, title="Minutes", bearing=Evidence.Bearing.CONTRADICTS)
    ProgressReply.objects.create(update=second, assessor=other, text_en="No", published_at=at("2026-03-01"))
    return first, second, third


def test_history_is_whole_and_says_what_holds(client, history):
    first, second, third = history
    found = get(client, "/cities/exampleton/progress")
    assert [(entry["id"], entry["is_current"]) for entry in found["results"]] == [
        (third.pk, True),
        (second.pk, True),
        (first.pk, False),
    ]
    corrected = found["results"][2]
    assert (corrected["corrected_by"], found["results"][1]["corrects"]) == (second.pk, first.pk)
    assert corrected["evidence"] == [
        {
            "title": "Minutes",
            "publisher": "",
            "date": None,
            "url": "https://example.org/minutes",
            "bearing": "contradicts",
            "shows_effect": False,
        }
    ]
    assert found["results"][1]["replies"][0]["text"] == "No"
    assert (found["count"], found["next"], found["known_on"]) == (3, None, None)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-01-09", []),
        ("2026-01-10", [("First", True)]),
        ("2026-02-09", [("First", True)]),
        ("2026-02-10", [("Second", True), ("First", False)]),
        ("2026-03-10", [("Third", True), ("Second", True), ("First", False)]),
        ("9999-12-31", [("Third", True), ("Second", True), ("First", False)]),
    ],
)
def test_history_as_it_was_known_on_a_day(client, history, day, expected):
    found = get(client, f"/cities/exampleton/progress?known_on={day}")
    assert [(entry["note"], entry["is_current"]) for entry in found["results"]] == expected
    assert found["known_on"] == day
    if day == "2026-02-10":
        assert found["results"][0]["replies"] == [], "the reply came later"
    if day == "2026-02-09":
        assert found["results"][0]["corrected_by"] is None, "the correction came later"


def test_a_day_ends_when_it_ends_in_the_city(client, city):
    assessor = AssessorFactory(city=city)
    late = datetime.datetime(2026, 3, 4, 4, 30, tzinfo=datetime.UTC)  # 23:30 on March 3 in New York
    ProgressUpdateFactory(assessor=assessor, published_at=late)
    assert get(client, "/cities/exampleton/progress?known_on=2026-03-02")["count"] == 0
    assert get(client, "/cities/exampleton/progress?known_on=2026-03-03")["count"] == 1


def test_redacted_words_are_gone_on_every_day_and_the_notice_stays(client, history):
    first, second, _third = history
    Redaction.objects.create(update=first, category="safety", redacted_on=datetime.date(2026, 4, 1))
    reply = ProgressReply.objects.get(update=second)
    Redaction.objects.create(reply=reply, category="consent", redacted_on=datetime.date(2026, 4, 2))
    for query in ("", "?known_on=2026-03-31"):
        results = get(client, f"/cities/exampleton/progress{query}")["results"]
        told = {entry["id"]: entry for entry in results}[first.pk]
        assert (told["note"], told["where_looked"], told["evidence"]) == ("", "", [])
        assert told["redaction"] == {"category": "safety", "redacted_on": "2026-04-01"}
        answer = {entry["id"]: entry for entry in results}[second.pk]["replies"][0]
        assert (answer["text"], answer["redaction"]["category"]) == ("", "consent")


def test_what_waits_or_stands_on_withdrawn_records_is_no_history(client, city):
    assessor = AssessorFactory(city=city)
    ProgressUpdateFactory(assessor=assessor, pending=True, note_en="Secret")
    ProgressUpdateFactory(assessor=assessor, recommendation=RecommendationFactory(withdrawn=True), note_en="Secret")
    assert get(client, "/cities/exampleton/progress")["count"] == 0


def test_history_comes_in_pieces_that_new_entries_do_not_shift(client, city):
    assessor = AssessorFactory(city=city)
    entries = [ProgressUpdateFactory(assessor=assessor) for _number in range(60)]
    ProgressUpdate.objects.filter(pk__in=[entry.pk for entry in entries[:30]]).update(published_at=timezone.now())
    path, seen = "/cities/exampleton/progress", []
    while path:
        found = get(client, path)
        seen += [entry["id"] for entry in found["results"]]
        path = (found["next"] or "").partition("/api/v1")[2]
        ProgressUpdateFactory(assessor=assessor)
    assert sorted(seen) == sorted(entry.pk for entry in entries)


@pytest.mark.parametrize(
    "query",
    [
        "known_on=yesterday", "known_on=2026-02-30", "known_on=20260301", "known_on=2026-W10-1", "known=2026-03-01",
        "cursor=x", "cursor=W10", "cursor=WyIyMDI2IiwgMV0", "per_page=1000", "page=2", "lang=xx", "cursor=%F0%9F%98%80",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused(client, city, query):
    problem = get(client, f"/cities/exampleton/progress?{query}", 400)
    assert problem["problems"][0]["message"]


def test_cities_with_made_up_ones_marked_and_last(client, city):
    CityFactory(slug="made-up", name="Aville", example=True)
    found = get(client, "/cities")
    assert [(each["slug"], each["is_example"]) for each in found["results"]] == [
        ("exampleton", False),
        ("made-up", True),
    ]
    assert found["count"] == 2


def test_one_city_lists_only_assessors_whose_identity_was_checked(client, city):
    AssessorFactory(city=city, name="Office", verification="Secret phone call")
    AssessorFactory(city=city, name="Secret", unverified=True)
    found = get(client, "/cities/exampleton")
    assert [each["name"] for each in found["assessors"]] == ["Office"]
    assert "Secret" not in json.dumps(found)
    assert client.get(found["recommendations_url"]).status_code == 200
    assert client.get(found["progress_url"]).status_code == 200
    assert get(client, "/cities/nowhere", 404)["status"] == 404
    assert get(client, "/cities/no%0Awhere", 404)["status"] == 404


def test_actions_are_the_published_ones_with_what_they_serve(client, city):
    record = RecommendationFactory(slug="record")
    gone = RecommendationFactory(withdrawn=True)
    CityActionFactory(city=city, slug="homes", title_en="Homes", serves=[record, gone], budget_amount="10.50")
    CityActionFactory(city=city, title_en="Secret draft", draft=True)
    redacted = CityActionFactory(title_en="Other", summary_en="Secret summary", note_en="Secret note")
    Redaction.objects.create(action=redacted, category="court_order", redacted_on=datetime.date(2026, 4, 1))
    everything = get(client, "/actions")
    assert everything["count"] == 2
    assert "Secret" not in json.dumps(everything)
    (found,) = get(client, "/actions?city=exampleton&status=in_progress&kind=ordinance")["results"]
    assert found["contributions"] == [{"recommendation": "record", "contribution": "It helps."}]
    assert found["budget_amount"] == "10.50"
    assert get(client, "/actions?status=completed")["count"] == 0
    assert get(client, "/actions?city=exampletown", 400)["problems"][0]["suggestion"] == "exampleton"


def test_themes_count_what_their_page_counts(client):
    RecommendationFactory(theme_slugs=["housing"])
    RecommendationFactory(theme_slugs=["housing"], withdrawn=True)
    found = {each["slug"]: each for each in get(client, "/themes?lang=es")["results"]}
    assert found["housing"]["count"] == 1
    assert found["housing"]["label"] == "Derecho a una vivienda adecuada"
    assert client.get(found["housing"]["url"]).status_code == 200
    listed = client.get("/api/v1/recommendations?theme=housing").json()
    assert listed["count"] == found["housing"]["count"]


def test_reviews_are_those_of_the_home_country_unless_asked(client):
    review = ReviewFactory(key="test-usa", year=2031)
    DocumentFactory(review=review, symbol="A/TEST/8")
    RecommendationFactory(review=review)
    first = get(client, "/reviews")["results"][0]
    assert (first["key"], first["count"], first["documents"][0]["symbol"]) == ("test-usa", 1, "A/TEST/8")
    assert client.get(first["url"]).status_code == 200
    assert get(client, "/reviews?country=SVN")["count"] == 0
    assert {each["mechanism"] for each in get(client, "/reviews?mechanism=upr")["results"]} == {"upr"}
    assert get(client, "/reviews?mechanism=uprr", 400)["problems"][0]["suggestion"] == "upr"


@pytest.mark.parametrize(
    ("path", "budget"),
    [
        # The data's version each, asked once or twice (2); then: counts, themes (2)
        ("/themes", 4),
        # home country, reviews, documents, counts (4)
        ("/reviews", 6),
        # cities with their counts (1)
        ("/cities", 3),
        # city, assessors (2)
        ("/cities/exampleton", 4),
        # city; entries, evidence, replies, corrections; current words; count (7)
        ("/cities/exampleton/progress", 9),
        # actions, sources, what they serve, count (4)
        ("/actions", 6),
    ],
)
def test_lists_cost_a_fixed_number_of_queries(client, history, city, path, budget, django_assert_max_num_queries):
    for _number in range(5):
        ReviewFactory()
        assessor = AssessorFactory(city=city)
        EvidenceFactory(update=ProgressUpdateFactory(assessor=assessor))
        CityActionFactory(city=city, serves=[RecommendationFactory()])
    get(client, path)
    with django_assert_max_num_queries(budget):
        get(client, path)
