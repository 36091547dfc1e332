"""What words find is remembered while no text has changed: cities publish all day long, texts change seldom."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.finding import finder
from search.models import Synonyms
from search.selection import Selection
from tests.factories import ImplementationFactory, RecommendationFactory

pytestmark = pytest.mark.django_db


def ids(text: str) -> list[int]:
    return sorted(finder().all_ids(Selection.parse({"q": text})))


def asks_the_index(text: str) -> bool:
    with CaptureQueriesContext(connection) as asked:
        ids(text)
    return any("search_text" in query["sql"] for query in asked)


@pytest.mark.django_db(transaction=True)
def test_a_city_s_word_leaves_what_words_find() -> None:
    record, other = RecommendationFactory.create_batch(2, text="Keep the bridges safe.")
    word = ImplementationFactory(recommendation=other)
    city, both = word.city, sorted([record.pk, other.pk])
    assert ids("bridges") == both
    assert not asks_the_index("bridges")
    ImplementationFactory(recommendation=record, city=city, assessor=word.assessor)
    assert not asks_the_index("bridges")
    assert sorted(finder().all_ids(Selection.parse({"q": "bridges", "city": city.slug}))) == both


def _text(record: object) -> None:
    record.text = "Keep the harbours safe."  # type: ignore[attr-defined]
    record.save()  # type: ignore[attr-defined]


def _number(record: object) -> None:
    record.paragraph = "77.7"  # type: ignore[attr-defined]
    record.save()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "found_before", "change"), [("bridges", True, _text), ("harbours", False, _text), ("77.7", False, _number)]
)
def test_a_changed_record_is_found_by_what_it_says_now(
    text: str, found_before: bool, change: Callable[[object], None]
) -> None:
    record = RecommendationFactory(text="Keep the bridges safe.", paragraph="26.1")
    assert ids(text) == [record.pk] * found_before
    change(record)
    assert ids(text) == [record.pk] * (not found_before)


def test_new_words_that_mean_the_same_widen_a_search_at_once() -> None:
    record = RecommendationFactory(text="Keep the bridges safe.")
    assert ids("viaducts") == []
    Synonyms.objects.create(words_en="viaducts, bridges")
    assert ids("viaducts") == [record.pk]
