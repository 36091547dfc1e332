"""When two rows are one recommendation: each key that permits a match, and each that forbids it."""

import pytest

from recommendations.models import Recommendation
from recommendations.normalise import fingerprint
from tests.recommendations.importers.importing import (
    HOMES,
    VOTES,
    WATER,
    conflicts,
    import_rows,
    record,
    row,
    some,
    states_of,
    theme_slugs,
    uuid,
)

pytestmark = pytest.mark.django_db


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
