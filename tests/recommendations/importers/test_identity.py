"""When two rows are one recommendation: each key that permits a match, and each that forbids it."""

from datetime import date

import pytest

from mechanisms.models import Country, Document, Mechanism, Review
from recommendations.importers.parsed import NOT_NAMED
from recommendations.importers.plan import Message
from recommendations.importers.undo import undo_import
from recommendations.models import ImportChange, PossibleDuplicate, Recommendation, RecommendationSource
from recommendations.normalise import fingerprint
from tests.factories import RecommendationFactory, ReviewFactory
from tests.recommendations.importers.importing import import_rows, record, row, some, states_of, theme_slugs, uuid

pytestmark = pytest.mark.django_db

HOMES = "Build homes that people can afford"
WATER = "Let nobody go without clean water"
VOTES = "Let everybody vote"


def conflicts(messages: list[Message]) -> list[str]:
    """Return what was said about conflicts."""
    return [message.text for message in messages if message.level == "conflict"]


# Annotation ids


def test_the_annotation_id_finds_a_record_whose_words_changed() -> None:
    import_rows([row(1, HOMES, paragraph="26.1", annotation_id=uuid(1))], "uhri-json")
    again = import_rows([row(1, WATER, paragraph="26.1", annotation_id=uuid(1))], "uhri-json")
    assert some(again) == {"updated": 1}
    assert record().text == WATER
    assert record().fingerprint == fingerprint(WATER)


def test_two_annotation_ids_forbid_a_match_of_equal_words_and_paragraph() -> None:
    import_rows([row(1, HOMES, paragraph="26.1", annotation_id=uuid(1))], "uhri-json")
    again = import_rows([row(1, HOMES, paragraph="26.1", annotation_id=uuid(2))], "uhri-json")
    assert some(again) == {"created": 1}
    assert set(Recommendation.objects.values_list("slug", flat=True)) == {"upr-3-usa-26-1", "upr-3-usa-26-1-2"}


def test_an_annotation_id_under_another_paragraph_is_a_conflict() -> None:
    import_rows([row(1, HOMES, paragraph="26.1", annotation_id=uuid(1))], "uhri-json")
    again = import_rows([row(1, HOMES, paragraph="26.2", annotation_id=uuid(1))], "uhri-json")
    assert some(again) == {"conflicts": 1}
    assert conflicts(again.messages) == ["The annotation id belongs to paragraph 26.1."]
    assert record().paragraph == "26.1"


def test_an_annotation_id_of_another_review_is_a_conflict() -> None:
    import_rows([row(1, HOMES, paragraph="26.1", annotation_id=uuid(1))], "uhri-json")
    again = import_rows([row(1, HOMES, review_key="upr-1-usa", annotation_id=uuid(1))], "uhri-json")
    assert conflicts(again.messages) == ["The annotation id belongs to a recommendation of another review."]
    assert Recommendation.objects.count() == 1


def test_one_annotation_id_over_two_texts_in_a_file_keeps_the_first() -> None:
    rows = [row(n, text, paragraph="26.1", annotation_id=uuid(1)) for n, text in enumerate((HOMES, WATER), 1)]
    outcome = import_rows(rows, "uhri-json")
    assert some(outcome) == {"created": 1, "conflicts": 1}
    assert record().text == HOMES


def test_one_annotation_id_in_two_reviews_of_a_file_keeps_the_first() -> None:
    rows = [row(n, HOMES, review_key=key, annotation_id=uuid(1)) for n, key in enumerate(("upr-3-usa", "upr-1-usa"), 1)]
    assert some(import_rows(rows, "uhri-json")) == {"created": 1, "conflicts": 1}
    assert record().review.key == "upr-3-usa"


def test_a_record_without_annotation_id_gets_it_by_paragraph() -> None:
    import_rows([row(1, HOMES, paragraph="26.1")])
    assert some(import_rows([row(1, HOMES, paragraph="26.1", annotation_id=uuid(1))], "uhri-json")) == {"updated": 1}
    assert record().annotation_id == uuid(1)


def test_a_row_with_the_id_has_the_record_even_if_a_row_without_it_comes_first() -> None:
    rows = [
        row(1, HOMES, paragraph="26.1"),
        row(2, HOMES, paragraph="26.1", annotation_id=uuid(1)),
    ]
    assert some(import_rows(rows)) == {"created": 2}
    for order in (rows, rows[::-1]):
        assert some(import_rows(order)) == {"unchanged": 2}


# Document, paragraph, part, kind


def test_a_paragraph_finds_its_record_though_the_words_were_corrected() -> None:
    import_rows([row(1, HOMES, paragraph="26.1")])
    assert some(import_rows([row(1, WATER, paragraph="26.1")])) == {"updated": 1}
    assert record().text == WATER


def test_two_paragraphs_of_the_same_words_are_two() -> None:
    both = [row(1, HOMES, paragraph="26.1"), row(2, HOMES, paragraph="26.2")]
    assert some(import_rows(both)) == {"created": 2}
    assert some(import_rows(both)) == {"unchanged": 2}
    assert some(import_rows([row(1, HOMES, paragraph="26.3")])) == {"created": 1}


def test_the_same_words_under_another_paragraph_are_another_recommendation() -> None:
    import_rows([row(1, HOMES, paragraph="26.1")])
    assert some(import_rows([row(1, HOMES, paragraph="26.2")])) == {"created": 1}
    assert some(import_rows([row(1, HOMES, paragraph="26.1"), row(2, HOMES, paragraph="26.2")])) == {"unchanged": 2}


def test_two_rows_do_not_share_a_record() -> None:
    # The kind "other" agrees with both, but the record can be only one of them.
    said = {"paragraph": "26.1"}
    import_rows([row(1, HOMES, kind="other", **said)])
    two = [row(1, HOMES, kind="concern", **said), row(2, HOMES, kind="recommendation", **said)]
    assert some(import_rows(two)) == {"created": 1, "updated": 1}
    assert set(Recommendation.objects.values_list("kind", flat=True)) == {"concern", "recommendation"}
    assert some(import_rows(two)) == {"unchanged": 2}


def test_two_parts_of_a_paragraph_are_two() -> None:
    both = [row(1, HOMES, paragraph="49", part="a"), row(2, HOMES, paragraph="49", part="b")]
    assert some(import_rows(both)) == {"created": 2}
    assert some(import_rows(both)) == {"unchanged": 2}


def test_a_concern_and_a_recommendation_of_one_paragraph_are_two() -> None:
    both = [
        row(1, HOMES, review_key="ccpr-2014-usa", paragraph="5", kind="concern"),
        row(2, WATER, review_key="ccpr-2014-usa", paragraph="5", kind="recommendation"),
    ]
    assert some(import_rows(both)) == {"created": 2}
    corrected = [row(1, VOTES, review_key="ccpr-2014-usa", paragraph="5", kind="concern"), both[1]]
    assert some(import_rows(corrected)) == {"updated": 1, "unchanged": 1}
    assert record(kind="concern").text == VOTES
    assert record(kind="concern").slug == "ccpr-2014-usa-5-concern"
    assert record(kind="recommendation").slug == "ccpr-2014-usa-5"


def test_a_row_that_does_not_say_its_kind_agrees_with_any() -> None:
    import_rows([row(1, HOMES, review_key="ccpr-2014-usa", paragraph="5", kind="concern")])
    assert some(import_rows([row(1, HOMES, review_key="ccpr-2014-usa", paragraph="5")])) == {"unchanged": 1}


def test_other_says_little_about_the_kind() -> None:
    import_rows([row(1, HOMES, review_key="ccpr-2014-usa", paragraph="5", annotation_id=uuid(1))], "uhri-json")
    assert record().kind == "other"
    import_rows([row(1, HOMES, review_key="ccpr-2014-usa", paragraph="5", kind="recommendation")])
    assert record().kind == "recommendation"
    assert some(import_rows([row(1, HOMES, review_key="ccpr-2014-usa", paragraph="5", kind="other")])) == {
        "unchanged": 1
    }
    assert record().kind == "recommendation"


def test_an_unlabelled_paragraph_of_the_upr_is_a_recommendation() -> None:
    import_rows([row(1, HOMES, paragraph="26.1")])
    assert record().kind == "recommendation"


def test_two_documents_forbid_a_match() -> None:
    def said(symbol: str) -> list:
        return [row(1, HOMES, review_key="cerd-2022-usa", document_symbol=symbol, paragraph="5")]

    import_rows(said("CERD/C/USA/CO/10-12"))
    assert some(import_rows(said("CERD/C/USA/FCO/10-12"))) == {"created": 1}
    assert some(import_rows(said("cerd / c/USA/FCO/10–12."))) == {"unchanged": 1}


def test_several_records_under_a_paragraph_are_told_apart_by_their_words() -> None:
    both = [row(1, HOMES, paragraph="26.1"), row(2, WATER, paragraph="26.1")]
    assert some(import_rows(both)) == {"created": 2}
    assert some(import_rows(both[::-1])) == {"unchanged": 2}


def test_other_words_under_a_paragraph_of_several_are_a_conflict() -> None:
    import_rows([row(1, HOMES, paragraph="26.1"), row(2, WATER, paragraph="26.1")])
    again = import_rows([row(1, VOTES, paragraph="26.1")])
    assert some(again) == {"conflicts": 1}
    assert conflicts(again.messages) == ["2 recommendations stand under this paragraph, and none has these words."]
    assert Recommendation.objects.count() == 2


def test_a_third_text_beside_two_known_ones_is_new() -> None:
    both = [row(1, HOMES, paragraph="26.1"), row(2, WATER, paragraph="26.1")]
    import_rows(both)
    assert some(import_rows([*both, row(3, VOTES, paragraph="26.1")])) == {"unchanged": 2, "created": 1}


def test_two_new_texts_do_not_guess_which_one_corrects_the_record() -> None:
    import_rows([row(1, HOMES, paragraph="26.1")])
    both = [row(1, WATER, paragraph="26.1"), row(2, VOTES, paragraph="26.1")]
    assert some(import_rows(both)) == {"created": 2}
    assert some(import_rows(both)) == {"unchanged": 2}
    assert record(slug="upr-3-usa-26-1").text == HOMES


# Words


@pytest.mark.parametrize("numbered_first", [True, False])
def test_words_meet_where_one_side_lacks_a_paragraph(numbered_first: bool) -> None:
    numbered, unnumbered = row(1, HOMES, paragraph="26.1"), row(1, f" {HOMES.upper()}!")
    first, second = (numbered, unnumbered) if numbered_first else (unnumbered, numbered)
    import_rows([first])
    assert some(import_rows([second])) in ({"updated": 1}, {"unchanged": 1})
    assert record().paragraph == "26.1"
    assert record().slug == ("upr-3-usa-26-1" if numbered_first else "upr-3-usa-n1")


def test_words_do_not_meet_across_reviews() -> None:
    import_rows([row(1, HOMES)])
    assert some(import_rows([row(1, HOMES, review_key="upr-1-usa")])) == {"created": 1}


def test_words_of_two_records_are_not_guessed() -> None:
    both = [row(1, HOMES, paragraph="26.1"), row(2, HOMES, paragraph="26.2")]
    import_rows(both)
    assert some(import_rows([row(1, HOMES)])) == {"created": 1}
    assert some(import_rows([row(1, HOMES)])) == {"unchanged": 1}
    assert some(import_rows([*both, row(3, HOMES)])) == {"unchanged": 3}


def test_words_of_two_rows_are_not_guessed() -> None:
    import_rows([row(1, HOMES)])
    both = [row(1, HOMES, paragraph="26.1"), row(2, HOMES, paragraph="26.2")]
    assert some(import_rows(both)) == {"created": 2}
    assert some(import_rows(both)) == {"unchanged": 2}
    assert record(slug="upr-3-usa-n1").paragraph == ""


def test_a_row_with_a_record_s_paragraph_has_it_before_a_row_with_its_words() -> None:
    import_rows([row(1, HOMES, paragraph="26.1")])
    assert some(import_rows([row(1, HOMES), row(2, WATER, paragraph="26.1")])) == {"created": 1, "updated": 1}
    assert record(paragraph="26.1").text == WATER


def test_rows_of_one_file_with_the_same_words_are_one_and_collect_their_states() -> None:
    rows = [
        row(1, HOMES, recommending_states=("Norway",), position="supported", themes=("Right to adequate housing",)),
        row(2, WATER, recommending_states=("Chile",)),
        row(3, HOMES.lower(), recommending_states=("Turkey", "Norway"), position="supported"),
        row(4, HOMES, recommending_states=("Chile",), action_category=3),
    ]
    outcome = import_rows(rows, "upr-info")
    assert some(outcome) == {"created": 2, "merged": 2}
    made = record(slug="upr-3-usa-n1")
    assert states_of(made) == ["NOR", "TUR", "CHL"]
    assert (made.position, made.action_category) == ("supported", 3)
    assert theme_slugs(made) == {"housing"}
    assert some(import_rows(rows, "upr-info")) == {"unchanged": 4}
    assert list(made.sources.order_by("row").values_list("row", flat=True)) == [1, 3, 4]


def test_words_known_by_fingerprint_meet_the_words_themselves() -> None:
    """A file of facts names paragraph and fingerprint; the official words come later, from UHRI."""
    facts = row(1, paragraph="26.1", text_fingerprint=fingerprint(HOMES), position="noted")
    other = row(2, paragraph="", text_fingerprint=fingerprint(WATER))
    assert some(import_rows([facts, other])) == {"created": 2}
    words = [row(1, HOMES, paragraph="26.1"), row(2, WATER, paragraph="26.2")]
    assert some(import_rows(words, "uhri-json")) == {"updated": 2}
    assert record(paragraph="26.1").text == HOMES
    assert record(paragraph="26.1").position == "noted"
    assert record(paragraph="26.2").text == WATER
    assert some(import_rows([facts, other])) == {"unchanged": 2}


def test_a_fact_and_its_words_in_one_file_are_one() -> None:
    facts = row(1, paragraph="26.1", text_fingerprint=fingerprint(HOMES))
    assert some(import_rows([facts, row(2, HOMES, paragraph="26.1")])) == {"created": 1, "merged": 1}
    assert record().text == HOMES


def test_a_row_nobody_could_know_again_is_an_error() -> None:
    outcome = import_rows([row(1, "…"), row(2, HOMES)])
    assert some(outcome) == {"created": 1, "errors": 1}
    assert outcome.messages[0].text == "The row has neither words nor a paragraph number."
    assert some(import_rows([row(1, "…", paragraph="26.1"), row(2, "?", paragraph="26.1")])) == {
        "created": 1,
        "merged": 1,
    }
    assert some(import_rows([row(1, "…", paragraph="26.1")])) == {"unchanged": 1}


# What people did to a record


def test_a_record_that_was_taken_back_returns_with_the_next_import() -> None:
    first = import_rows([row(1, HOMES, paragraph="26.1", position="noted")])
    assert first.batch is not None
    undo_import(first.batch)
    assert record().withdrawn_on
    again = import_rows([row(1, HOMES, paragraph="26.1", position="noted")])
    assert some(again) == {"updated": 1}
    assert (record().withdrawn_on, record().withdrawn_reason, record().withdrawn_by_undo_of) == (None, "", None)
    assert Recommendation.objects.public().count() == 1


def test_a_record_that_an_editor_withdrew_stays_withdrawn() -> None:
    import_rows([row(1, HOMES, paragraph="26.1")])
    Recommendation.objects.update(withdrawn_on="2026-01-01", withdrawn_reason="Printed by mistake")
    assert some(import_rows([row(1, HOMES, paragraph="26.1")])) == {"unchanged": 1}
    assert str(record().withdrawn_on) == "2026-01-01"


@pytest.mark.parametrize("annotated", [False, True])
def test_a_record_merged_into_its_twin_does_not_come_back(annotated: bool) -> None:
    rows = [
        row(1, HOMES, annotation_id=uuid(1) if annotated else None),
        row(2, WATER, paragraph="26.1", annotation_id=uuid(2) if annotated else None),
    ]
    import_rows(rows, "uhri-json")
    twin = record(text=WATER)
    Recommendation.objects.filter(text=HOMES).update(merged_into=twin)
    changed = [row(1, HOMES, annotation_id=rows[0].annotation_id, position="noted"), rows[1]]
    assert some(import_rows(changed, "uhri-json")) == {"unchanged": 2}
    assert record(text=WATER).position == ""
    assert Recommendation.objects.public().count() == 1


def test_of_equal_twins_the_one_that_stands_is_meant() -> None:
    kept = RecommendationFactory(review=Review.objects.get(key="upr-3-usa"), paragraph="26.1", text=HOMES)
    RecommendationFactory(review=kept.review, paragraph="26.1", text=HOMES, merged_into=kept)
    assert some(import_rows([row(1, HOMES, paragraph="26.1", position="noted")])) == {"updated": 1}
    kept.refresh_from_db()
    assert kept.position == "noted"


@pytest.mark.parametrize(
    ("format_name", "keys"),
    [("upr-info", {}), ("csv", {"paragraph": "26.1"}), ("uhri-json", {"paragraph": "26.1", "annotation_id": uuid(1)})],
)
def test_a_record_whose_keys_an_editor_corrected_is_still_known(format_name: str, keys: dict[str, object]) -> None:
    import_rows([row(1, HOMES, **keys)], format_name)
    corrected = record()
    corrected.text, corrected.locked_fields = f"{HOMES}, everywhere", ["text"]
    corrected.save()
    again = import_rows([row(1, HOMES, **keys)], format_name)
    assert some(again) == {"conflicts": 1}
    assert conflicts(again.messages) == ["An editor corrected text; the file differs there."]
    assert record().text == f"{HOMES}, everywhere"


def test_a_record_whose_paragraph_an_editor_corrected_is_still_known() -> None:
    import_rows([row(1, HOMES, paragraph="26.1")])
    corrected = record()
    corrected.paragraph, corrected.locked_fields = "26.11", ["paragraph"]
    corrected.save()
    again = import_rows([row(1, HOMES, paragraph="26.1")])
    assert conflicts(again.messages) == ["An editor corrected paragraph; the file differs there."]
    assert record().paragraph == "26.11"


def test_a_source_that_only_confirms_knows_the_record_again_after_a_correction() -> None:
    numbered, unnumbered = row(1, HOMES, paragraph="26.1"), row(9, HOMES)
    import_rows([numbered], "csv")
    assert some(import_rows([unnumbered], "upr-info")) == {"unchanged": 1}
    assert set(RecommendationSource.objects.values_list("batch__format", "row")) == {("csv", 1), ("upr-info", 9)}
    assert some(import_rows([unnumbered], "upr-info")) == {"unchanged": 1}
    assert RecommendationSource.objects.count() == 2
    corrected = record()
    corrected.text, corrected.locked_fields = f"{HOMES}, everywhere", ["text"]
    corrected.save()
    assert some(import_rows([unnumbered], "upr-info")) == {"conflicts": 1}
    assert record().text == f"{HOMES}, everywhere"


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
