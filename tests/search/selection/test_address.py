"""One search has one address, and nothing an address holds can raise or widen a search."""

import urllib.parse

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from search.changes import data_version
from search.finding import finder
from search.selection import ProblemKind, Selection
from search.selection.parameters import PARAMETERS
from tests.factories import CityFactory, RecommendationFactory

pytestmark = pytest.mark.django_db


def parse(query: str) -> Selection:
    return Selection.parse(QueryDict(query))


@pytest.fixture
def city():
    return CityFactory(slug="eugene", name="Eugene", state="OR")


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("", ""),
        ("q=&theme=&year_from=", ""),
        ("theme=housing&q=rent", "q=rent&theme=housing"),
        ("theme=water-sanitation&theme=housing", "theme=housing&theme=water-sanitation"),
        ("theme=housing&theme=housing", "theme=housing"),
        ("theme=Housing", "theme=housing"),
        ("state=nor", "state=NOR"),
        ("sdg=16&sdg=2&sdg=16.3", "sdg=2&sdg=16&sdg=16.3"),
        ("country=USA", ""),
        ("country=USA&review=upr-3-usa", "review=upr-3-usa&country=USA"),
        ("country=USA&country=SVN", "country=SVN&country=USA"),
        ("page=1&per_page=25&view=list&sort=newest&header=human", ""),
        ("q=rent&sort=relevance", "q=rent"),
        ("sort=relevance", ""),
        ("q=rent&sort=newest", "q=rent&sort=newest"),
        ("match_theme=all&theme=housing", "theme=housing"),
        ("match_theme=any&theme=housing&theme=food", "theme=food&theme=housing"),
        ("match_theme=all&theme=housing&theme=food", "theme=food&theme=housing&match_theme=all"),
        ("utm_source=x&fbclid=y&gclid=z&utm_=1&q=rent", "q=rent"),
        ("q=++rent%0A+eviction ", "q=rent+eviction"),
        ("q=%E2%80%9Crent control%E2%80%9D", "q=%22rent+control%22"),
        ("position=none&position=noted", "position=none&position=noted"),
        ("differs=yes", "differs=yes"),
    ],
)
def test_equal_searches_have_one_address(written, canonical):
    selection = parse(written)
    assert not selection.problems
    assert selection.query == canonical
    assert selection.needs_redirect == (written != canonical)
    assert not parse(selection.query).needs_redirect


def test_parameters_stand_in_the_published_order():
    order = (
        "q mechanism review country kind position theme group sdg state reach city by status differs action "
        "year_from year_to match_theme match_group match_state match_sdg not_theme not_group not_state not_sdg "
        "sort page per_page view group_by header"
    )
    assert [parameter.name for parameter in PARAMETERS] == order.split()


@pytest.mark.parametrize(
    ("written", "kind", "message", "suggestion"),
    [
        ("them=housing", "unknown_name", "There is no search option called “them”. Did you mean “theme”?", "theme"),
        ("zzz=1", "unknown_name", "There is no search option called “zzz”.", ""),
        ("theme=housng", "unknown_value", "No theme is called “housng”. Did you mean “Right to adequate h", "housing"),
        ("theme=qqqqqqqq", "unknown_value", "No theme is called “qqqqqqqq”.", ""),
        ("state=Norway", "unknown_value", "No country has the code “Norway”. Did you mean “Norway”?", "NOR"),
        ("status=implementd", "unknown_value", "“implementd”. Did you mean “Implemented”?", "implemented"),
        ("sdg=18", "unknown_value", "No SDG goal or target recorded here has the number “18”.", ""),
        ("sdg=11.99", "unknown_value", "“11.99”. Did you mean “11 – ", "11"),
        ("differs=no", "unknown_value", "“differs” cannot be “no”. Did you mean “yes”?", "yes"),
        ("per_page=30", "unknown_value", "“per_page” cannot be “30”. Did you mean “25”?", "25"),
        ("sort=oldest", "unknown_value", "“sort” cannot be “oldest”.", None),
        ("page=0", "unknown_value", "“0” is no page number. Did you mean “1”?", "1"),
        ("page=401", "unknown_value", "Pages end at result 10000", ""),
        ("year_from=20", "unknown_value", "“20” is no year between 1945 and 2200.", ""),
        ("year_from=2020&year_to=2010", "syntax", "The first year, 2020, is after the last year, 2010.", ""),
        ("q=rent&q=water", "syntax", "“q” stands more than once, the last time with “water”. Keep one.", "rent"),
        ("q=(rent", "syntax", "opens a bracket at character 1 and does not close it: “(rent”.", "rent"),
        ("q=*", "syntax", "“*” needs at least 3 letters before it", ""),
        ("q=rent%00", "syntax", "The words hold a hidden control or direction mark: “rent�”.", "rent"),
        ("q=rent%E2%80%AE", "syntax", "The words hold a hidden control or direction mark", "rent"),
        ("status=not_assessed", "syntax", "“Not assessed” needs a city", ""),
        ("reach=none", "unknown_value", "No reach is called “none”.", None),
    ],
)
def test_a_mistake_is_named_and_finds_nothing(written, kind, message, suggestion):
    RecommendationFactory()
    selection = parse(written)
    problem = selection.problems[0]
    assert problem.kind == kind
    assert message in problem.message
    if suggestion is not None:
        assert problem.suggestion == suggestion
    assert finder().total(selection) == 0
    assert not selection.needs_redirect
    assert parse(selection.query) == selection, "the address keeps the mistake"
    assert not selection.without_problems().problems


def test_every_mistake_is_listed_and_the_rest_is_understood():
    selection = parse("theme=housing&theme=nope1&bad=1&kind=nope2")
    assert {(problem.parameter, problem.value) for problem in selection.problems} == {
        ("theme", "nope1"),
        ("bad", "1"),
        ("kind", "nope2"),
    }
    assert selection.without_problems().query == "theme=housing"


def test_a_correction_replaces_only_its_mistake():
    selection = parse("theme=housng&kind=concrn&q=rent")
    corrected = selection.corrected(selection.problems[1])
    assert corrected.theme == ("housing",)
    assert [problem.parameter for problem in corrected.problems] == ["kind"]
    assert corrected.corrected(corrected.problems[0]).query == "q=rent&kind=concern&theme=housing"


def test_a_misspelt_name_is_corrected_with_its_value():
    selection = parse("them=housing")
    assert selection.corrected(selection.problems[0]).query == "theme=housing"


def test_a_message_shows_hostile_input_tamed():
    selection = parse("theme=" + urllib.parse.quote("a\u202eb\x00" + "c" * 500))
    message = selection.problems[0].message
    assert "\u202e" not in message
    assert "\x00" not in message
    assert len(message) < 200


def test_neighbouring_searches(city):
    start = Selection(theme=("housing",), status=("not_assessed", "implemented"), city=("eugene",), page=3)
    assert start.page_url(2).endswith("&page=2")
    assert start.with_(theme="food").theme == ("food", "housing")
    assert start.with_(theme=["food", "housing"]).page == 1
    assert start.only(theme="food").theme == ("food",)
    assert start.without("theme").theme == ()
    assert start.without("theme", "housing").theme == ()
    assert start.without("theme", "food").theme == ("housing",)
    assert start.without("city").status == ("implemented",), "not assessed needs a city, so it goes with it"
    assert start.with_(differs=True, sort="updated").query.endswith("differs=yes&sort=updated")
    with pytest.raises(KeyError):
        start.with_(them="housing")


def test_addresses_are_in_the_active_language():
    selection = Selection(q="vivienda", page=2, view="table")
    with translation.override("en"):
        assert selection.url == "/en/recommendations/?q=vivienda&page=2&view=table"
    with translation.override("es"):
        assert selection.url == "/es/recommendations/?q=vivienda&page=2&view=table"
        assert selection.export_url("csv") == "/es/recommendations.csv?q=vivienda&view=table"


def test_a_link_from_a_record_of_ours_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Selection(theme=("housing",)).with_(status="implemented").url


def test_reading_an_address_costs_one_query_a_vocabulary(city, django_assert_num_queries):
    address = "theme=housing&theme=food&not_theme=health&city=eugene&status=implemented&q=rent"
    data_version()
    # the data version 1, themes 1, cities 1; status is no table. The process keeps them while none changes.
    for queries in (3, 1):
        with django_assert_num_queries(queries):
            parse(address)
    CityFactory()
    data_version()
    with django_assert_num_queries(3):
        parse(address)


def test_chips_name_each_filter_and_lead_to_the_search_without_it(city):
    selection = parse("q=rent&theme=housing&city=eugene&status=not_assessed&differs=yes&year_from=2014&not_state=NOR")
    with translation.override("en"):
        chips = {(chip.facet, chip.value): chip.url.partition("?")[2] for chip in selection.chips()}
    assert chips == {
        ("Theme", "Right to adequate housing"): selection.without("theme").query,
        ("City", "Eugene"): "q=rent&theme=housing&differs=yes&year_from=2014&not_state=NOR",
        ("Status", "Not assessed"): selection.without("status").query,
        ("Assessors disagree", "Yes"): selection.without("differs").query,
        ("From year", "2014"): selection.without("year_from").query,
        ("Without recommending State", "Norway"): selection.without("not_state").query,
    }


_names = st.sampled_from([parameter.name for parameter in PARAMETERS] + ["utm_x", "them", ""]) | st.text(max_size=8)
_values = (
    st.sampled_from(
        ["housing", "none", "NOR", "16.3", "yes", "all", "2014", "7", "any", "newest", "not_assessed", "(a", "26.101"]
    )
    | st.text(max_size=30)
    | st.text(alphabet='()"*-, ORANDNOT' + "ab", max_size=40)
)


class AnythingAtAll(TestCase):
    """Hypothesis: an address with anything in it."""

    @given(st.dictionaries(_names, st.lists(_values, max_size=3), max_size=5))
    def test_never_raises_and_has_one_canonical_form(self, lists):
        query = QueryDict(mutable=True)
        for name, values in lists.items():
            query.setlist(name, values)
        selection = Selection.parse(query)
        finder().answer(selection)
        assert all(problem.message for problem in selection.problems)
        assert selection.sentence()
        assert selection.url
        if not any("\ud800" <= char <= "\udfff" for pair in selection.pairs for text in pair for char in text):
            again = parse(selection.query)
            assert again == selection
            assert not again.needs_redirect

    @given(st.text(max_size=600) | st.text(alphabet='()"*-, ORANDNOT' + "abé.", max_size=600))
    def test_words_are_understood_or_explained(self, text):
        selection = Selection.parse({"q": text})
        assert bool(selection.q) != bool(selection.problems) or not text.strip()
        assert finder().total(selection) == 0


def test_a_problem_says_its_kind_in_one_word():
    assert [kind.value for kind in ProblemKind] == ["unknown_name", "unknown_value", "syntax"]
