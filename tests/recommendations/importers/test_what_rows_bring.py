"""What comes in with the rows: labels nobody knows, addresses, near matches, sources."""

from datetime import date

import pytest

from mechanisms.models import Country, Mechanism, Review
from recommendations.importers.parsed import NOT_NAMED
from recommendations.models import ImportChange, PossibleDuplicate, Recommendation, RecommendationSource
from recommendations.normalise import fingerprint
from tests.factories import ReviewFactory
from tests.recommendations.importers.importing import (
    HOMES,
    VOTES,
    WATER,
    import_rows,
    record,
    row,
    some,
    states_of,
    theme_slugs,
    uuid,
)

pytestmark = pytest.mark.django_db


# Labels that nobody knows


def test_unknown_labels_are_kept_listed_and_attached() -> None:
    said = {
        "themes": ("Right to adequate housing", "Weather on the moon"),
        "groups": ("Moon dwellers",),
        "recommending_states": ("Norway", "Ruritania"),
        "sdgs": ("11", "99 - Moon"),
    }
    outcome = import_rows([row(1, HOMES, **said), row(2, WATER, themes=("weather on the  MOON",))])
    assert outcome.unknown_labels == ["99 - Moon", "Ruritania", "Weather on the moon", "Moon dwellers"]
    kept = record(text=HOMES)
    assert set(kept.unresolved_labels.values_list("vocabulary", "label")) == {
        ("theme", "Weather on the moon"),
        ("group", "Moon dwellers"),
        ("country", "Ruritania"),
        ("sdg", "99 - Moon"),
    }
    assert theme_slugs(kept) == {"housing"}
    assert states_of(kept) == ["NOR"]
    assert record(text=WATER).unresolved_labels.get() == kept.unresolved_labels.get(vocabulary="theme")
    assert some(import_rows([row(1, HOMES, **said)])) == {"unchanged": 1}


def test_an_unknown_country_under_review_gets_a_provisional_record() -> None:
    rows = [
        row(1, HOMES, body="UPR", country="Ruritania", session=6),
        row(2, WATER, body="UPR", country="RURITANIA", session=6),
    ]
    outcome = import_rows(rows, "upr-info")
    assert outcome.unknown_labels == ["Ruritania"]
    made = Country.objects.get(name_en="Ruritania")
    assert made.iso3.startswith("X")
    assert outcome.reviews_created == [f"upr-1-{made.iso3.lower()}"]
    assert set(Recommendation.objects.values_list("review__country", flat=True)) == {made.pk}
    assert record(text=HOMES).unresolved_labels.get().label == "Ruritania"
    assert some(import_rows(rows, "upr-info")) == {"unchanged": 2}


def test_an_unknown_body_gets_a_provisional_record() -> None:
    said = {"country": "Chile", "document_symbol": "A/99/1", "paragraph": "7"}
    rows = [
        row(1, HOMES, body="Comité — Лунный", **said),
        row(2, WATER, body="Moon Panel", country="Chile", document_symbol="A/99/2"),
    ]
    assert some(import_rows(rows, "uhri-json")) == {"created": 2}
    slugs = set(Mechanism.objects.filter(name_en__in=["Comité — Лунный", "Moon Panel"]).values_list("slug", flat=True))
    assert len(slugs) == 2
    for key in (*slugs, *Review.objects.filter(mechanism__slug__in=slugs).values_list("key", flat=True)):
        assert key.isascii()
        assert key == key.lower().strip("-")
    assert some(import_rows(rows, "uhri-json")) == {"unchanged": 2}


def test_a_body_that_the_source_does_not_name_gets_a_provisional_record() -> None:
    said = {"body": NOT_NAMED, "country": "Chile", "document_date": date(2017, 3, 6)}
    rows = [row(1, HOMES, document_symbol="A/HRC/40/99", **said), row(2, WATER, **said)]
    outcome = import_rows(rows, "uhri-json")
    assert some(outcome) == {"created": 2}
    assert outcome.unknown_labels == ["-"]
    assert outcome.reviews_created == ["body-not-named-in-the-source-2017-chl"]
    assert some(import_rows(rows, "uhri-json")) == {"unchanged": 2}
    # A symbol that names its body is enough.
    import_rows([row(1, f"{HOMES} soon", document_symbol="CAT/C/CHL/CO/6", **said)], "uhri-json")
    assert record(text=f"{HOMES} soon").review.key == "cat-2017-chl"


def test_labels_joined_in_one_line_are_taken_apart() -> None:
    said = {
        "themes": ("Right to food; Right to health",),
        "recommending_states": ("Chile, Peru and Togo", "Ghana, Ruritania"),
    }
    outcome = import_rows([row(1, HOMES, **said)])
    assert theme_slugs(record(text=HOMES)) == {"food", "health"}
    assert states_of(record(text=HOMES)) == ["CHL", "PER", "TGO"]
    assert outcome.unknown_labels == ["Ghana, Ruritania"]


def test_more_unknown_countries_than_there_are_codes() -> None:
    rows = [row(n, f"{HOMES} {n}", body="UPR", country=f"Moon {n}", session=6) for n in range(1, 701)]
    outcome = import_rows(rows, "upr-info")
    assert outcome.errors > 0
    assert outcome.created + outcome.errors == 700
    assert "too many such names" in outcome.messages[0].text


# Addresses


def test_addresses_of_all_sorts_are_given_once() -> None:
    ReviewFactory(key="upr-3-usa-26")
    import_rows([row(1, HOMES, review_key="upr-3-usa-26", paragraph="1", kind="recommendation")])
    rows = [
        row(1, HOMES, paragraph="26.1"),
        row(2, WATER, paragraph="n1"),
        row(3, VOTES),
        row(4, VOTES, paragraph="第"),
        row(5, HOMES, paragraph="26.1", kind="concern"),
        row(6, HOMES, paragraph="26.1", kind="pledge"),
    ]
    assert some(import_rows(rows)) == {"created": 6}
    assert set(Recommendation.objects.filter(review__key="upr-3-usa").values_list("slug", flat=True)) == {
        "upr-3-usa-26-1-2",
        "upr-3-usa-n1",
        "upr-3-usa-n2",
        "upr-3-usa-n3",
        "upr-3-usa-26-1-concern",
        "upr-3-usa-26-1-3",
    }
    assert record(slug="upr-3-usa-26-1").review.key == "upr-3-usa-26"


# Near matches


def test_near_matches_wait_for_a_person() -> None:
    import_rows([row(1, f"{HOMES} in every city"), row(2, WATER)], "upr-info")
    outcome = import_rows([row(1, f"{HOMES} in each city", paragraph="26.1"), row(2, VOTES, paragraph="26.2")])
    assert some(outcome) == {"created": 2}
    assert outcome.messages[-1].text == "1 pairs may be the same recommendation, or repeat each other."
    pair = PossibleDuplicate.objects.get()
    assert {pair.first.text, pair.second.text} == {f"{HOMES} in every city", f"{HOMES} in each city"}
    assert pair.similarity > 85
    import_rows([row(1, f"{HOMES} in each city", paragraph="26.1")])
    assert PossibleDuplicate.objects.count() == 1


def test_every_row_is_kept_with_its_source() -> None:
    said = {"review_key": "ccpr-2014-usa", "document_symbol": "CCPR/C/USA/CO/4"}
    import_rows([row(7, HOMES, paragraph="5", part="a", annotation_id=uuid(1), **said), row(8, WATER, **said)])
    sources = RecommendationSource.objects.order_by("row").values_list("row", "external_key", "citation")
    assert list(sources) == [
        (7, str(uuid(1)), "CCPR/C/USA/CO/4, 5 a"),
        (8, fingerprint(WATER), "CCPR/C/USA/CO/4"),
    ]
    assert set(ImportChange.objects.values_list("row", "outcome")) == {(7, "created"), (8, "created")}
