"""A city as it was known on a day: page, report card, CSV and API tell the same."""

import csv
import datetime
import io

import pytest
from django.test import Client

from cities.models import ProgressUpdate
from mechanisms.models import Review
from tests.factories import (
    AssessorFactory,
    CityActionFactory,
    CityFactory,
    ProgressUpdateFactory,
    RecommendationFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    city = CityFactory(slug="exampleton", name="Exampleton")
    review = Review.objects.get(key="upr-3-usa")
    office = AssessorFactory(city=city)
    for month in (1, 2, 3):
        record = RecommendationFactory(review=review, reach="names_local", paragraph=str(month))
        ProgressUpdateFactory(
            assessor=office,
            recommendation=record,
            as_of=datetime.date(2025, month, 1),
            published_at=datetime.datetime(2025, month, 15, 17, tzinfo=datetime.UTC),
        )
    CityActionFactory(city=city, title_en="Rent ordinance")
    return city


@pytest.mark.parametrize(("day", "entries"), [("2025-01-14", 0), ("2025-01-15", 1), ("2025-03-31", 3)])
def test_page_file_and_api_agree(client: Client, city, day: str, entries: int) -> None:
    page = client.get(f"/en/cities/exampleton/?known_on={day}")
    assert page.status_code == 200
    record = page.context["record"]
    assert sum(side.assessed for side in record.sides) == entries
    card = client.get(f"/en/cities/exampleton/progress/?known_on={day}").context["card"]
    assert sum(side.assessed for side in card.record.sides) == entries
    file = b"".join(client.get(f"/en/cities/exampleton/progress.csv?known_on={day}").streaming_content).decode()
    assert len(list(csv.DictReader(io.StringIO(file.removeprefix("\ufeff"))))) == entries
    answer = client.get(f"/api/v1/cities/exampleton/progress?known_on={day}").json()
    assert answer["count"] == entries
    assert ProgressUpdate.objects.count() == 3


def test_a_past_day_is_said_plainly_and_leads_back(client: Client, city) -> None:
    page = client.get("/en/cities/exampleton/?known_on=2025-01-20").content.decode()
    assert "You see the record as it had been published by January 20, 2025." in page
    assert "Rent ordinance" not in page
    assert 'href="/en/cities/exampleton/progress/?known_on=2025-01-20"' in page
    assert 'href="/en/cities/exampleton/"' in page
    assert "Rent ordinance" in client.get("/en/cities/exampleton/").content.decode()


@pytest.mark.parametrize("typed", ["yesterday", "2999-01-01", "1900-01-01", "2025-02-30", "%00", "2025-01-01' OR 1"])
def test_a_bad_date_is_named_and_nothing_is_shown(client: Client, city, typed: str) -> None:
    response = client.get(f"/en/cities/exampleton/?known_on={typed}")
    assert response.status_code == 400
    page = response.content.decode()
    assert "This date cannot be used" in page
    assert "record" not in response.context
