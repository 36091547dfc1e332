"""The report card: coverage, changes of the year, what went back, themes with proof, no score; and its CSV."""

import csv
import datetime
import io
import tracemalloc

import pytest
from django.test import Client
from django.utils import timezone

from cities import progress
from cities.models import Assessor, City, ProgressReply, ProgressUpdate, Redaction
from mechanisms.models import Review
from recommendations.models import Recommendation
from tests.factories import (
    AssessorFactory,
    CityFactory,
    EvidenceFactory,
    ProgressUpdateFactory,
    RecommendationFactory,
    ReviewFactory,
)
from tests.search.pages import get, main_text, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def review() -> Review:
    """The latest completed UPR review."""
    return ReviewFactory(upr=True, cycle=None, year=2031, key="upr-2031", held_on=datetime.date(2025, 5, 1))


@pytest.fixture
def office() -> Assessor:
    """The office of a city."""
    return AssessorFactory(city=CityFactory(slug="riverton", name="Riverton"), name="Riverton Housing Office")


@pytest.fixture
def record(review: Review) -> Recommendation:
    """A recommendation on housing that counts."""
    return RecommendationFactory(review=review, local=True, theme_slugs=["housing"], summary_en="Make rents fair.")


def say(assessor: Assessor, recommendation: Recommendation, day: datetime.date, **fields: object) -> ProgressUpdate:
    """Publish a word at noon of ``day``, as of that day."""
    noon = datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)
    entry = ProgressUpdateFactory(
        assessor=assessor, recommendation=recommendation, **{"as_of": day, "published_at": noon, **fields}
    )
    progress.derive(assessor, recommendation)
    return entry


def section(client: Client, name: str, query: str = "") -> str:
    page = get(client, f"/en/cities/riverton/progress/{query}")
    (found,) = page.xpath(f"//section[@aria-labelledby='{name}']")
    return text_of(found)


def test_says_whose_word_of_how_many_and_draws_silence(
    client: Client, office: Assessor, record: Recommendation
) -> None:
    RecommendationFactory(review=record.review, local=True)
    say(office, record, timezone.localdate())
    said = section(client, "coverage")
    assert "1 of the 2 recommendations that local government can act on are assessed by the city" in said
    assert "0 by the community" in said
    assert "The community has not said anything yet. 0 of 2 assessed." in said


def test_changes_of_this_year_and_none_recorded(client: Client, office: Assessor, record: Recommendation) -> None:
    assert "None recorded." in section(client, "changed")
    assert "None recorded." in section(client, "regressed")
    today = office.city.today()
    say(office, record, datetime.date(today.year - 1, 12, 30), status="no_action")
    assert "None recorded." in section(client, "changed")
    say(office, record, datetime.date(today.year, 1, 1), status="regressed", note_en="The rent board was closed.")
    changed, regressed = section(client, "changed"), section(client, "regressed")
    assert f"1 change in {today.year}" in changed
    assert "No action → became Regressed" in changed.replace("→became", "→ became")
    assert "Regressed" in regressed
    assert "The rent board was closed." in regressed


def test_theme_names_the_strongest_evidence(client: Client, office: Assessor, record: Recommendation) -> None:
    entry = say(office, record, timezone.localdate())
    EvidenceFactory(update=entry, title="New note", bearing="context", date=datetime.date(2026, 5, 1))
    EvidenceFactory(update=entry, title="Mixed view", bearing="mixed", date=datetime.date(2026, 4, 1))
    EvidenceFactory(update=entry, title="Old survey", date=datetime.date(2020, 1, 1), bearing="contradicts")
    assert "Strongest evidence: Contradicts “Limited progress”: Old survey" in section(client, "themes")
    EvidenceFactory(update=entry, title="Rent count", date=datetime.date(2019, 1, 1), shows_effect=True)
    assert "Strongest evidence: Supports “Limited progress”: Rent count" in section(client, "themes")
    Redaction.objects.create(update=entry, category="safety", redacted_on=datetime.date(2026, 7, 1))
    said = section(client, "themes")
    assert "Strongest evidence: none recorded" in said
    assert "Rent count" not in said


def test_shows_the_record_as_published_by_a_day(client: Client, office: Assessor, record: Recommendation) -> None:
    say(office, record, datetime.date(2025, 3, 1), status="no_action")
    say(office, record, datetime.date(2026, 3, 1), status="limited_progress")
    page = get(client, "/en/cities/riverton/progress/?known_on=2025-12-31")
    assert "As it had been published by December 31, 2025." in main_text(page)
    assert "1 change in 2025" in main_text(page)
    assert "Limited progress0 of 1" in section(client, "coverage", "?known_on=2025-12-31")
    assert "No action1 of 1" in section(client, "coverage", "?known_on=2025-12-31")
    assert page.xpath("//a[contains(@href, 'progress.csv?known_on=2025-12-31')]")


@pytest.mark.parametrize("typed", ["June", "2026-13-01", "9999-01-01", "1900-01-01", "2026-02-30", "<b>"])
def test_a_date_that_cannot_be_is_explained_and_shows_nothing(
    client: Client, office: Assessor, record: Recommendation, typed: str
) -> None:
    say(office, record, datetime.date(2025, 3, 1))
    page = get(client, f"/en/cities/riverton/progress/?known_on={typed}", status=400)
    assert "nothing is shown" in main_text(page)
    assert not page.xpath("//*[contains(@class, 'bar-table')]")
    assert client.get("/en/cities/riverton/progress.csv", {"known_on": typed}).status_code == 400


def test_there_is_no_score(client: Client, office: Assessor, record: Recommendation) -> None:
    say(office, record, timezone.localdate())
    said = main_text(get(client, "/en/cities/riverton/progress/"))
    assert "%" not in said
    assert "There is no score and no rank." in said


# The history as a file


def lines(client: Client, query: str = "?header=machine", language: str = "en") -> list[dict[str, str]]:
    response = client.get(f"/{language}/cities/riverton/progress.csv{query}")
    assert response.status_code == 200
    assert response.streaming
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_csv_has_every_published_entry_with_evidence_and_replies(
    client: Client, office: Assessor, record: Recommendation
) -> None:
    first = say(office, record, datetime.date(2025, 3, 1), note_en="=cmd()", status="no_action")
    second = say(office, record, datetime.date(2026, 3, 1), corrects=first)
    EvidenceFactory(update=second, title="Survey", url="https://example.org/s")
    union = AssessorFactory(city=office.city, community=True, slug="union")
    ProgressReply.objects.create(update=second, assessor=union, text_en="Not so.", published_at=timezone.now())
    ProgressUpdateFactory(assessor=office, recommendation=record, pending=True, note_en="Draft")
    one, two = lines(client)
    assert (one["status"], one["corrected_by"], one["note"]) == ("no_action", str(second.pk), "'=cmd()")
    assert (two["corrects"], two["by"], two["as_of"]) == (str(first.pk), "local_government", "2026-03-01")
    assert two["evidence"] == "supports: Survey <https://example.org/s>"
    assert two["replies"].startswith("union (")
    assert two["recommendation_url"].endswith(f"/en/recommendations/{record.slug}/")
    (then,) = lines(client, "?header=machine&known_on=2025-12-31")
    assert (then["status"], then["corrected_by"]) == ("no_action", "")
    assert "Situación al" in lines(client, "", "es")[0]


def test_csv_keeps_the_notice_of_a_redaction_and_none_of_the_words(
    client: Client, office: Assessor, record: Recommendation
) -> None:
    entry = say(office, record, datetime.date(2025, 3, 1), note_en="Secret name", where_looked_en="Secret place")
    EvidenceFactory(update=entry, title="Secret letter")
    Redaction.objects.create(update=entry, category="private_person", redacted_on=datetime.date(2026, 7, 1))
    (line,) = lines(client)
    assert (line["redaction"], line["redacted_on"]) == ("private_person", "2026-07-01")
    assert "Secret" not in str(line)


def test_csv_of_an_unknown_header_is_refused(client: Client, office: Assessor) -> None:
    assert client.get("/en/cities/riverton/progress.csv?header=x").status_code == 400


def test_memory_of_the_csv_does_not_grow_with_the_history(
    client: Client, office: Assessor, record: Recommendation
) -> None:
    def peak(entries: int) -> int:
        ProgressUpdate.objects.bulk_create(
            ProgressUpdateFactory.build(assessor=office, recommendation=record, note_en="x" * 2000)
            for _ in range(entries)
        )
        tracemalloc.start()
        for _piece in client.get("/en/cities/riverton/progress.csv").streaming_content:
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    few = peak(400)
    # A chunk is 200 entries: six times as many entries take no more than a little longer.
    assert peak(2000) < 1.3 * few


# The city's page


def test_city_page_says_who_assesses_it_and_what_they_receive(client: Client, office: Assessor) -> None:
    union = AssessorFactory(city=office.city, community=True, name="Tenants’ Union", funding_by_city_en="$500 in 2025.")
    AssessorFactory(city=office.city, independent=True, name="New Clinic", unverified=True)
    page = get(client, "/en/cities/riverton/")
    (said,) = [text_of(found) for found in page.xpath("//section[@aria-labelledby='assessors']")]
    assert "Tenants’ Union Speaks asCommunity Verifiedby the alliance’s editors on January 1, 2025" in said
    assert "$500 in 2025." in said
    assert "Not verified yet, so it cannot publish Funding by the cityNot disclosed" in said
    assert union.city == office.city


def test_city_page_tells_what_changed_since_the_last_review(
    client: Client, office: Assessor, record: Recommendation
) -> None:
    say(office, record, datetime.date(2025, 4, 30), status="no_action")
    say(office, record, datetime.date(2026, 1, 2), status="limited_progress")
    page = get(client, "/en/cities/riverton/")
    (said,) = [text_of(found) for found in page.xpath("//section[@aria-labelledby='changes']")]
    assert "May 1, 2025" in said
    assert "1 change since then" in said
    assert text_of(get(client, "/en/cities/riverton/changes/").xpath("//ol[@class='entries']")[0]).count("became") == 2
    assert City.objects.count() == 1
