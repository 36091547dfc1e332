"""Taking an import back: what it wrote goes, what people did since stays."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from recommendations.importers.run import DatabaseKeepsChanging
from recommendations.importers.undo import AlreadyUndone, undo_import
from recommendations.importers.undo_plan import UndoRow, plan_undo
from recommendations.models import ImportBatch, ImportChange, Recommendation
from tests.factories import CityActionFactory, ImplementationFactory, RecommendationFactory
from tests.recommendations.importers.importing import (
    import_rows,
    record,
    row,
    some,
    states_of,
    theme_slugs,
    uuid,
)

pytestmark = pytest.mark.django_db

HOMES = "Build homes that people can afford"
WATER = "Let nobody go without clean water"
FIELDS = [field.name for field in Recommendation._meta.concrete_fields if field.name not in ("id", "updated_at")]


def batch_of(*rows: object, format_name: str = "csv") -> int:
    """Import rows and return the number of the import."""
    number = import_rows(rows, format_name).batch  # type: ignore[arg-type]
    assert number is not None
    return number


def state(made: Recommendation) -> dict[str, object]:
    """Return all that a record holds."""
    made.refresh_from_db()
    values: dict[str, object] = {name: getattr(made, name) for name in FIELDS}
    links = ("states", "themes", "groups", "goals", "targets", "labels", "texts")
    values.update(dict.fromkeys(links))
    values["states"] = states_of(made)
    values["themes"] = theme_slugs(made)
    values["groups"] = set(made.groups.values_list("slug", flat=True))
    values["goals"] = set(made.sdg_goals.values_list("number", flat=True))
    values["targets"] = set(made.sdg_targets.values_list("code", flat=True))
    values["labels"] = set(made.unresolved_labels.values_list("label", flat=True))
    values["texts"] = dict(made.texts.values_list("language", "text"))
    return values


def test_what_the_import_made_is_withdrawn_and_nothing_is_deleted() -> None:
    number = batch_of(row(1, HOMES, paragraph="26.1"), row(2, WATER))
    outcome = undo_import(number)
    assert (outcome.withdrawn, outcome.restored, outcome.left) == (2, 0, [])
    assert Recommendation.objects.count() == 2
    assert Recommendation.objects.public().count() == 0
    assert {str(made.withdrawn_reason) for made in Recommendation.objects.all()} == {f"Import {number} was taken back."}
    batch = ImportBatch.objects.get(pk=number)
    assert batch.state == "undone"
    assert batch.undone_at is not None
    assert set(batch.changes.values_list("state", flat=True)) == {"undone"}


def test_what_the_import_changed_is_as_it_was() -> None:
    number = batch_of(
        row(
            1,
            HOMES,
            paragraph="26.1",
            recommending_states=("Norway",),
            themes=("Right to education",),
            position="noted",
        ),
        row(2, paragraph="26.2"),
        row(3, WATER, review_key="ccpr-2014-usa"),
    )
    kept = {made.pk: (made, state(made)) for made in Recommendation.objects.all()}
    assert len(kept) == 3
    second = batch_of(
        row(
            1,
            f"{HOMES}!!",
            paragraph="26.1",
            annotation_id=uuid(1),
            recommending_states=("Norway", "Chile"),
            themes=("Right to adequate housing", "Weather on the moon"),
            groups=("Children",),
            sdgs=("11", "11.1"),
            position="supported",
            position_source="A/HRC/46/15/Add.1, para. 3",
            action_category=3,
        ),
        row(2, "Let everybody vote", paragraph="26.2"),
        row(3, WATER, review_key="ccpr-2014-usa", paragraph="5", kind="concern", document_symbol="CCPR/C/USA/CO/4"),
        format_name="uhri-json",
    )
    assert all(state(made) != before for made, before in kept.values())
    outcome = undo_import(second)
    assert (outcome.withdrawn, outcome.restored, outcome.left) == (0, 3, [])
    for made, before in kept.values():
        assert state(made) == before
    undo_import(number)
    assert Recommendation.objects.public().count() == 0


def test_a_confirmed_value_belongs_to_its_former_source_again() -> None:
    batch_of(row(1, HOMES, paragraph="26.1", position="noted"))
    confirmed = batch_of(row(1, HOMES, paragraph="26.1", position="noted"), format_name="uhri-json")
    undo_import(confirmed)
    batch_of(row(1, HOMES, paragraph="26.1", position="supported"))
    assert record().position == "supported"


def test_texts_in_another_language_go_back() -> None:
    batch_of(row(1, HOMES, paragraph="26.1"), row(2, WATER, paragraph="26.2"))
    batch_of(row(1, "Construir viviendas", paragraph="26.1", text_language="es"))
    number = batch_of(
        row(1, "Construir casas", paragraph="26.1", text_language="es"),
        row(2, "Agua limpia", paragraph="26.2", text_language="es"),
    )
    undo_import(number)
    assert record(paragraph="26.1").texts.get().text == "Construir viviendas"
    assert record(paragraph="26.2").texts.count() == 0


def test_what_an_editor_changed_since_is_left_and_named() -> None:
    batch_of(row(1, HOMES, paragraph="26.1", position="noted"))
    number = batch_of(row(1, WATER, paragraph="26.1", position="supported", action_category=3))
    edited = record()
    edited.position = "supported_in_part"
    edited.save()
    outcome = undo_import(number)
    assert outcome.left == ["A/HRC/46/15, para. 26.1: position"]
    assert (record().text, record().position, record().action_category) == (HOMES, "supported_in_part", None)


def test_what_an_editor_confirmed_since_is_left_and_named() -> None:
    batch_of(row(1, HOMES, paragraph="26.1", themes=("Right to education",)))
    number = batch_of(row(1, WATER, paragraph="26.1", themes=("Right to adequate housing",)))
    Recommendation.objects.update(locked_fields=["text", "themes"])
    assert undo_import(number).left == ["A/HRC/46/15, para. 26.1: text, text_language, fingerprint, themes"]
    assert record().text == WATER
    assert theme_slugs(record()) == {"education", "housing"}


@pytest.mark.parametrize(
    "edit",
    [
        {"summary_en": "Build homes."},
        {"summary_es": "Construir casas."},
        {"can_do_en": "Zone for homes."},
        {"reach": "local_can_act"},
        {"locked_fields": ["position"]},
    ],
)
def test_a_record_somebody_worked_on_is_not_withdrawn(edit: dict[str, object]) -> None:
    number = batch_of(row(1, HOMES, paragraph="26.1"), row(2, WATER, paragraph="26.2"))
    Recommendation.objects.filter(paragraph="26.1").update(**edit)
    outcome = undo_import(number)
    assert (outcome.withdrawn, outcome.left) == (1, ["A/HRC/46/15, para. 26.1"])
    assert record(paragraph="26.1").withdrawn_on is None


def test_a_record_that_a_city_works_on_is_not_withdrawn() -> None:
    number = batch_of(*(row(n, f"{HOMES} {n}", paragraph=f"26.{n}") for n in (1, 2, 3)))
    ImplementationFactory(recommendation=record(paragraph="26.1"))
    CityActionFactory(serves=[record(paragraph="26.2")])
    outcome = undo_import(number)
    assert outcome.withdrawn == 1
    assert sorted(outcome.left) == ["A/HRC/46/15, para. 26.1", "A/HRC/46/15, para. 26.2"]


def test_a_record_that_a_later_import_changed_is_not_withdrawn() -> None:
    number = batch_of(row(1, HOMES, paragraph="26.1"))
    batch_of(row(1, HOMES, paragraph="26.1", position="noted"))
    assert undo_import(number).left == ["A/HRC/46/15, para. 26.1"]
    assert Recommendation.objects.public().count() == 1


def test_a_record_that_another_source_confirmed_is_not_withdrawn() -> None:
    first = batch_of(row(1, HOMES, paragraph="26.1"))
    second = batch_of(row(1, HOMES))
    assert undo_import(first).left == ["A/HRC/46/15, para. 26.1"]
    outcome = undo_import(second)
    assert (outcome.withdrawn, outcome.restored, outcome.left) == (1, 0, [])
    assert record().withdrawn_by_undo_of_id == second
    assert Recommendation.objects.public().count() == 0


@pytest.mark.parametrize("latest_first", [True, False])
def test_two_imports_come_to_the_same_in_whatever_order_they_are_taken_back(latest_first: bool) -> None:
    batch_of(
        row(1, HOMES, paragraph="26.1", position="noted", themes=("Right to education",)), row(2, paragraph="26.2")
    )
    batch_of(row(1, "Casas", paragraph="26.1", text_language="es"))
    before = {made.pk: state(made) for made in Recommendation.objects.all()}
    first = batch_of(
        row(1, WATER, paragraph="26.1", position="supported", themes=("Right to adequate housing",)),
        row(2, paragraph="26.2", action_category=3),
        row(3, f"{HOMES} soon", paragraph="26.3"),
    )
    batch_of_spanish = batch_of(row(1, "Agua", paragraph="26.1", text_language="es"))
    second = batch_of(
        row(1, f"{WATER}, ever", paragraph="26.1", document_symbol="A/HRC/46/15", position="noted"),
        row(2, paragraph="26.2", action_category=3),
        row(3, f"{HOMES} soon", paragraph="26.3", position="noted"),
        format_name="uhri-json",
    )
    last = batch_of(row(1, "Agua limpia", paragraph="26.1", text_language="es"))
    for number in [last, second, batch_of_spanish, first] if latest_first else [first, batch_of_spanish, second, last]:
        undo_import(number)
    for made in Recommendation.objects.filter(pk__in=before):
        assert state(made) == before[made.pk]
    assert record(paragraph="26.3").withdrawn_on


def test_a_preview_says_why_something_stays() -> None:
    batch_of(row(1, HOMES, paragraph="26.1", position="noted"))
    first = batch_of(row(1, WATER, paragraph="26.1", position="supported"), row(2, HOMES, paragraph="26.2"))
    batch_of(row(1, "Agua", paragraph="26.1", text_language="es"))
    second = batch_of(row(1, HOMES, paragraph="26.1"), row(2, HOMES, paragraph="26.2", position="noted"))
    Recommendation.objects.filter(paragraph="26.1").update(locked_fields=["text"])
    Recommendation.objects.filter(paragraph="26.2").update(reach="local_can_act")
    rows = list(plan_undo(ImportBatch.objects.get(pk=first)))
    held = f"Import {second} changed or confirmed it since. An editor worked on it since."
    assert [(each.outcome, each.record.paragraph, each.fields, each.reason, each.later) for each in rows] == [
        ("left", "26.2", (), held, second),
        ("restored", "26.1", (), "", None),
        ("left", "26.1", ("text", "fingerprint", "text_language"), held, second),
    ]


def test_words_in_another_language_that_somebody_changed_since_are_named() -> None:
    batch_of(row(1, HOMES, paragraph="26.1"))
    number = batch_of(row(1, "Casas", paragraph="26.1", text_language="es"))
    record().texts.update(text="Hogares")
    assert undo_import(number).left == ["A/HRC/46/15, para. 26.1: other_text"]
    assert record().texts.get().text == "Hogares"


def test_what_changes_while_an_undo_is_prepared_is_seen() -> None:
    number = batch_of(row(1, HOMES, paragraph="26.1"), row(2, WATER, paragraph="26.2"))
    asked: list[list[str]] = []

    def approve(rows: Iterator[UndoRow]) -> None:
        asked.append([each.outcome for each in rows])
        if len(asked) == 1:
            made = record(paragraph="26.1")
            made.summary_en = "Build homes."
            made.save()

    assert undo_import(number, approve).withdrawn == 1
    assert asked == [["withdrawn", "withdrawn"], ["left", "withdrawn"]]


def test_an_undo_gives_up_when_the_record_keeps_changing() -> None:
    number = batch_of(row(1, HOMES, paragraph="26.1"))

    def approve(rows: Iterator[UndoRow]) -> None:
        record(paragraph="26.1").save()

    with pytest.raises(DatabaseKeepsChanging, match="Please try again"):
        undo_import(number, approve)
    assert Recommendation.objects.public().count() == 1


def test_a_later_import_that_was_taken_back_does_not_count() -> None:
    first = batch_of(row(1, HOMES, paragraph="26.1"))
    second = batch_of(row(1, HOMES, paragraph="26.1", position="noted"))
    undo_import(second)
    assert undo_import(first).withdrawn == 1


def test_merged_and_withdrawn_records_are_left() -> None:
    number = batch_of(row(1, HOMES, paragraph="26.1"), row(2, WATER, paragraph="26.2"))
    Recommendation.objects.filter(paragraph="26.1").update(merged_into=RecommendationFactory())
    Recommendation.objects.filter(paragraph="26.2").update(withdrawn_on="2026-01-01", withdrawn_reason="Misprint")
    outcome = undo_import(number)
    assert (outcome.withdrawn, len(outcome.left)) == (0, 2)
    assert record(paragraph="26.2").withdrawn_reason == "Misprint"


def test_taking_back_the_import_that_brought_a_record_back() -> None:
    said = row(1, HOMES, paragraph="26.1", position="noted")
    undo_import(batch_of(said))
    second = batch_of(said)
    assert record().withdrawn_on is None
    undo_import(second)
    assert record().withdrawn_on
    assert record().withdrawn_by_undo_of_id == second
    assert some(import_rows([said])) == {"updated": 1}
    assert record().withdrawn_on is None


def test_conflicts_have_nothing_to_take_back() -> None:
    batch_of(row(1, HOMES, paragraph="26.1", annotation_id=uuid(1)))
    number = batch_of(row(1, HOMES, paragraph="26.2", annotation_id=uuid(1)))
    assert ImportChange.objects.get(batch=number).outcome == "conflict"
    outcome = undo_import(number)
    assert (outcome.withdrawn, outcome.restored, outcome.left) == (0, 0, [])


def test_an_import_is_taken_back_once() -> None:
    number = batch_of(row(1, HOMES))
    undo_import(number)
    with pytest.raises(AlreadyUndone, match=f"Import {number} was taken back before"):
        undo_import(number)


def test_the_command() -> None:
    number = batch_of(row(1, HOMES, paragraph="26.1"), row(2, WATER, paragraph="26.2"))
    Recommendation.objects.filter(paragraph="26.1").update(summary_en="Build homes.")
    out = StringIO()
    call_command("undo_import", str(number), stdout=out)
    assert out.getvalue().splitlines() == [
        f"Import {number}: 1 recommendations withdrawn, 0 restored, 1 left as somebody edited them since.",
        "  left: A/HRC/46/15, para. 26.1",
    ]
    with pytest.raises(CommandError, match="was taken back before"):
        call_command("undo_import", str(number))
    with pytest.raises(CommandError, match="There is no import 999999"):
        call_command("undo_import", "999999")
