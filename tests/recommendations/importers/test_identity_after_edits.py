"""A record that people took back, merged or corrected: what a later import makes of it."""

import pytest

from mechanisms.models import Review
from recommendations.importers.undo import undo_import
from recommendations.models import Recommendation, RecommendationSource
from tests.factories import RecommendationFactory
from tests.recommendations.importers.importing import HOMES, WATER, conflicts, import_rows, record, row, some, uuid

pytestmark = pytest.mark.django_db


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
