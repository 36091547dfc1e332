"""Each rule of the domain guide ("Two different statuses"), with the entry that breaks it and the one that does not."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone, translation

from cities.models import Assessor, CityAction, Evidence, ProgressUpdate
from cities.progress import check
from mechanisms.models import Country
from recommendations.models import Recommendation
from tests.cities.builders import entry, evidence
from tests.factories import (
    AssessorFactory,
    CityActionFactory,
    ProgressUpdateFactory,
    RecommendationFactory,
    ReviewFactory,
)

pytestmark = pytest.mark.django_db

Status = ProgressUpdate.Status
Bearing = Evidence.Bearing


@pytest.fixture
def assessor() -> Assessor:
    return AssessorFactory()


@pytest.fixture
def recommendation() -> Recommendation:
    return RecommendationFactory()


def codes(update: ProgressUpdate, **with_what: object) -> dict[str, list[str]]:
    """Return which rules an entry breaks, by field; none at all for a good entry."""
    try:
        check(update, **with_what)
    except ValidationError as error:
        return {field: [one.code for one in errors] for field, errors in error.error_dict.items()}
    return {}


@pytest.mark.parametrize(
    ("status", "sources", "broken"),
    [
        (Status.LIMITED_PROGRESS, [], None),
        (Status.SUBSTANTIAL_PROGRESS, [], "evidence"),
        (Status.IMPLEMENTED, [], "evidence"),
        (Status.REGRESSED, [], "evidence"),
        (Status.SUBSTANTIAL_PROGRESS, [{"bearing": Bearing.SUPPORTS}], None),
        (Status.REGRESSED, [{"bearing": Bearing.SUPPORTS}], None),
        (Status.SUBSTANTIAL_PROGRESS, [{"bearing": Bearing.MIXED}], None),
        (Status.SUBSTANTIAL_PROGRESS, [{"bearing": Bearing.CONTRADICTS}], "evidence"),
        (Status.REGRESSED, [{"bearing": Bearing.CONTEXT}], "evidence"),
        (Status.IMPLEMENTED, [{"bearing": Bearing.SUPPORTS}], "effect"),
        (Status.IMPLEMENTED, [{"bearing": Bearing.SUPPORTS, "shows_effect": True}], None),
        # Evidence of effect that speaks against the claim is no evidence for it.
        (
            Status.IMPLEMENTED,
            [{"bearing": Bearing.SUPPORTS}, {"bearing": Bearing.CONTRADICTS, "shows_effect": True}],
            "effect",
        ),
        (Status.IMPLEMENTED, [{"bearing": Bearing.CONTEXT}, {"shows_effect": True}], None),
    ],
)
def test_what_must_be_shown(
    assessor: Assessor, recommendation: Recommendation, status: Status, sources: list[dict], broken: str | None
) -> None:
    update = entry(assessor=assessor, recommendation=recommendation, status=status)
    expected = {NON_FIELD_ERRORS: [broken]} if broken else {}
    assert codes(update, evidence=[evidence(**source) for source in sources]) == expected


@pytest.mark.parametrize(
    ("kinds", "shows_effect", "broken"),
    [
        ([CityAction.Kind.ORDINANCE], False, True),
        ([CityAction.Kind.RESOLUTION, CityAction.Kind.ORDINANCE], False, True),
        ([CityAction.Kind.ORDINANCE], True, False),
        ([CityAction.Kind.ORDINANCE, CityAction.Kind.PROGRAMME], False, False),
        ([], False, False),
    ],
)
def test_a_passed_ordinance_without_effect_is_at_most_limited_progress(
    assessor: Assessor, recommendation: Recommendation, kinds: list[CityAction.Kind], shows_effect: bool, broken: bool
) -> None:
    actions = [CityActionFactory(city=assessor.city, kind=kind) for kind in kinds]
    update = entry(assessor=assessor, recommendation=recommendation, status=Status.SUBSTANTIAL_PROGRESS)
    found = codes(update, evidence=[evidence(shows_effect=shows_effect)], actions=actions)
    assert found == ({NON_FIELD_ERRORS: ["adoption_only"]} if broken else {})
    update.status = Status.LIMITED_PROGRESS
    assert codes(update, actions=actions) == {}


@pytest.mark.parametrize("status", [Status.NO_ACTION, Status.NO_INFORMATION])
@pytest.mark.parametrize(
    ("where", "broken"),
    [
        ({}, True),
        ({"where_looked_en": "  "}, True),
        ({"where_looked_en": "The city code"}, False),
        ({"where_looked_es": "El código municipal"}, False),
    ],
)
def test_who_found_nothing_says_where_it_looked(
    assessor: Assessor, recommendation: Recommendation, status: Status, where: dict[str, str], broken: bool
) -> None:
    update = entry(assessor=assessor, recommendation=recommendation, status=status, **where)
    assert codes(update) == ({"where_looked_en": ["where_looked"]} if broken else {})


@pytest.mark.parametrize(
    ("kind", "broken"),
    [("recommendation", False), ("pledge", False), ("concern", True), ("other", True)],
)
def test_concerns_take_no_status(assessor: Assessor, kind: str, broken: bool) -> None:
    update = entry(assessor=assessor, recommendation=RecommendationFactory(kind=kind))
    assert codes(update) == ({"recommendation": ["takes_no_status"]} if broken else {})


def test_only_recommendations_to_the_citys_country(assessor: Assessor) -> None:
    abroad = ReviewFactory(country=Country.objects.get(iso3="NOR"))
    update = entry(assessor=assessor, recommendation=RecommendationFactory(review=abroad))
    assert codes(update) == {"recommendation": ["other_country"]}


def test_nothing_is_recorded_on_a_merged_recommendation(assessor: Assessor, recommendation: Recommendation) -> None:
    twin = RecommendationFactory(merged_into=recommendation)
    assert codes(entry(assessor=assessor, recommendation=twin)) == {"recommendation": ["merged"]}


def test_nothing_is_recorded_on_a_withdrawn_recommendation(assessor: Assessor) -> None:
    withdrawn = RecommendationFactory(withdrawn_on=datetime.date(2026, 1, 1))
    assert codes(entry(assessor=assessor, recommendation=withdrawn)) == {"recommendation": ["withdrawn"]}


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "Pacific/Kiritimati"])
def test_as_of_is_not_after_today_in_the_city(assessor: Assessor, recommendation: Recommendation, zone: str) -> None:
    assessor.city.time_zone = zone
    today = timezone.localdate(timezone=ZoneInfo(zone))
    update = entry(assessor=assessor, recommendation=recommendation, as_of=today)
    assert codes(update) == {}
    update.as_of = today + datetime.timedelta(days=1)
    assert codes(update) == {"as_of": ["future"]}


def test_an_entry_names_actions_of_its_own_city_only(assessor: Assessor, recommendation: Recommendation) -> None:
    update = entry(assessor=assessor, recommendation=recommendation)
    assert codes(update, actions=[CityActionFactory(city=assessor.city)]) == {}
    assert codes(update, actions=[CityActionFactory()]) == {NON_FIELD_ERRORS: ["other_city"]}


def test_a_correction_stays_with_its_entry(assessor: Assessor, recommendation: Recommendation) -> None:
    original = ProgressUpdateFactory(assessor=assessor, recommendation=recommendation)
    correction = entry(assessor=assessor, recommendation=recommendation, corrects=original)
    assert codes(correction) == {}
    elsewhere = entry(assessor=assessor, recommendation=RecommendationFactory(), corrects=original)
    assert codes(elsewhere) == {"corrects": ["other_entry"]}
    stranger = entry(assessor=AssessorFactory(), recommendation=recommendation, corrects=original)
    assert codes(stranger) == {"corrects": ["other_entry"]}


def test_only_a_published_entry_is_corrected_and_only_once(assessor: Assessor, recommendation: Recommendation) -> None:
    pending = ProgressUpdateFactory(pending=True, assessor=assessor, recommendation=recommendation)
    assert codes(entry(assessor=assessor, recommendation=recommendation, corrects=pending)) == {
        "corrects": ["not_published"]
    }
    original = ProgressUpdateFactory(assessor=assessor, recommendation=recommendation)
    ProgressUpdateFactory(assessor=assessor, recommendation=recommendation, corrects=original)
    assert codes(entry(assessor=assessor, recommendation=recommendation, corrects=original)) == {
        "corrects": ["corrected_already"]
    }


def test_a_refusal_is_one_sentence_in_the_words_of_the_form(assessor: Assessor, recommendation: Recommendation) -> None:
    update = entry(assessor=assessor, recommendation=recommendation, status=Status.SUBSTANTIAL_PROGRESS)
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        check(update)
    assert refusal.value.messages == ["“Substantial progress” needs evidence that supports it: add a link or a file."]


def test_all_broken_rules_are_told_at_once(assessor: Assessor, recommendation: Recommendation) -> None:
    tomorrow = assessor.city.today() + datetime.timedelta(days=1)
    update = entry(assessor=assessor, recommendation=recommendation, status="implemented", as_of=tomorrow)
    foreign = CityActionFactory()
    context = evidence(bearing="context", date=tomorrow)
    assert codes(update, evidence=[context], actions=[foreign]) == {
        "as_of": ["future"],
        "__all__": ["evidence", "evidence_date", "other_city"],
    }
