"""What each parameter finds, as database queries: the definition of a search written a second time.

``search/store/conditions.py`` answers with sets in memory; tests compare the two. Only the words come from the same
text index. Conditions on related rows are EXISTS subqueries, so no record comes twice and none needs DISTINCT.

**Places.** ``city`` scopes ``by``, ``status``, ``differs`` and ``action``: a record is found when at least one of the
chosen cities meets them all. Without a city each is asked of all cities together: the word of at least one assessor
somewhere, an action somewhere, no action anywhere.
"""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from cities.models import ActionContribution, Implementation
from mechanisms.models import Mechanism
from recommendations.models import (
    Recommendation,
    RecommendationTheme,
    RecommendingState,
)
from recommendations.querysets import RecommendationQuerySet
from search.engines.text import database_text_engine
from search.selection import Selection
from search.selection.parameters import NONE, NOT_ASSESSED

Condition = Callable[[Selection], Q]
Values = tuple[str, ...]

_TAKES_STATUS = Q(kind__in=[Recommendation.Kind.RECOMMENDATION, Recommendation.Kind.PLEDGE])
_IS_UPR = Q(review__mechanism__kind=Mechanism.Kind.UPR)
_NOTHING = Q(pk__in=[])


def found(selection: Selection) -> RecommendationQuerySet:
    """The records of a selection in its order; none while the address has a problem."""
    if selection.problems:
        return Recommendation.objects.none()
    return _ordered(matching(selection), selection)


def matching(selection: Selection, *, ignoring: str = "") -> RecommendationQuerySet:
    """The records of a selection, unordered; ``ignoring`` names one entry of ``CONDITIONS`` to leave out."""
    conditions = [condition(selection) for name, condition in CONDITIONS.items() if name != ignoring]
    return Recommendation.objects.public().filter(*conditions).order_by()


def _ordered(records: RecommendationQuerySet, selection: Selection) -> RecommendationQuerySet:
    if selection.order == "paragraph":
        return records.in_document_order()
    if selection.order == "updated":
        return records.order_by("-updated_at", "id")
    return records.newest_first()


# Words, review and what the record itself says


def _words(selection: Selection) -> Q:
    return Q(pk__in=list(database_text_engine().ids(selection.understood.node))) if selection.understood else Q()


def _scope(selection: Selection) -> Q:
    """The home country, unless a country is asked for, or a review of another one by its key."""
    if selection.country:
        return Q(review__country__iso3__in=selection.country)
    home = Q(review__country__iso3=settings.HOME_COUNTRY)
    return home | Q(review__key__in=selection.review) if selection.review else home


def _one_of(name: str, column: str) -> Condition:
    def condition(selection: Selection) -> Q:
        values = getattr(selection, name)
        return Q(**{f"{column}__in": values}) if values else Q()

    return condition


def _position(selection: Selection) -> Q:
    """``none`` is asked only where an answer is due: in the Universal Periodic Review."""
    return _any(_IS_UPR & Q(position="") if value == NONE else Q(position=value) for value in selection.position)


def _years(selection: Selection) -> Q:
    condition = Q()
    if selection.year_from is not None:
        condition &= Q(review__year__gte=selection.year_from)
    if selection.year_to is not None:
        condition &= Q(review__year__lte=selection.year_to)
    return condition


# Facets of which a record may have several values


def theme_is(value: str) -> Q:
    """The record has this theme, or none at all for ``none``."""
    themes = RecommendationTheme.objects.filter(content_object=OuterRef("pk"))
    return Q(~Exists(themes)) if value == NONE else Q(Exists(themes.filter(tag__slug=value)))


def group_is(value: str) -> Q:
    """The record is about this affected group, or about none for ``none``."""
    groups = Recommendation.groups.through.objects.filter(recommendation=OuterRef("pk"))
    return Q(~Exists(groups)) if value == NONE else Q(Exists(groups.filter(affectedgroup__slug=value)))


def state_is(value: str) -> Q:
    """This State made the recommendation; ``none`` is asked only in the Universal Periodic Review."""
    states = RecommendingState.objects.filter(recommendation=OuterRef("pk"))
    return _IS_UPR & Q(~Exists(states)) if value == NONE else Q(Exists(states.filter(country__iso3=value)))


def sdg_is(value: str) -> Q:
    """The record serves this goal (by itself or by one of its targets) or this target; or none for ``none``."""
    goals = Recommendation.sdg_goals.through.objects.filter(recommendation=OuterRef("pk"))
    targets = Recommendation.sdg_targets.through.objects.filter(recommendation=OuterRef("pk"))
    if value == NONE:
        return Q(~Exists(goals)) & Q(~Exists(targets))
    if "." in value:
        return Q(Exists(targets.filter(sdgtarget__code=value)))
    goal = int(value)
    return Q(Exists(goals.filter(sdggoal__number=goal))) | Q(Exists(targets.filter(sdgtarget__goal__number=goal)))


def _many(name: str, value_is: Callable[[str], Q]) -> Condition:
    def condition(selection: Selection) -> Q:
        conditions = [value_is(value) for value in getattr(selection, name)]
        return Q(*conditions) if getattr(selection, f"match_{name}") == "all" else _any(conditions)

    return condition


def _none_of(name: str, value_is: Callable[[str], Q]) -> Condition:
    def condition(selection: Selection) -> Q:
        return Q(*(~value_is(value) for value in getattr(selection, f"not_{name}")))

    return condition


# Places


def places(selection: Selection) -> Q:
    """What is published where, in whose word: see the head of this module."""
    if not selection.city:
        return _said(selection, "") & _disagreed(selection, "") & _done(selection, "")
    return _any(_in_city(selection, city) for city in selection.city)


def _in_city(selection: Selection, city: str) -> Q:
    if not (selection.by or selection.status or selection.differs or selection.action):
        return Q(Exists(_of_city(Implementation.objects.all(), city))) | Q(Exists(_actions(city)))
    return _said(selection, city) & _disagreed(selection, city) & _done(selection, city)


def _said(selection: Selection, city: str) -> Q:
    """``status`` and ``by``: the word of an assessor of one of these kinds is one of these; or there is no word."""
    words = _of_city(Implementation.objects.all(), city)
    if selection.by:
        words = words.filter(assessor__kind__in=selection.by)
    if not selection.status:
        return Q(Exists(words)) if selection.by else Q()
    spoken = [status for status in selection.status if status != NOT_ASSESSED]
    condition = Q(Exists(words.filter(status__in=spoken))) if spoken else _NOTHING
    if NOT_ASSESSED in selection.status:
        condition |= Q(~Exists(words)) & _TAKES_STATUS
    return condition


def _disagreed(selection: Selection, city: str) -> Q:
    """``differs``: two assessors of one city give different words."""
    if not selection.differs:
        return Q()
    same_place = Implementation.objects.filter(recommendation=OuterRef("recommendation"), city=OuterRef("city"))
    other_word = same_place.exclude(status=OuterRef("status"))
    return Q(Exists(_of_city(Implementation.objects.filter(Exists(other_word)), city)))


def _done(selection: Selection, city: str) -> Q:
    """``action``: what published actions there are; drafts do not count."""
    conditions = []
    for value in selection.action:
        if value == NONE:
            conditions.append(Q(~Exists(_actions(city))))
        elif value == "any":
            conditions.append(Q(Exists(_actions(city))))
        else:
            conditions.append(Q(Exists(_actions(city).filter(action__status=value))))
    return _any(conditions)


def _actions(city: str) -> QuerySet[ActionContribution]:
    """Published contributions to the record, in one city or anywhere."""
    contributions = ActionContribution.objects.filter(recommendation=OuterRef("pk"), action__live=True)
    return contributions.filter(action__city__slug=city) if city else contributions


def _of_city(words: QuerySet[Implementation], city: str) -> QuerySet[Implementation]:
    """The words on the record, in one city or anywhere."""
    words = words.filter(recommendation=OuterRef("pk"))
    return words.filter(city__slug=city) if city else words


def _any(conditions: Iterable[Q]) -> Q:
    """At least one of the conditions; no condition at all where there is none."""
    return Q(*conditions, _connector=Q.OR)


CONDITIONS: dict[str, Condition] = {
    "q": _words,
    "mechanism": _one_of("mechanism", "review__mechanism__slug"),
    "review": _one_of("review", "review__key"),
    "country": _scope,
    "kind": _one_of("kind", "kind"),
    "position": _position,
    "theme": _many("theme", theme_is),
    "group": _many("group", group_is),
    "sdg": _many("sdg", sdg_is),
    "state": _many("state", state_is),
    "reach": _one_of("reach", "reach"),
    "places": places,
    "year": _years,
    "not_theme": _none_of("theme", theme_is),
    "not_group": _none_of("group", group_is),
    "not_state": _none_of("state", state_is),
    "not_sdg": _none_of("sdg", sdg_is),
}
"""Every filter once, by name; together they must all hold."""
