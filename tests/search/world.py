"""A small made-up world of records, and a plain reading of DESIGN.md §6 in Python to compare the database with."""

import random
from dataclasses import dataclass, field

from cities.models import ActionContribution, Assessor, CityAction, Implementation
from mechanisms.models import Country, Mechanism, Review
from recommendations.models import Recommendation
from search.selection import Selection
from tests.factories import (
    AssessorFactory,
    CityActionFactory,
    CityFactory,
    ImplementationFactory,
    RecommendationFactory,
    ReviewFactory,
)

THEMES = ["housing", "food", "health", "voting"]
GROUPS = ["children", "migrants"]
STATES = ["NOR", "FRA", "HTI"]
SDGS = ["11", "16", "16.3", "16.10", "2"]
CITIES = ["eastville", "norton", "westham"]


def build_world(seed: int = 1, size: int = 40) -> None:
    """Make reviews of two countries, recommendations of every sort, three cities, and what is said and done there."""
    chance = random.Random(seed)
    slovenia = Country.objects.get(iso3="SVN")
    reviews = [
        ReviewFactory(key="world-upr-a", upr=True, cycle=None, year=2015),
        ReviewFactory(key="world-upr-b", upr=True, cycle=None, year=2020),
        ReviewFactory(key="world-cerd", year=2022),
        ReviewFactory(key="world-undated", year=None),
        ReviewFactory(key="world-svn", upr=True, cycle=None, country=slovenia, year=2019),
    ]
    cities = [CityFactory(slug=slug, name=slug.title()) for slug in CITIES]
    assessors = [AssessorFactory(city=city, kind=kind) for city in cities for kind in Assessor.Kind]
    for number in range(size):
        record = RecommendationFactory(
            review=chance.choice(reviews),
            kind=chance.choice(list(Recommendation.Kind)),
            position=chance.choice(["", *Recommendation.Position.values]),
            reach=chance.choice(list(Recommendation.Reach)),
            summary_en=chance.choice(["Lower the rent.", "End eviction", "Clean water", ""]),
            text=chance.choice(["Adopt a law on rents", "Guarantee education", ""]),
            theme_slugs=some(chance, THEMES),
            group_slugs=some(chance, GROUPS),
            states=some(chance, STATES),
            sdgs=some(chance, SDGS),
            withdrawn=number % 13 == 0,
        )
        for assessor in some(chance, assessors):
            ImplementationFactory(
                city=assessor.city,
                assessor=assessor,
                recommendation=record,
                status=chance.choice(Implementation.Status.values[:3]),
            )
        for city in some(chance, cities):
            CityActionFactory(
                city=city,
                live=chance.random() < 0.7,
                status=chance.choice(CityAction.Status.values[:3]),
                serves=[record],
            )


def some(chance: random.Random, things: list) -> list:
    """A random part of the things, often none."""
    return [thing for thing in things if chance.random() < 0.3]


@dataclass
class Facts:
    """One public record as plain values."""

    pk: int
    country: str
    columns: dict[str, str]
    year: int | None
    is_upr: bool
    takes_status: bool
    many: dict[str, set[str]]
    words: set[tuple[str, str, str]] = field(default_factory=set)
    """(city, kind of assessor, status)"""
    actions: set[tuple[str, str]] = field(default_factory=set)
    """(city, status of the action)"""


def read_facts() -> list[Facts]:
    """Read every public record."""
    return [_facts(record) for record in Recommendation.objects.public()]


def _facts(record: Recommendation) -> Facts:
    review: Review = record.review
    targets = {target.code for target in record.sdg_targets.all()}
    goals = {str(goal.number) for goal in record.sdg_goals.all()} | {code.split(".")[0] for code in targets}
    return Facts(
        pk=record.pk,
        country=review.country.iso3,
        columns={
            "mechanism": review.mechanism.slug,
            "review": review.key,
            "kind": record.kind,
            "position": record.position,
            "reach": record.reach,
        },
        year=review.year,
        is_upr=review.mechanism.kind == Mechanism.Kind.UPR,
        takes_status=record.takes_status,
        many={
            "theme": {theme.slug for theme in record.themes.all()},
            "group": {group.slug for group in record.groups.all()},
            "state": {state.iso3 for state in record.recommending_states.all()},
            "sdg": goals | targets,
        },
        words={
            (word.city.slug, word.assessor.kind, word.status)
            for word in Implementation.objects.filter(recommendation=record)
        },
        actions={
            (link.action.city.slug, link.action.status)
            for link in ActionContribution.objects.filter(recommendation=record, action__live=True)
        },
    )


def meets(facts: Facts, selection: Selection) -> bool:
    """Whether a record belongs to a selection without words, by DESIGN.md §6 read aloud."""
    return (
        _in_scope(facts, selection)
        and all(_meets_column(facts, selection, name) for name in facts.columns)
        and all(_meets_many(facts, selection, name) for name in facts.many)
        and _meets_years(facts, selection)
        and _meets_places(facts, selection)
    )


def _in_scope(facts: Facts, selection: Selection) -> bool:
    if selection.country:
        return facts.country in selection.country
    return facts.country == "USA" or facts.columns["review"] in selection.review


def _meets_column(facts: Facts, selection: Selection, name: str) -> bool:
    asked = getattr(selection, name)
    value = facts.columns[name]
    return not asked or value in asked or ("none" in asked and value == "" and facts.is_upr)


def _meets_many(facts: Facts, selection: Selection, name: str) -> bool:
    has = facts.many[name]
    asked = getattr(selection, name)
    no_state_is_news = name != "state" or facts.is_upr
    hits = [(not has and no_state_is_news) if value == "none" else value in has for value in asked]
    combined = all(hits) if getattr(selection, f"match_{name}") == "all" else any(hits)
    return (combined or not asked) and not has & set(getattr(selection, f"not_{name}"))


def _meets_years(facts: Facts, selection: Selection) -> bool:
    first, last = selection.year_from, selection.year_to
    if facts.year is None:
        return first is None and last is None
    return (first or 0) <= facts.year <= (last or 9999)


def _meets_places(facts: Facts, selection: Selection) -> bool:
    if not selection.city:
        return _meets_words(facts, selection, facts.words) and _meets_actions(selection, facts.actions)
    return any(_meets_city(facts, selection, city) for city in selection.city)


def _meets_city(facts: Facts, selection: Selection, city: str) -> bool:
    words = {word for word in facts.words if word[0] == city}
    actions = {action for action in facts.actions if action[0] == city}
    if not (selection.by or selection.status or selection.differs or selection.action):
        return bool(words or actions)
    return _meets_words(facts, selection, words) and _meets_actions(selection, actions)


def _meets_words(facts: Facts, selection: Selection, words: set[tuple[str, str, str]]) -> bool:
    spoken = {status for _city, kind, status in words if not selection.by or kind in selection.by}
    if selection.status:
        silent = "not_assessed" in selection.status and not spoken and facts.takes_status
        if not (spoken & set(selection.status) or silent):
            return False
    elif selection.by and not spoken:
        return False
    if not selection.differs:
        return True
    return any(len({status for city, _kind, status in words if city == one}) > 1 for one in {word[0] for word in words})


def _meets_actions(selection: Selection, actions: set[tuple[str, str]]) -> bool:
    if not selection.action:
        return True
    statuses = {status for _city, status in actions}
    return bool(
        statuses & set(selection.action)
        or ("any" in selection.action and statuses)
        or ("none" in selection.action and not statuses)
    )
