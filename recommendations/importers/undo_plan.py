"""What taking an import back would do, record by record. Writes nothing, so it is also the preview."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from recommendations.importers.compare import SETS
from recommendations.importers.current import SCALARS
from recommendations.importers.history import ADDED, OTHER_TEXT, REMOVED, SOURCES, as_json
from recommendations.importers.plan import WORDS_SHOWN
from recommendations.models import ImportBatch, ImportChange, PlannedRow, Recommendation

Outcome = PlannedRow.Outcome
RESTORED = (*SCALARS, "document", "withdrawn_on")
"""Single values that can go back."""
SETS_AND_LABELS = (*SETS, "unknown")
_BY_EDITORS = ("summary_en", "summary_es", "can_do_en", "can_do_es")
_AT_ONCE = 500


class UndoRow(NamedTuple):
    """What becomes of one record: withdrawn, restored (``before`` is what it says now), or left with these fields."""

    row: int
    outcome: str
    record: Recommendation
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    fields: tuple[str, ...] = ()
    """Fields that somebody edited since; none where the record as a whole was built on."""

    @property
    def words(self) -> str:
        """What the record says, in short."""
        return (self.record.summary_en or self.record.text)[:WORDS_SHOWN]


def plan_undo(batch: ImportBatch) -> Iterator[UndoRow]:
    """Yield what taking ``batch`` back would do (two queries, and two for each 500 changed records)."""
    created = created_records(batch)
    rows = dict(_applied(batch).filter(outcome=ImportChange.Outcome.CREATED).values_list("recommendation", "row"))
    built_on = set(created.filter(was_built_on(batch)).values_list("pk", flat=True))
    for record in created.select_related("review__mechanism", "review__country", "document").order_by("pk").iterator():
        outcome = Outcome.LEFT if record.pk in built_on else Outcome.WITHDRAWN
        yield UndoRow(rows[record.pk], outcome, record)
    for change in changes_to_restore(batch):
        yield from _of_change(change)


def created_records(batch: ImportBatch) -> QuerySet[Recommendation]:
    """Return the records that the import made."""
    created = _applied(batch).filter(outcome=ImportChange.Outcome.CREATED)
    return Recommendation.objects.filter(pk__in=created.values("recommendation"))


def changes_to_restore(batch: ImportBatch) -> Iterator[ImportChange]:
    """Yield the other changes with their records, the last of the file first; while they are read, more may change."""
    others = _applied(batch).exclude(outcome=ImportChange.Outcome.CREATED).exclude(recommendation=None)
    pks = list(others.order_by("-row").values_list("pk", flat=True))
    paths = ("review__mechanism", "review__country", "document")
    related = others.select_related(*(f"recommendation__{path}" for path in paths))
    for start in range(0, len(pks), _AT_ONCE):
        found = related.prefetch_related("recommendation__texts").in_bulk(pks[start : start + _AT_ONCE])
        seen: set[int | None] = set()
        for pk in pks[start : start + _AT_ONCE]:
            change = found[pk]
            if change.recommendation_id in seen:
                # What was done to the record a moment ago is in the database, not in what was read before.
                change = related.get(pk=pk)
            seen.add(change.recommendation_id)
            if change.before or change.after:
                yield change


def was_built_on(batch: ImportBatch) -> Q:
    """Whether something was built on a record: an editor's work, a later import, or what other rooms link to it.

    Which rooms those are is asked of the models, as this one does not know them: actions, progress.
    """
    condition = ~Q(locked_fields=[]) | ~Q(reach=Recommendation.Reach.NOT_SORTED)
    condition |= Q(merged_into__isnull=False) | Q(withdrawn_on__isnull=False)
    for name in _BY_EDITORS:
        condition |= ~Q(**{name: ""})
    own = OuterRef("pk")
    later = ImportChange.objects.filter(recommendation=own, state=ImportChange.State.APPLIED, batch__gt=batch.pk)
    condition |= Q(Exists(later))
    for relation in Recommendation._meta.related_objects:
        if relation.related_model._meta.app_label != Recommendation._meta.app_label:
            links = relation.related_model._base_manager.filter(**{relation.field.name: own})
            condition |= Q(Exists(links))
    return condition


def edited_since(record: Recommendation, change: ImportChange) -> list[str]:
    """Return the fields and sets of the change that are no longer as the import left them."""
    edited = [name for name in change.after if name in RESTORED and _was_edited(record, name, change.after[name])]
    return edited + [
        name for name in SETS_AND_LABELS if f"{ADDED}{name}" in change.after and name in record.locked_fields
    ]


def _was_edited(record: Recommendation, name: str, imported: object) -> bool:
    if name == "document":
        stored: object = record.document.symbol if record.document else ""
    else:
        stored = as_json(getattr(record, name))
    return stored != imported or name in record.locked_fields


def _of_change(change: ImportChange) -> Iterator[UndoRow]:
    record = change.recommendation
    assert record is not None  # noqa: S101 - changes_to_restore leaves the others out
    edited = edited_since(record, change)
    back = [name for name in change.before.get(SOURCES, {}) if name in change.after and name not in edited]
    now: dict[str, Any] = {name: change.after[name] for name in back}
    then: dict[str, Any] = {name: change.before[name] for name in back}
    for name in SETS_AND_LABELS:
        if f"{ADDED}{name}" in change.after and name not in edited:
            then[f"{REMOVED}{name}"] = change.after[f"{ADDED}{name}"]
    texts = {text.language: text.text for text in record.texts.all()}
    for language, text in change.after.get(OTHER_TEXT, {}).items():
        if texts.get(language) == text:
            now.setdefault(OTHER_TEXT, {})[language] = text
            then.setdefault(OTHER_TEXT, {})[language] = change.before[OTHER_TEXT].get(language)
    if then:
        yield UndoRow(change.row, Outcome.RESTORED, record, now, then)
    if edited:
        yield UndoRow(change.row, Outcome.LEFT, record, fields=tuple(edited))


def _applied(batch: ImportBatch) -> QuerySet[ImportChange]:
    return batch.changes.filter(state=ImportChange.State.APPLIED)
