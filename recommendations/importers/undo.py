"""Taking an import back, without losing what people did since."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mechanisms.models import Document
from recommendations.importers.history import ADDED, OTHER_TEXT, SOURCES
from recommendations.importers.turns import take_turn
from recommendations.importers.undo_plan import (
    SETS_AND_LABELS,
    UndoRow,
    changes_to_restore,
    created_records,
    edited_since,
    plan_undo,
    was_built_on,
)
from recommendations.models import ImportBatch, ImportChange, Recommendation, SdgGoal, SdgTarget
from recommendations.signals import recommendations_imported


@dataclass
class UndoOutcome:
    """What an undo did."""

    withdrawn: int = 0
    """Records that the import had made and that are withdrawn now."""
    restored: int = 0
    """Records that have their former values again."""
    left: list[str] = field(default_factory=list)
    """Records, by citation, that somebody edited since: left alone, to be looked at by a person."""


class AlreadyUndone(Exception):
    """The import was taken back before."""


def undo_import(
    batch_id: int,
    approve: Callable[[Iterator[UndoRow]], None] = lambda rows: None,
    done: Callable[[UndoOutcome], None] = lambda outcome: None,
) -> UndoOutcome:
    """Take back the import ``batch_id``, in one transaction.

    ``approve`` sees what would be done while nobody else writes; what it raises ends the undo, with nothing written.
    ``done`` may add to the transaction.

    A value goes back only where it still equals what the import wrote. A record that the import made becomes withdrawn,
    unless something was built on it since. Whatever somebody changed afterwards is left and named.

    Raises:
        ImportBatch.DoesNotExist: there is no such import.
        AlreadyUndone: it was taken back before.
    """
    with transaction.atomic():
        take_turn()
        batch = ImportBatch.objects.get(pk=batch_id)
        if batch.state == ImportBatch.State.UNDONE:
            raise AlreadyUndone(_("Import %(number)d was taken back before.") % {"number": batch.pk})
        outcome = UndoOutcome()
        approve(plan_undo(batch))
        _withdraw_created(batch, outcome)
        for change in changes_to_restore(batch):
            _restore(change, batch, outcome)
        batch.changes.filter(state=ImportChange.State.APPLIED).update(state=ImportChange.State.UNDONE)
        batch.state = ImportBatch.State.UNDONE
        batch.undone_at = timezone.now()
        batch.save(update_fields=["state", "undone_at"])
        recommendations_imported.send(sender=ImportBatch, batch=batch)
        done(outcome)
    return outcome


def _withdraw_created(batch: ImportBatch, outcome: UndoOutcome) -> None:
    """Withdraw the records that the import made, but for those that somebody worked on since."""
    records = created_records(batch)
    built_on = records.filter(was_built_on(batch)).select_related("review__mechanism", "review__country", "document")
    outcome.left.extend(record.citation for record in built_on)
    outcome.withdrawn += records.exclude(pk__in=[record.pk for record in built_on]).update(
        withdrawn_on=timezone.localdate(),
        withdrawn_reason=_("Import %(number)d was taken back.") % {"number": batch.pk},
        withdrawn_by_undo_of=batch,
        updated_at=timezone.now(),
    )


def _restore(change: ImportChange, batch: ImportBatch, outcome: UndoOutcome) -> None:
    record = change.recommendation
    assert record is not None  # noqa: S101 - changes_to_restore leaves the others out
    edited = edited_since(record, change)
    for name, source in change.before.get(SOURCES, {}).items():
        if name in edited:
            continue
        if name in change.after:
            _put_back(record, name, change.before[name], batch)
        record.field_sources.pop(name, None)
        if source:
            record.field_sources[name] = source
    _remove_added(record, change.after)
    _put_texts_back(record, change)
    record.save()
    if edited:
        outcome.left.append(f"{record.citation}: {', '.join(edited)}")
    outcome.restored += 1


def _put_back(record: Recommendation, name: str, value: object, batch: ImportBatch) -> None:
    if name == "document":
        record.document = Document.objects.filter(symbol=value).first()
        return
    column: Any = Recommendation._meta.get_field(name)
    setattr(record, name, column.to_python(value))
    if name == "withdrawn_on":
        record.withdrawn_reason = _("Import %(number)d was taken back.") % {"number": batch.pk}
        record.withdrawn_by_undo_of = batch


def _remove_added(record: Recommendation, after: dict[str, Any]) -> None:
    """Take away what the import added to the sets, but for those that an editor corrected since."""
    added = {
        name: after[f"{ADDED}{name}"]
        for name in SETS_AND_LABELS
        if f"{ADDED}{name}" in after and name not in record.locked_fields
    }
    if "states" in added:
        record.recommending.filter(country__in=added["states"]).delete()
    if "themes" in added:
        record.recommendation_themes.filter(tag__in=added["themes"]).delete()
    if "groups" in added:
        record.groups.remove(*added["groups"])
    if "goals" in added:
        record.sdg_goals.remove(*SdgGoal.objects.filter(number__in=added["goals"]))
    if "targets" in added:
        record.sdg_targets.remove(*SdgTarget.objects.filter(code__in=added["targets"]))
    if "unknown" in added:
        record.unresolved_labels.remove(*added["unknown"])


def _put_texts_back(record: Recommendation, change: ImportChange) -> None:
    """Give texts in other languages their former words, where they still have those of the import."""
    before = change.before.get(OTHER_TEXT, {})
    for language, text in change.after.get(OTHER_TEXT, {}).items():
        stored = record.texts.filter(language=language, text=text)
        if before.get(language) is None:
            stored.delete()
        else:
            stored.update(text=before[language])
