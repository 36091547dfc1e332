"""Random searches against a plain reading of the rules: the same records, each count equal to what its link finds."""

import os
import random

import pytest
from django.http import QueryDict

from search.changes.once import one_state
from search.facets import facet_counts
from search.finding import finder
from search.results import Results
from search.selection import Selection
from tests.factories import CityActionFactory, CityFactory, ImplementationFactory, RecommendationFactory
from tests.search.world import CITIES, GROUPS, SDGS, STATES, THEMES, build_world, meets, read_facts

pytestmark = pytest.mark.django_db

SEARCHES = 400 if os.environ.get("SOAK") == "1" else 30

_OFFERED = {
    "mechanism": ["upr", "cerd"],
    "review": ["world-upr-a", "world-upr-b", "world-cerd", "world-svn"],
    "country": ["USA", "SVN"],
    "kind": ["recommendation", "concern", "pledge"],
    "position": ["supported", "noted", "none"],
    "theme": [*THEMES, "none"],
    "group": [*GROUPS, "none"],
    "sdg": [*SDGS, "none"],
    "state": [*STATES, "none"],
    "reach": ["names_local", "local_can_act", "not_sorted"],
    "city": CITIES,
    "by": ["local_government", "community", "independent"],
    "status": ["no_information", "no_action", "limited_progress", "not_assessed"],
    "differs": ["yes"],
    "action": ["any", "none", "proposed", "planned"],
    "year_from": ["2015", "2016"],
    "year_to": ["2020", "2022"],
    "match_theme": ["all"],
    "match_group": ["all"],
    "match_state": ["all"],
    "match_sdg": ["all"],
    "not_theme": THEMES,
    "not_group": GROUPS,
    "not_state": STATES,
    "not_sdg": SDGS,
}
_SINGLE = ("differs", "year_from", "year_to", "match_theme", "match_group", "match_state", "match_sdg")


def random_search(chance: random.Random) -> Selection:
    """A search of up to five parameters with up to three values each, never with a problem."""
    query = QueryDict(mutable=True)
    for name in chance.sample(sorted(_OFFERED), chance.randint(0, 5)):
        most = 1 if name in _SINGLE else min(3, len(_OFFERED[name]))
        query.setlist(name, chance.sample(_OFFERED[name], chance.randint(1, most)))
    if "not_assessed" in query.getlist("status") and not query.getlist("city"):
        query["city"] = chance.choice(CITIES)
    selection = Selection.parse(query)
    assert not selection.problems
    return selection


def test_random_searches_find_what_the_rules_say_and_every_count_is_what_its_link_finds():
    build_world()
    facts = read_facts()
    chance = random.Random(7)
    found_something = 0
    for _number in range(SEARCHES):
        selection = random_search(chance)
        expected = {each.pk for each in facts if meets(each, selection)}
        rows = list(finder().all_ids(selection))
        assert len(rows) == len(set(rows)), selection.query
        assert set(rows) == expected, selection.query
        assert Results(selection).total == len(expected)
        found_something += bool(expected)
        for facet in facet_counts(selection):
            for value in [each for each in facet.values if each.count] + facet.values[-3:]:
                linked = Selection.parse(QueryDict(value.url.partition("?")[2]), selection.vocabularies)
                assert not linked.problems, value.url
                count = sum(meets(each, linked) for each in facts)
                assert value.count == count, (selection.query, facet.name, value.value)
    assert found_something > SEARCHES / 4, "the searches are too narrow to prove anything"


def test_chosen_values_never_vanish():
    RecommendationFactory(theme_slugs=["housing"])
    selection = Selection(theme=("food",), mechanism=("cat",), city=("nowhere",))
    chosen = {facet.name: [value.value for value in facet.selected] for facet in facet_counts(selection)}
    assert chosen["theme"] == ["food"]
    assert chosen["mechanism"] == ["cat"]
    assert chosen["city"] == ["nowhere"]


def test_scales_keep_their_order_and_zeros_come_last_elsewhere():
    for _number in range(3):
        RecommendationFactory(theme_slugs=["voting"])
    RecommendationFactory(theme_slugs=["food"])
    RecommendationFactory()
    facets = {facet.name: facet.values for facet in facet_counts(Selection())}
    themes = [(value.value, value.count) for value in facets["theme"]]
    assert themes[:2] == [("voting", 3), ("food", 1)]
    assert themes[2][1] == 0
    assert themes[-1] == ("none", 1)
    assert [value.value for value in facets["status"]] == [
        "no_information",
        "no_action",
        "limited_progress",
        "substantial_progress",
        "implemented",
        "regressed",
    ], "without a city nothing can be not assessed"


def test_match_all_counts_what_remains():
    RecommendationFactory(theme_slugs=["housing", "food"])
    RecommendationFactory(theme_slugs=["housing"])
    RecommendationFactory(theme_slugs=["food", "voting"])
    either = {value.value: value.count for value in facet_counts(Selection(theme=("housing",)))[0].values}
    assert (either["housing"], either["food"], either["voting"]) == (2, 2, 1)
    both = Selection(theme=("housing", "food"), match_theme="all")
    remaining = {value.value: value.count for value in facet_counts(both)[0].values}
    assert (remaining["housing"], remaining["food"], remaining["voting"]) == (1, 1, 0)


def test_a_page_costs_the_same_queries_however_long_it_is(django_assert_num_queries):
    city = CityFactory()
    for _number in range(30):
        record = RecommendationFactory(theme_slugs=["housing"], states=["NOR", "FRA"], summary_en="Rent")
        ImplementationFactory(city=city, recommendation=record)
        CityActionFactory(city=city, serves=[record])
    facet_counts(Selection())
    # The data version 1; the rows 1, and with them themes 1, States 1, words 1, actions 1.
    for per_page in (25, 50):
        with django_assert_num_queries(6), one_state():
            rows = Results(Selection(theme=("housing",), per_page=per_page)).rows
            for row in rows:
                assert "para." in row.recommendation.citation
                assert [theme.slug for theme in row.themes] == ["housing"]
                assert [state.iso3 for state in row.states] == ["NOR", "FRA"]
                assert [place.city for place in row.places] == [city]
                assert row.places[0].words[0].assessor.name.startswith("Test Assessor")
                assert row.places[0].actions[0].title.startswith("Test ordinance")


def test_facets_cost_one_query(django_assert_num_queries):
    build_world(size=5)
    facet_counts(Selection(country=("USA", "SVN")))
    # The data version; counts come from the store, labels from the vocabularies that the process keeps.
    for selection in (Selection(), Selection(theme=("housing",), city=("norton",), status=("not_assessed",))):
        with django_assert_num_queries(1), one_state():
            facet_counts(selection)


def test_the_last_page_stands_in_for_pages_beyond_it():
    for _number in range(3):
        RecommendationFactory()
    results = Results(Selection(page=7))
    assert (results.page.number, results.total, len(results.rows)) == (1, 3, 3)


def test_paging_ends_early_and_says_so(monkeypatch):
    for module in ("results", "finding"):
        monkeypatch.setattr(f"search.{module}.PAGING_ENDS_AT", 25)
    for _number in range(30):
        RecommendationFactory()
    results = Results(Selection(page=9))
    assert results.total == 30
    assert results.page.paginator.num_pages == 1
    assert results.ends_early


def test_a_search_with_a_problem_asks_the_records_nothing(django_assert_num_queries):
    selection = Selection.parse(QueryDict("q=("))
    with django_assert_num_queries(0):
        results = Results(selection)
        assert (results.total, results.rows, results.facets) == (0, [], [])
