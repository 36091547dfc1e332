"""Taking an import back, without losing what people did since."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db import OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from recommendations.importers.plan import COMPARING, WRITING, Tell
from recommendations.importers.restoring import Restorer, reason_for_withdrawal
from recommendations.importers.run import ATTEMPTS, DatabaseKeepsChanging, is_busy, state_of_record
from recommendations.importers.turns import take_turn
from recommendations.importers.undo_plan import (
    CITED,
    UndoRow,
    changes_to_restore,
    created_records,
    passes_to_restore,
    plan_undo,
    records_left_behind,
    was_built_on,
)
from recommendations.models import ImportBatch, ImportChange, Recommendation
from recommendations.signals import recommendations_imported


@dataclass
class UndoOutcome:
    """What an undo did."""

    withdrawn: int = 0
    """Records that are withdrawn now: the import had made them, or was the last that said them."""
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
    tell: Tell = lambda phase, done, total: None,
) -> UndoOutcome:
    """Take back the import ``batch_id``, in one transaction.

    ``approve`` sees what would be done; what it raises ends the undo, with nothing written. If the record changes
    between that and the writing, it is asked again. ``done`` may add to the transaction. ``tell`` hears how far it is.

    A value goes back only where it still equals what the import wrote. A record that the import made becomes withdrawn,
    unless something was built on it since; if that is a later import, it goes when that one is taken back as well.
    Whatever somebody changed afterwards is left and named.

    Raises:
        ImportBatch.DoesNotExist: there is no such import.
        AlreadyUndone: it was taken back before.
        DatabaseKeepsChanging: somebody else kept writing; nothing was taken back.
    """
    try:
        for _attempt in range(ATTEMPTS):
            if outcome := _undo(batch_id, approve, done, tell):
                return outcome
    except OperationalError as error:
        if not is_busy(error):
            raise
        raise DatabaseKeepsChanging(_("Another long change is being written. Please try again.")) from error
    raise DatabaseKeepsChanging(_("Other changes kept coming in. Please try again."))


def _undo(
    batch_id: int,
    approve: Callable[[Iterator[UndoRow]], None],
    done: Callable[[UndoOutcome], None],
    tell: Tell,
) -> UndoOutcome | None:
    """Prepare without a lock, then write; None where the record changed in between."""
    batch = ImportBatch.objects.get(pk=batch_id)
    _refuse_undone(batch)
    before = _state(batch)
    approve(plan_undo(batch))
    first, *others = passes_to_restore(batch) or [[]]
    with Restorer(batch) as restorer:
        for changes in changes_to_restore(batch, first):
            restorer.prepare(changes)
            tell(COMPARING, restorer.restored, len(first))
        tell(WRITING, 0, 0)
        with transaction.atomic():
            take_turn()
            batch.refresh_from_db(fields=["state"])
            _refuse_undone(batch)
            if _state(batch) != before:
                return None
            outcome = UndoOutcome()
            _withdraw_created(batch, outcome)
            _write(restorer, outcome)
            for pks in others:
                with Restorer(batch) as again:
                    for changes in changes_to_restore(batch, pks):
                        again.prepare(changes)
                    _write(again, outcome)
            outcome.withdrawn += _withdraw(records_left_behind(batch), batch)
            batch.changes.filter(state=ImportChange.State.APPLIED).update(state=ImportChange.State.UNDONE)
            batch.state = ImportBatch.State.UNDONE
            batch.undone_at = timezone.now()
            batch.save(update_fields=["state", "undone_at"])
            recommendations_imported.send(sender=ImportBatch, batch=batch)
            done(outcome)
    return outcome


def _refuse_undone(batch: ImportBatch) -> None:
    if batch.state == ImportBatch.State.UNDONE:
        raise AlreadyUndone(_("Import %(number)d was taken back before.") % {"number": batch.pk})


def _state(batch: ImportBatch) -> tuple[object, ...]:
    """Return figures that differ whenever what an undo rests on was written in between."""
    return state_of_record(), created_records(batch).filter(was_built_on(batch)).count()


def _write(restorer: Restorer, outcome: UndoOutcome) -> None:
    restorer.write()
    outcome.left += restorer.left
    outcome.restored += restorer.restored


def _withdraw_created(batch: ImportBatch, outcome: UndoOutcome) -> None:
    """Withdraw the records that the import made, but for those that somebody worked on since."""
    records, built_on = created_records(batch), was_built_on(batch)
    outcome.left += [record.citation for record in records.filter(built_on).select_related(*CITED).iterator()]
    outcome.withdrawn += _withdraw(records.filter(~built_on), batch)


def _withdraw(records: QuerySet[Recommendation], batch: ImportBatch) -> int:
    return records.update(
        withdrawn_on=timezone.localdate(),
        withdrawn_reason=reason_for_withdrawal(batch),
        withdrawn_by_undo_of=batch,
        updated_at=timezone.now(),
    )
