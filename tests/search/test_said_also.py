"""What was said more than once is shown with its years: on its page, on cards, in API and CSV; in a fixed number of
queries."""

import csv
import io
import json

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from recommendations import twins
from recommendations.models import PossibleDuplicate, Recommendation
from search.cards import printed_before
from tests.factories import RecommendationFactory, ReviewFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def said() -> list[Recommendation]:
    """The same in 2010, twice in 2015, and in 2020."""
    records = []
    for year in (2010, 2015, 2020):
        review = ReviewFactory(upr=True, year=year, key=f"said-{year}", cycle=None)
        for number in ("1", "2") if year == 2015 else ("1",):
            slug = f"said-{year}-{number}"
            records.append(RecommendationFactory(review=review, slug=slug, paragraph=number, summary_en=f"Do {slug}."))
    for record in records[1:]:
        pair = PossibleDuplicate.objects.create(first=records[0], second=record, similarity=100)
        twins.call_repeats(pair, by=UserFactory())
    RecommendationFactory(review=records[-1].review, slug="said-once")
    return records


def test_its_page_says_before_again_and_where(client: Client, said: list[Recommendation]) -> None:
    page = client.get("/en/recommendations/said-2015-1/").content.decode()
    assert "Said before in 2010 · Said again in 2020 · Also in 1 other paragraph of this review" in page
    for slug in ("said-2010-1", "said-2015-2", "said-2020-1"):
        assert f'href="/en/recommendations/{slug}/"' in page
    spanish = client.get("/es/recommendations/said-2015-1/").content.decode()
    assert "Ya se dijo en 2010 · Se volvió a decir en 2020" in spanish
    assert "Said" not in client.get("/en/recommendations/said-once/").content.decode().split("<main")[1]


def test_cards_say_it_in_half_a_line(client: Client, said: list[Recommendation]) -> None:
    page = client.get("/en/recommendations/?review=said-2020").content.decode()
    assert page.count("Said before in 2010, 2015") == 1


def test_the_api_and_the_csv_name_where(client: Client, said: list[Recommendation]) -> None:
    one = json.loads(client.get("/api/v1/recommendations/said-2020-1").content)
    assert [(each["slug"], each["year"]) for each in one["said_also"]] == [
        ("said-2010-1", 2010), ("said-2015-1", 2015), ("said-2015-2", 2015),
    ]  # fmt: skip
    body = b"".join(client.get("/en/recommendations.csv?review=said-2020&header=machine").streaming_content)
    rows = {row["slug"]: row for row in csv.DictReader(io.StringIO(body.decode("utf-8-sig")))}
    assert rows["said-2020-1"]["said_also"] == "said-2010-1; said-2015-1; said-2015-2"
    assert rows["said-once"]["said_also"] == ""


def test_what_is_withdrawn_is_not_named(client: Client, said: list[Recommendation]) -> None:
    Recommendation.objects.filter(pk=said[0].pk).update(withdrawn_on="2026-01-01")
    assert "2010" not in client.get("/en/recommendations/said-2020-1/").content.decode().split("<main")[1]


def test_all_of_it_costs_one_query_a_page(client: Client, said: list[Recommendation]) -> None:
    def queries(path: str) -> int:
        client.get(path)
        printed_before.forget()
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        return len(captured)

    cache.clear()
    for path in ("/en/recommendations/said-2020-1/", "/en/recommendations/?review=said-2015"):
        with_repeats = queries(path)
        for pair in PossibleDuplicate.objects.exclude(decision="waiting"):
            twins.take_back(pair, by=UserFactory())
        assert with_repeats == queries(path) + 1
        for pair in PossibleDuplicate.objects.all():
            twins.call_repeats(pair, by=UserFactory())
