"""A city's figures: each side for itself, of the denominator, each recommendation once a side and status."""

import datetime

import pytest

from cities.models import Assessor, City
from mechanisms.models import Review
from search.record import Record, Side
from tests.factories import (
    AssessorFactory,
    CityFactory,
    ImplementationFactory,
    ProgressUpdateFactory,
    RecommendationFactory,
    ReviewFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def latest() -> Review:
    """The latest completed UPR review."""
    return ReviewFactory(upr=True, cycle=None, year=2031, key="upr-2031")


@pytest.fixture
def city() -> City:
    """A city."""
    return CityFactory()


def side(record: Record, kind: str) -> Side:
    (found,) = [side for side in record.sides if side.kind == kind]
    return found


def counts(record: Record, kind: str) -> dict[str, int]:
    return {part.name: part.count for part in side(record, kind).statuses.parts if part.count}


def test_two_assessors_of_one_kind_count_a_recommendation_once(latest: Review, city: City) -> None:
    recommendation = RecommendationFactory(review=latest, local=True)
    for status in ("limited_progress", "no_action", "no_action"):
        ImplementationFactory(city=city, recommendation=recommendation, community=True, status=status)
    ImplementationFactory(city=CityFactory(), recommendation=recommendation)
    record = Record.of(city)
    assert (side(record, "community").assessed, side(record, "community").total) == (1, 1)
    assert counts(record, "community") == {"limited_progress": 1, "no_action": 1}
    assert counts(record, "local_government") == {"not_assessed": 1}


def test_words_outside_the_scope_are_not_counted(latest: Review, city: City) -> None:
    RecommendationFactory(review=latest, local=True)
    ImplementationFactory(city=city, recommendation=RecommendationFactory(review=latest, reach="national_only"))
    assert side(Record.of(city), "local_government").assessed == 0


def test_a_word_older_than_twelve_months_may_be_out_of_date(latest: Review, city: City) -> None:
    day = datetime.date(2026, 3, 15)
    noon = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
    office = AssessorFactory(city=city)
    for as_of in (datetime.date(2025, 3, 14), datetime.date(2025, 3, 15)):
        recommendation = RecommendationFactory(review=latest, local=True)
        ProgressUpdateFactory(assessor=office, recommendation=recommendation, as_of=as_of, published_at=noon)
    assert (
        side(Record.of(city, day), "local_government").assessed,
        side(Record.of(city, day), "local_government").old,
    ) == (
        2,
        1,
    )


def test_themes_come_with_a_bar_a_side_and_the_largest_first(latest: Review, city: City) -> None:
    both = RecommendationFactory(review=latest, local=True, theme_slugs=["housing", "food"])
    RecommendationFactory(review=latest, local=True, theme_slugs=["food"])
    RecommendationFactory(review=latest, local=True)
    ImplementationFactory(city=city, recommendation=both, community=True, status="regressed")
    record = Record.of(city)
    food, housing = record.themes
    assert [(food.theme.slug, food.total), (housing.theme.slug, housing.total)] == [("food", 2), ("housing", 1)]
    assert [(each.kind, each.assessed) for each in food.sides] == [
        (Assessor.Kind.LOCAL_GOVERNMENT, 0),
        (Assessor.Kind.COMMUNITY, 1),
    ]
    assert {part.name: part.count for part in food.sides[1].statuses.parts if part.count} == {
        "regressed": 1,
        "not_assessed": 1,
    }
    assert record.unthemed == 1


def test_figures_of_a_past_day_count_what_was_public_then_and_have_no_links(latest: Review, city: City) -> None:
    recommendation = RecommendationFactory(review=latest, local=True)
    office = AssessorFactory(city=city)
    for number, status in enumerate(("no_action", "limited_progress")):
        published = datetime.datetime(2026, 3, 1 + number, 12, tzinfo=datetime.UTC)
        day = datetime.date(2026, 1, 1 + number)
        ProgressUpdateFactory(
            assessor=office, recommendation=recommendation, status=status, as_of=day, published_at=published
        )
    assert counts(Record.of(city, datetime.date(2026, 2, 28)), "local_government") == {"not_assessed": 1}
    assert counts(Record.of(city, datetime.date(2026, 3, 1)), "local_government") == {"no_action": 1}
    assert counts(Record.of(city), "local_government") == {"limited_progress": 1}
    assert not side(Record.of(city, datetime.date(2026, 3, 1)), "local_government").url
