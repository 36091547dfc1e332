"""Taking an import back, without losing what people did since."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mechanisms.models import Document
from recommendations.importers.current import SCALARS
from recommendations.importers.history import SOURCES, as_json
from recommendations.models import ImportBatch, ImportChange, Recommendation, SdgGoal, SdgTarget

Outcome = ImportChange.Outcome


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


def undo_import(batch_id: int) -> UndoOutcome:
    """Take back the import ``batch_id``, in one transaction.

    A value goes back only where it still equals what the import wrote. A record that the import made becomes withdrawn,
    unless something was built on it since. Whatever somebody changed afterwards is left and named.

    Raises:
        ImportBatch.DoesNotExist: there is no such import.
        AlreadyUndone: it was taken back before.
    """
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
        if batch.state == ImportBatch.State.UNDONE:
            raise AlreadyUndone(_("Import %(number)d was taken back before.") % {"number": batch.pk})
        outcome = UndoOutcome()
        changes = batch.changes.filter(state=ImportChange.State.APPLIED).select_related(
            "recommendation__review__mechanism", "recommendation__document"
        )
        for change in changes.order_by("-row").iterator(chunk_size=1000):
            _take_back(change, batch, outcome)
        batch.changes.update(state=ImportChange.State.UNDONE)
        batch.state = ImportBatch.State.UNDONE
        batch.undone_at = timezone.now()
        batch.save(update_fields=["state", "undone_at"])
    return outcome


def _take_back(change: ImportChange, batch: ImportBatch, outcome: UndoOutcome) -> None:
    record = change.recommendation
    if record is None:
        return
    if change.outcome == Outcome.CREATED:
        _withdraw(record, batch, outcome)
    elif change.before or change.after:
        _restore(record, change, outcome)


def _withdraw(record: Recommendation, batch: ImportBatch, outcome: UndoOutcome) -> None:
    edited = record.locked_fields or record.summary_en or record.summary_es
    imported_again = record.import_changes.filter(state=ImportChange.State.APPLIED, batch__gt=batch.pk).exists()
    if edited or imported_again or record.withdrawn_on:
        outcome.left.append(record.citation)
        return
    record.withdrawn_on = timezone.localdate()
    record.withdrawn_reason = _("Import %(number)d was taken back.") % {"number": batch.pk}
    record.withdrawn_by_undo_of = batch
    record.save(update_fields=["withdrawn_on", "withdrawn_reason", "withdrawn_by_undo_of", "updated_at"])
    outcome.withdrawn += 1


def _restore(record: Recommendation, change: ImportChange, outcome: UndoOutcome) -> None:
    edited = [name for name in _changed_fields(change) if _stored(record, name) != change.after[name]]
    restorable = [name for name in _changed_fields(change) if name not in edited]
    for name in restorable:
        _put_back(record, name, change.before[name])
        source = change.before.get(SOURCES, {}).get(name)
        if source:
            record.field_sources[name] = source
        else:
            record.field_sources.pop(name, None)
    _remove_added(record, change.after)
    record.save()
    if edited:
        outcome.left.append(f"{record.citation}: {', '.join(edited)}")
    if restorable or not edited:
        outcome.restored += 1


def _changed_fields(change: ImportChange) -> list[str]:
    return [name for name in change.after if name in change.before and name in (*SCALARS, "document", "withdrawn_on")]


def _stored(record: Recommendation, name: str) -> object:
    if name == "document":
        return record.document.symbol if record.document else ""
    return as_json(getattr(record, name))


def _put_back(record: Recommendation, name: str, value: object) -> None:
    if name == "document":
        record.document = Document.objects.filter(symbol=value).first()
        return
    setattr(record, name, Recommendation._meta.get_field(name).to_python(value))


def _remove_added(record: Recommendation, after: dict[str, list[object]]) -> None:
    """Take away what the import added to the sets; what was there before was never in ``after``."""
    record.recommending.filter(country__in=after.get("added_states", ())).delete()
    record.recommendation_themes.filter(tag__in=after.get("added_themes", ())).delete()
    record.groups.remove(*after.get("added_groups", ()))
    record.sdg_goals.remove(*SdgGoal.objects.filter(number__in=after.get("added_goals", ())))
    record.sdg_targets.remove(*SdgTarget.objects.filter(code__in=after.get("added_targets", ())))
    if "other_text" in after:
        record.texts.filter(language=after["other_text"]).delete()
