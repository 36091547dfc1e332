"""The history told entry by entry gives the same words as the database, on any day, and says when a word changed."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisCase

from cities import progress
from cities.history import History, midnight_after
from cities.models import Assessor, City, Implementation, ProgressUpdate
from cities.progress.age import out_of_date_before
from recommendations.models import Recommendation
from tests.factories import AssessorFactory, CityFactory, ProgressUpdateFactory, RecommendationFactory

NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)


def publish(assessor: Assessor, recommendation: Recommendation, **fields: object) -> ProgressUpdate:
    return ProgressUpdateFactory(assessor=assessor, recommendation=recommendation, **fields)


class RandomHistories(HypothesisCase):
    """Random entries, backdated and corrected; each day's words are derived by the database and by ``History``."""

    entry = st.tuples(
        st.integers(0, 1),
        st.integers(0, 1),
        st.integers(1, 9),
        st.sampled_from(["no_action", "limited_progress", "no_information"]),
        st.booleans(),
    )

    @given(st.lists(entry, max_size=12))
    def test_words_are_those_of_the_database_on_every_day(self, plan: list[tuple[int, int, int, str, bool]]) -> None:
        city = CityFactory(time_zone="America/New_York")
        assessors = [AssessorFactory(city=city), AssessorFactory(city=city, community=True)]
        recommendations = [RecommendationFactory(), RecommendationFactory()]
        standing: dict[tuple[int, int], ProgressUpdate] = {}
        words_by_day: dict[datetime.date, dict[tuple[int, int], int]] = {}
        for number, (who, what, day, status, corrects) in enumerate(plan):
            published = NOON + datetime.timedelta(days=number)
            standing[who, what] = publish(
                assessors[who],
                recommendations[what],
                status=status,
                as_of=datetime.date(2026, 1, day),
                published_at=published,
                corrects=standing.get((who, what)) if corrects else None,
            )
            progress.derive(assessors[who], recommendations[what])
            stored = Implementation.objects.filter(city=city)
            words_by_day[published.date()] = {
                (one.assessor_id, one.recommendation_id): one.current_id for one in stored
            }
        for day, words in words_by_day.items():
            assert {key: entry.id for key, entry in History.of(city, day).words.items()} == words
        before = History.of(city, NOON.date() - datetime.timedelta(days=1))
        assert before.words == {}


@pytest.fixture
def city() -> City:
    """A city in a zone far from UTC."""
    return CityFactory(time_zone="Pacific/Honolulu")


@pytest.mark.django_db
def test_changes_name_the_word_before_and_after(city: City) -> None:
    office, recommendation = AssessorFactory(city=city), RecommendationFactory()
    dates = {"first": 1, "same": 2, "backdated": 1, "better": 3}
    as_of = {name: datetime.date(2026, 1, day) for name, day in dates.items()}
    when = {name: NOON + datetime.timedelta(days=number) for number, name in enumerate(dates)}
    publish(office, recommendation, status="no_action", as_of=as_of["first"], published_at=when["first"])
    publish(office, recommendation, status="no_action", as_of=as_of["same"], published_at=when["same"])
    publish(office, recommendation, status="regressed", as_of=as_of["backdated"], published_at=when["backdated"])
    better = publish(
        office, recommendation, status="limited_progress", as_of=as_of["better"], published_at=when["better"]
    )
    publish(
        office,
        recommendation,
        status="limited_progress",
        as_of=datetime.date(2025, 1, 1),
        published_at=when["better"] + datetime.timedelta(days=1),
        corrects=better,
    )
    told = [
        (change.before.status if change.before else None, change.after.status) for change in History.of(city).changes
    ]
    # The correction is dated before the older entry, so that one is the word again.
    assert told == [("limited_progress", "no_action"), ("no_action", "limited_progress"), (None, "no_action")]


@pytest.mark.django_db
def test_pending_entries_and_withdrawn_recommendations_are_no_part_of_it(city: City) -> None:
    office = AssessorFactory(city=city)
    publish(office, RecommendationFactory(), state="pending", published_at=None)
    publish(office, RecommendationFactory(withdrawn=True))
    publish(AssessorFactory(), RecommendationFactory())
    assert History.of(city).entries == ()


@pytest.mark.django_db
def test_a_day_ends_at_midnight_in_the_city(city: City) -> None:
    last_minute = datetime.datetime(2026, 3, 2, 9, 59, tzinfo=datetime.UTC)  # 23:59 on March 1 in Honolulu.
    publish(AssessorFactory(city=city), RecommendationFactory(), published_at=last_minute)
    assert midnight_after(city, datetime.date(2026, 3, 1)) == datetime.datetime(2026, 3, 2, 10, tzinfo=datetime.UTC)
    assert len(History.of(city, datetime.date(2026, 3, 1)).entries) == 1
    assert History.of(city, datetime.date(2026, 2, 28)).entries == ()


@pytest.mark.parametrize(
    ("today", "cutoff"),
    [
        (datetime.date(2026, 3, 15), datetime.date(2025, 3, 15)),
        (datetime.date(2028, 2, 29), datetime.date(2027, 2, 28)),
        (datetime.date(2026, 12, 31), datetime.date(2025, 12, 31)),
        (datetime.date(2026, 1, 1), datetime.date(2025, 1, 1)),
    ],
)
def test_out_of_date_after_twelve_months(today: datetime.date, cutoff: datetime.date) -> None:
    assert out_of_date_before(today) == cutoff
