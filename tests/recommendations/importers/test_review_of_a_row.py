"""Which review a row belongs to: by its document, its cycle, or what the person said."""

from datetime import date

import pytest

from mechanisms.models import Document, Review
from recommendations.models import Recommendation
from tests.recommendations.importers.importing import (
    HOMES,
    WATER,
    import_rows,
    record,
    row,
    some,
)

pytestmark = pytest.mark.django_db


# Which review


def test_the_document_names_the_review() -> None:
    import_rows([row(1, HOMES, document_symbol="A/HRC/46/15", paragraph="26.1")])
    assert record().review.key == "upr-3-usa"


def test_a_missing_review_is_made_and_named() -> None:
    rows = [
        row(1, HOMES, body="UPR", country="Norway", session=6),
        row(2, HOMES, body="CEDAW", country="Türkiye", document_symbol="CEDAW/C/TUR/CO/8"),
        row(3, WATER, country="Turkey", document_symbol="CEDAW/C/TUR/CO/8", paragraph="4"),
    ]
    outcome = import_rows(rows)
    assert outcome.reviews_created[0] == "upr-1-nor"
    assert len(outcome.reviews_created) == 2
    review = Review.objects.get(key="upr-1-nor")
    assert (review.cycle, review.session, review.year, review.record) == (1, 6, 2009, "partial")
    turkey = Document.objects.get(symbol="CEDAW/C/TUR/CO/8").review
    assert turkey is not None
    assert (turkey.country.iso3, turkey.mechanism.slug) == ("TUR", "cedaw")
    assert turkey.recommendations.count() == 2
    assert some(import_rows(rows)) == {"unchanged": 3}


@pytest.mark.parametrize(
    ("said", "review"),
    [
        ({"document_symbol": "A/HRC/29/10"}, "upr-2-chl"),
        ({"document_symbol": "A/HRC/44/9/Add.1", "document_date": date(2012, 1, 1)}, "upr-3-chl"),
        ({"document_symbol": "A/HRC/WG.6/32/L.11"}, "upr-3-chl"),
        ({"document_date": date(2012, 1, 9)}, "upr-1-chl"),
        ({"document_date": date(2017, 7, 3), "document_symbol": "A/72/1"}, "upr-3-chl"),
        ({"cycle": 1, "document_symbol": "A/HRC/29/10"}, "upr-1-chl"),
        ({"session": 41, "document_symbol": "A/HRC/29/10"}, "upr-4-chl"),
    ],
)
def test_the_cycle_of_the_upr_follows_from_the_document(said: dict[str, object], review: str) -> None:
    import_rows([row(1, HOMES, body="UPR", country="Chile", **said)], "uhri-json")
    assert record(text=HOMES).review.key == review


def test_review_outweighs_what_only_the_document_suggests() -> None:
    given = Review.objects.select_related("mechanism", "country").get(key="upr-2-usa")
    import_rows([row(1, HOMES, body="UPR", country="USA", document_symbol="A/HRC/99/1")], "csv", review=given)
    import_rows([row(1, WATER, body="UPR", country="USA", document_date=date(2021, 1, 1))], "csv", review=given)
    assert set(Recommendation.objects.values_list("review__key", flat=True)) == {"upr-2-usa"}


def test_a_document_that_speaks_to_two_countries_does_not_mix_them() -> None:
    rows = [
        row(n, HOMES, body="WG on mercenaries", country=country, document_symbol="A/HRC/99/1", paragraph="7")
        for n, country in enumerate(("Chile", "Norway"), 1)
    ]
    assert some(import_rows(rows, "uhri-json")) == {"created": 2}
    assert some(import_rows(rows, "uhri-json")) == {"unchanged": 2}
    countries = Recommendation.objects.values_list("review__country__iso3", flat=True)
    assert set(countries) == {"CHL", "NOR"}


def test_review_gives_what_the_rows_lack() -> None:
    given = Review.objects.get(key="upr-1-usa")
    assert some(import_rows([row(1, HOMES, review_key=None)], review=given)) == {"created": 1}
    assert record().review == given


def test_review_does_not_override_what_the_row_says() -> None:
    given = Review.objects.get(key="upr-1-usa")
    outcome = import_rows([row(1, HOMES, body="UPR", country="France")], review=given)
    assert outcome.messages[0].text == "The row does not say which UPR session or cycle it belongs to."


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"review_key": "upr-9-xyz"}, "No review has the key “upr-9-xyz”."),
        ({"review_key": None}, "The row does not say which body said it; choose the review it belongs to."),
        (
            {"body": "CERD"},
            "The row does not say which country it concerns; choose the review it belongs to.",
        ),
        ({"body": "UPR", "country": "Chile"}, "The row does not say which UPR session or cycle it belongs to."),
        (
            {"body": "CERD", "country": "Chile"},
            "The row has neither a date nor a document symbol to tell the review by.",
        ),
        ({"paragraph": "1" * 41}, "The paragraph has 41 characters; at most 40 can be held."),
    ],
)
def test_a_row_that_cannot_be_placed_says_why(said: dict[str, object], reason: str) -> None:
    outcome = import_rows([row(1, HOMES, **said), row(2, WATER)])
    assert [(m.row, m.level, m.text) for m in outcome.messages] == [(1, "error", reason)]
    assert some(outcome) == {"created": 1, "errors": 1}
