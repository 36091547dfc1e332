"""What taking an import back would do, record by record. Writes nothing, so it is also the preview."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from recommendations.importers.compare import SETS
from recommendations.importers.current import SCALARS
from recommendations.importers.history import ADDED, OTHER_TEXT, REMOVED, SOURCES
from recommendations.importers.plan import WORDS_SHOWN
from recommendations.importers.undo_order import (
    held_by,
    later_batches,
    later_changes,
    left_behind,
    see_through,
    stored_value,
)
from recommendations.models import ImportBatch, ImportChange, PlannedRow, Recommendation

Outcome = PlannedRow.Outcome
RESTORED = (*SCALARS, "document", "withdrawn_on")
"""Single values that can go back."""
SETS_AND_LABELS = (*SETS, "unknown")
_BY_EDITORS = ("summary_en", "summary_es", "can_do_en", "can_do_es")
_TOLD = ("merged_into", "withdrawn_on", "locked_fields", "reach", *_BY_EDITORS)
CITED = ("review__mechanism", "review__country", "document")
"""What a citation is made of."""
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
    reason: str = ""
    """Why it is left, or why a record goes that another import made."""
    later: int | None = None
    """The latest import since that holds it."""

    @property
    def words(self) -> str:
        """What the record says, in short."""
        return (self.record.summary_en or self.record.text)[:WORDS_SHOWN]


def plan_undo(batch: ImportBatch) -> Iterator[UndoRow]:
    """Yield what taking ``batch`` back would do (seven queries, and four for each 500 changed records)."""
    yield from _of_created(batch)
    for pks in passes_to_restore(batch):
        for changes in changes_to_restore(batch, pks):
            later = later_batches(batch, (change.recommendation_id for change in changes))
            for change in changes:
                yield from _of_change(change, later.get(change.recommendation_id))
    alone = records_left_behind(batch)
    rows = dict(_applied(batch).filter(recommendation__in=alone.values("pk")).values_list("recommendation", "row"))
    why = _("The import that made it was taken back before. Nothing else says it.")
    for record in alone.select_related(*CITED).order_by("pk").iterator():
        yield UndoRow(rows[record.pk], Outcome.WITHDRAWN, record, reason=why)


def _of_created(batch: ImportBatch) -> Iterator[UndoRow]:
    created = created_records(batch)
    rows = dict(_applied(batch).filter(outcome=ImportChange.Outcome.CREATED).values_list("recommendation", "row"))
    latest = later_changes(batch).filter(recommendation=OuterRef("pk")).order_by("-batch").values("batch")[:1]
    built_on = {
        facts["pk"]: facts
        for facts in created.filter(was_built_on(batch)).annotate(later=latest).values("pk", "later", *_TOLD).iterator()
    }
    for record in created.select_related(*CITED).order_by("pk").iterator():
        if facts := built_on.get(record.pk):
            row = rows[record.pk]
            yield UndoRow(row, Outcome.LEFT, record, reason=_why_built_on(facts), later=facts["later"])
        else:
            yield UndoRow(rows[record.pk], Outcome.WITHDRAWN, record)


def _why_built_on(facts: dict[str, Any]) -> str:
    """Return why a record cannot go, in sentences."""
    reasons = []
    if facts["merged_into"]:
        reasons.append(_("It was joined to another record."))
    elif facts["withdrawn_on"]:
        reasons.append(_("It is withdrawn already."))
    if facts["later"]:
        reasons.append(held_by(facts["later"]))
    not_sorted = Recommendation.Reach.NOT_SORTED
    if facts["locked_fields"] or facts["reach"] != not_sorted or any(facts[name] for name in _BY_EDITORS):
        reasons.append(_("An editor worked on it since."))
    return " ".join(reasons) or _("Something else on the site rests on it, such as an action of a city.")


def created_records(batch: ImportBatch) -> QuerySet[Recommendation]:
    """Return the records that the import made."""
    created = _applied(batch).filter(outcome=ImportChange.Outcome.CREATED)
    return Recommendation.objects.filter(pk__in=created.values("recommendation"))


def passes_to_restore(batch: ImportBatch) -> list[list[int]]:
    """Return the other changes (primary keys), the last of the file first, in passes that hold each record once.

    Nearly always it is one pass. What a pass did must be written before the next is read.
    """
    passes: list[list[int]] = []
    seen: Counter[int] = Counter()
    others = _applied(batch).exclude(outcome=ImportChange.Outcome.CREATED).exclude(recommendation=None)
    for pk, record in others.order_by("-row").values_list("pk", "recommendation").iterator():
        if seen[record] == len(passes):
            passes.append([])
        passes[seen[record]].append(pk)
        seen[record] += 1
    return passes


def changes_to_restore(batch: ImportBatch, pks: Sequence[int]) -> Iterator[list[ImportChange]]:
    """Yield those changes of a pass that did something, with their records, some hundreds at a time."""
    related = ImportChange.objects.select_related(*(f"recommendation__{path}" for path in CITED))
    for start in range(0, len(pks), _AT_ONCE):
        found = related.prefetch_related("recommendation__texts").in_bulk(pks[start : start + _AT_ONCE])
        changes = [change for change in found.values() if change.before or change.after]
        changes.sort(key=lambda change: -change.row)
        for change in changes:
            change.batch = batch
        see_through(batch, changes)
        yield changes


def was_built_on(batch: ImportBatch) -> Q:
    """Whether something was built on a record: an editor's work, a later import, or what other rooms link to it.

    Which rooms those are is asked of the models, as this one does not know them: actions, progress.
    """
    condition = ~Q(locked_fields=[]) | ~Q(reach=Recommendation.Reach.NOT_SORTED)
    condition |= Q(merged_into__isnull=False) | Q(withdrawn_on__isnull=False)
    for name in _BY_EDITORS:
        condition |= ~Q(**{name: ""})
    own = OuterRef("pk")
    condition |= Q(Exists(later_changes(batch).filter(recommendation=own)))
    for relation in Recommendation._meta.related_objects:
        if relation.related_model._meta.app_label != Recommendation._meta.app_label:
            links = relation.related_model._base_manager.filter(**{relation.field.name: own})
            condition |= Q(Exists(links))
    return condition


def records_left_behind(batch: ImportBatch) -> QuerySet[Recommendation]:
    """Return the records that another import made and that go with this one (``undo_order.left_behind``)."""
    return left_behind(batch, was_built_on(batch))


def edited_since(record: Recommendation, change: ImportChange) -> list[str]:
    """Return the fields and sets of the change that are no longer as the import left them."""
    edited = [name for name in change.after if name in RESTORED and _was_edited(record, name, change)]
    if "text" in edited:
        # What is derived from the words stays with them.
        edited += [name for name in ("text_language", "fingerprint") if name in change.after and name not in edited]
    edited += [name for name in SETS_AND_LABELS if f"{ADDED}{name}" in change.after and name in record.locked_fields]
    texts = {text.language: text.text for text in record.texts.all()}
    if any(texts.get(language) != text for language, text in change.after.get(OTHER_TEXT, {}).items()):
        edited.append(OTHER_TEXT)
    return edited


def _was_edited(record: Recommendation, name: str, change: ImportChange) -> bool:
    if stored_value(record, name) != change.after[name] or name in record.locked_fields:
        return True
    # A weightier source said the same since: the value is that one's now.
    return record.field_sources.get(name, change.batch.format) != change.batch.format


def _of_change(change: ImportChange, later: int | None) -> Iterator[UndoRow]:
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
        reasons = [held_by(later)] if later else []
        if not later or set(edited) & set(record.locked_fields):
            reasons.append(_("An editor worked on it since."))
        yield UndoRow(change.row, Outcome.LEFT, record, fields=tuple(edited), reason=" ".join(reasons), later=later)


def _applied(batch: ImportBatch) -> QuerySet[ImportChange]:
    return batch.changes.filter(state=ImportChange.State.APPLIED)
