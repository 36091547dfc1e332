"""Calendars of reviews: valid, stable, in the reader's language, linked from the pages."""

import datetime

import pytest
from django.test import Client
from icalendar import Calendar

from mechanisms.models import Milestone, Review
from tests.factories import CityFactory, ReviewFactory
from tests.search.pages import get

pytestmark = pytest.mark.django_db


@pytest.fixture
def review() -> Review:
    """A scheduled review with a dated and an undated milestone."""
    review = ReviewFactory(key="upr-9-usa", upr=True, cycle=9, year=2031, state="scheduled")
    dated = {"date": datetime.date(2031, 5, 2), "meaning_en": "Send your report,\nin time; really."}
    Milestone.objects.create(
        review=review, slug="session", kind="session", title_en="Session", title_es="Período de sesiones", **dated
    )
    Milestone.objects.create(review=review, slug="adoption", kind="adoption", title_en="Adoption")
    return review


def events(client: Client, url: str) -> dict[str, object]:
    response = client.get(url)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def test_review_has_its_dated_milestones(client: Client, review: Review) -> None:
    (uid, event), *more = events(client, "/en/mechanisms/upr/upr-9-usa/dates.ics").items()
    assert not more
    assert uid == "upr-9-usa.session@milestones.human-rights-cities"
    assert event.decoded("dtstart") == datetime.date(2031, 5, 2)
    assert event.decoded("dtend") == datetime.date(2031, 5, 3)
    assert "Send your report,\nin time; really." in str(event["DESCRIPTION"])
    assert str(event["URL"]) == "http://testserver/en/mechanisms/upr/upr-9-usa/"


def test_identity_and_bytes_stay_while_nothing_changes(client: Client, review: Review) -> None:
    url = "/en/mechanisms/upr/upr-9-usa/dates.ics"
    assert client.get(url).content == client.get(url).content
    english, spanish = events(client, url), events(client, url.replace("/en/", "/es/"))
    assert set(english) == set(spanish)
    assert "Período de sesiones" in str(next(iter(spanish.values()))["SUMMARY"])
    Milestone.objects.filter(review=review, slug="session").update(date=datetime.date(2031, 6, 1))
    assert set(events(client, url)) == set(english)


def test_city_has_the_reviews_that_concern_it_now(client: Client, review: Review) -> None:
    CityFactory(slug="riverton")
    old = ReviewFactory(key="cerd-old", year=1999)
    Milestone.objects.create(review=old, slug="x", kind="other", title_en="X", date=datetime.date(1999, 1, 1))
    found = set(events(client, "/en/cities/riverton/dates.ics"))
    assert "upr-9-usa.session@milestones.human-rights-cities" in found
    assert not any(uid.startswith("cerd-old") for uid in found)


def test_pages_link_their_calendars(client: Client, review: Review) -> None:
    CityFactory(slug="riverton")
    assert get(client, "/en/cities/riverton/").xpath("//a[@href='/en/cities/riverton/dates.ics']")
    page = get(client, "/en/mechanisms/upr/upr-9-usa/")
    assert page.xpath("//a[@href='/en/mechanisms/upr/upr-9-usa/dates.ics']")
