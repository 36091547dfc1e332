"""Going through a search page by page while others write: nothing is lost, nothing comes twice."""

import random

import pytest
from django.http import QueryDict

from recommendations.models import Recommendation
from search.cursor import CursorError, cursor_after, read_cursor
from search.listing import Listing
from search.selection import Selection
from tests.factories import RecommendationFactory, ReviewFactory
from tests.search import oracle

pytestmark = pytest.mark.django_db


def read(query: str) -> tuple[list[str], str]:
    """One page: the slugs and the query of the next page."""
    listing = Listing.parse(QueryDict(query))
    assert not listing.problems, [problem.message for problem in listing.problems]
    document = listing.document("/list", lambda path: path)
    return [row["slug"] for row in document["results"]], (document["next"] or "").partition("?")[2]


def read_on(query: str) -> list[str]:
    seen, query = read(query)
    while query:
        more, query = read(query)
        seen += more
    return seen


def make(chance: random.Random, reviews: list) -> Recommendation:
    return RecommendationFactory(
        review=chance.choice(reviews), paragraph=f"{chance.randrange(60)}.{chance.randrange(9)}"
    )


@pytest.mark.parametrize("sort", ["newest", "paragraph"])
@pytest.mark.parametrize("seed", range(3))
def test_pages_are_stable_while_records_come_go_and_change(sort, seed):
    chance = random.Random(seed)
    reviews = [ReviewFactory(year=year) for year in (2010, 2015, None, 2020)]
    stay = {make(chance, reviews).slug for _number in range(80)}
    leave = [make(chance, reviews) for _number in range(20)]
    seen, query = read(f"sort={sort}")
    while query:
        # Between two pages records are added anywhere, and others are withdrawn: also the one the page ended with.
        make(chance, reviews)
        for gone in leave[:3]:
            Recommendation.objects.filter(pk=gone.pk).update(withdrawn_on="2026-01-01")
        del leave[:3]
        last = seen[-1]
        if last not in stay or chance.random() < 0.5:
            Recommendation.objects.filter(slug=last).update(withdrawn_on="2026-01-01")
        more, query = read(query)
        seen += more
    assert len(seen) == len(set(seen))
    assert stay <= set(seen)


@pytest.mark.parametrize("sort", ["newest", "paragraph"])
def test_pages_follow_the_order_of_the_search(sort):
    chance = random.Random(7)
    reviews = [ReviewFactory(year=year) for year in (2010, None, 2020)]
    for _number in range(60):
        make(chance, reviews)
    assert read_on(f"sort={sort}") == [each.slug for each in oracle.found(Selection(sort=sort))]


@pytest.mark.parametrize(
    "query",
    [
        "cursor=x",
        "cursor=MTIzNDU",
        "cursor=%00",
        "cursor=é",
        f"cursor={'9' * 400}",
        "theme=housing&cursor=OK",
        "sort=paragraph&cursor=OK",
        "sort=updated&cursor=OK",
        "q=rent&cursor=OK",
        "cursor=OK&cursor=OK",
        "page=2&cursor=OK",
    ],
)
def test_a_place_of_another_search_is_refused(query):
    record = RecommendationFactory()
    valid = cursor_after(Selection(), record.pk)
    assert read_cursor(Selection(), valid) == record.pk
    (problem,) = Listing.parse(QueryDict(query.replace("OK", valid))).problems
    assert problem.parameter in ("cursor", "page")
    assert problem.message


def test_a_place_after_a_record_that_never_was_is_refused():
    with pytest.raises(CursorError):
        read_cursor(Selection(), cursor_after(Selection(), 999_999_999))


def test_page_size_may_change_on_the_way():
    for _number in range(60):
        RecommendationFactory()
    first, query = read("")
    rest, _query = read(f"{query}&per_page=50")
    assert len(set(first) | set(rest)) == 60
