"""Two recommendations become one: what cities recorded moves, and the current word follows from both histories."""

import datetime

import pytest
from django.contrib.auth.models import User
from django.db.models import ForeignObjectRel

from cities.models import ActionContribution, Implementation, ProgressDraft, ProgressUpdate
from cities.progress import derive, differences
from mechanisms.models import Review
from recommendations.merging import merge
from recommendations.models import Recommendation
from search.finding import finder
from search.selection import Selection
from tests.factories import (
    AssessorFactory,
    CityActionFactory,
    MembershipFactory,
    ProgressUpdateFactory,
    RecommendationFactory,
    ReviewFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return UserFactory()


@pytest.fixture
def two() -> tuple[Recommendation, Recommendation]:
    review: Review = ReviewFactory(upr=True)
    return RecommendationFactory(review=review, paragraph="5"), RecommendationFactory(review=review, paragraph="")


def test_every_room_that_keeps_something_about_a_recommendation_moves_it() -> None:
    """A new table that refers to recommendations fails here: say in cities/merging.py what becomes of its rows."""
    keeping = {
        field.related_model
        for field in Recommendation._meta.get_fields(include_hidden=True)
        if isinstance(field, ForeignObjectRel) and field.related_model._meta.app_label != "recommendations"
    }
    assert keeping == {ActionContribution, Implementation, ProgressDraft, ProgressUpdate}


def test_entries_move_and_the_latest_of_both_histories_is_the_word(
    editor: User, two: tuple[Recommendation, Recommendation]
) -> None:
    kept, gone = two
    both, only_gone = AssessorFactory(), AssessorFactory(community=True)
    ProgressUpdateFactory(assessor=both, recommendation=kept, as_of=datetime.date(2025, 1, 1), status="no_action")
    later = ProgressUpdateFactory(assessor=both, recommendation=gone, as_of=datetime.date(2026, 1, 1))
    pending = ProgressUpdateFactory(assessor=only_gone, recommendation=gone, pending=True)
    other = ProgressUpdateFactory(assessor=only_gone, recommendation=gone, status="regressed")
    for entry in (later, other):
        derive(entry.assessor, entry.recommendation)
    derive(both, kept)
    draft = ProgressDraft.objects.create(
        user=MembershipFactory(assessor=both).user, assessor=both, recommendation=gone, answers={}
    )
    merge(kept, gone, by=editor)
    words = {word.assessor_id: word for word in Implementation.objects.all()}
    assert {word.recommendation_id for word in words.values()} == {kept.pk}
    assert words[both.pk].current == later
    assert (words[only_gone.pk].current, words[only_gone.pk].status) == (other, "regressed")
    assert list(differences()) == []
    assert ProgressUpdate.objects.filter(recommendation=kept).count() == 4
    for row in (pending, draft):
        row.refresh_from_db()
        assert row.recommendation == kept


def test_links_of_actions_move_and_none_of_their_lines_is_lost(
    editor: User, two: tuple[Recommendation, Recommendation]
) -> None:
    kept, gone = two
    serves_gone, serves_both = CityActionFactory(serves=[gone]), CityActionFactory(serves=[kept])
    ActionContribution.objects.create(action=serves_both, recommendation=gone, contribution_en="It also pays rent.")
    long = CityActionFactory(serves=[])
    for record, letter in ((kept, "a"), (gone, "b")):
        ActionContribution.objects.create(action=long, recommendation=record, contribution_en=letter * 200)
    merge(kept, gone, by=editor)
    assert serves_gone.contributions.get().recommendation == kept
    assert serves_both.contributions.get().contribution_en == "It helps. It also pays rent."
    assert {link.recommendation for link in long.contributions.all()} == {kept, gone}


def test_a_draft_of_an_action_published_later_links_to_the_one_that_stays(
    editor: User, two: tuple[Recommendation, Recommendation]
) -> None:
    kept, gone = two
    action, serving_both = CityActionFactory(serves=[gone]), CityActionFactory(serves=[gone, kept])
    for each in (action, serving_both):
        each.save_revision()
    merge(kept, gone, by=editor)
    for each in (action, serving_both):
        each.refresh_from_db()
        each.latest_revision.publish()
        assert [link.recommendation for link in each.contributions.all()] == [kept]


def test_the_search_knows_at_once(editor: User, two: tuple[Recommendation, Recommendation]) -> None:
    kept, gone = two
    CityActionFactory(serves=[gone], city__slug="moved-city", status="completed")
    assert finder().total(Selection()) == 2
    merge(kept, gone, by=editor)
    assert finder().total(Selection()) == 1
    assert list(finder().all_ids(Selection(city=("moved-city",), action=("completed",)))) == [kept.pk]
