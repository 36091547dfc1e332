"""Random changes to the made-up world, as people make them: one at a time, by the same signals as the real ones."""

import random
from collections.abc import Callable

from django.utils import timezone

from cities.models import ActionContribution, Assessor, City, CityAction, Implementation
from mechanisms.models import Country, Mechanism, Review
from recommendations.models import AffectedGroup, Recommendation, RecommendingState, SdgGoal, SdgTarget, Theme
from tests.factories import (
    AssessorFactory,
    CityActionFactory,
    CityFactory,
    ImplementationFactory,
    RecommendationFactory,
    ReviewFactory,
)
from tests.search.world import CITIES, GROUPS, SDGS, STATES, THEMES, some


def change_something(chance: random.Random) -> str:
    """Do one thing to the world; return what."""
    change = chance.choice(_CHANGES)
    change(chance)
    return change.__name__


def _record(chance: random.Random) -> Recommendation:
    return chance.choice(list(Recommendation.objects.order_by("pk")))


def edit(chance: random.Random) -> None:
    record = _record(chance)
    record.kind = chance.choice(Recommendation.Kind.values)
    record.position = chance.choice(["", *Recommendation.Position.values])
    record.reach = chance.choice(Recommendation.Reach.values)
    record.paragraph = chance.choice(["", "1", "26.7", "26.70", "101"])
    record.save()


def move_to_another_review(chance: random.Random) -> None:
    record = _record(chance)
    record.review = chance.choice(list(Review.objects.filter(key__startswith="world-").order_by("key")))
    record.save()


def link(chance: random.Random) -> None:
    record = _record(chance)
    record.themes.set(Theme.objects.filter(slug__in=some(chance, THEMES)))
    record.groups.set(AffectedGroup.objects.filter(slug__in=some(chance, GROUPS)))
    codes = some(chance, SDGS)
    record.sdg_goals.set(SdgGoal.objects.filter(number__in=[code for code in codes if "." not in code]))
    record.sdg_targets.set(SdgTarget.objects.filter(code__in=[code for code in codes if "." in code]))
    record.recommending.all().delete()
    for place, iso3 in enumerate(some(chance, STATES)):
        RecommendingState.objects.create(recommendation=record, country=Country.objects.get(iso3=iso3), order=place)


def add(chance: random.Random) -> None:
    RecommendationFactory(
        review=chance.choice(list(Review.objects.filter(key__startswith="world-").order_by("key"))),
        theme_slugs=some(chance, THEMES),
        states=some(chance, STATES),
    )


def add_under_a_new_review(chance: random.Random) -> None:
    mechanism = Mechanism.objects.get(slug=chance.choice(["upr", "cerd"]))
    RecommendationFactory(review=ReviewFactory(mechanism=mechanism, year=chance.choice([None, 2016, 2024])))


def withdraw_or_restore(chance: random.Random) -> None:
    record = _record(chance)
    record.withdrawn_on = None if record.withdrawn_on else timezone.localdate()
    record.save()


def merge_or_part(chance: random.Random) -> None:
    record, other = _record(chance), _record(chance)
    record.merged_into = None if record.merged_into or record == other else other
    record.save()


def say(chance: random.Random) -> None:
    assessor = chance.choice(list(Assessor.objects.order_by("pk")))
    record, status = _record(chance), chance.choice(Implementation.Status.values[:3])
    word = Implementation.objects.filter(assessor=assessor, recommendation=record).first()
    if word is None:
        ImplementationFactory(city=assessor.city, assessor=assessor, recommendation=record, status=status)
    else:
        word.status = status
        word.save()


def fall_silent(chance: random.Random) -> None:
    words = list(Implementation.objects.order_by("pk"))
    if words:
        chance.choice(words).delete()


def act(chance: random.Random) -> None:
    city = City.objects.get(slug=chance.choice(CITIES))
    CityActionFactory(city=city, status=chance.choice(CityAction.Status.values[:3]), serves=[_record(chance)])


def publish_or_unpublish(chance: random.Random) -> None:
    action = chance.choice(list(CityAction.objects.order_by("pk")))
    action.live = not action.live
    action.save()


def unlink_an_action(chance: random.Random) -> None:
    links = list(ActionContribution.objects.order_by("pk"))
    if links:
        chance.choice(links).delete()


def found_a_city(chance: random.Random) -> None:
    assessor = AssessorFactory(city=CityFactory(), kind=chance.choice(Assessor.Kind.values))
    ImplementationFactory(city=assessor.city, assessor=assessor, recommendation=_record(chance))


def rename(chance: random.Random) -> None:
    review = chance.choice(list(Review.objects.filter(key__startswith="world-").order_by("key")))
    review.year = chance.choice([None, 2014, 2021])
    review.save()


_CHANGES: list[Callable[[random.Random], None]] = [
    *(edit, move_to_another_review, link, add, add_under_a_new_review, withdraw_or_restore, merge_or_part, say),
    *(fall_silent, act, publish_or_unpublish, unlink_an_action, found_a_city, rename),
]
