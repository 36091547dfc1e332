"""Taking an import back, without losing what people did since."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from mechanisms.models import Document
from recommendations.importers.compare import SETS
from recommendations.importers.current import SCALARS
from recommendations.importers.history import ADDED, OTHER_TEXT, SOURCES, as_json
from recommendations.importers.turns import take_turn
from recommendations.models import ImportBatch, ImportChange, Recommendation, SdgGoal, SdgTarget
from recommendations.signals import recommendations_imported

Outcome = ImportChange.Outcome
_RESTORED = (*SCALARS, "document", "withdrawn_on")
_BY_EDITORS = ("summary_en", "summary_es", "can_do_en", "can_do_es")


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
        take_turn()
        batch = ImportBatch.objects.get(pk=batch_id)
        if batch.state == ImportBatch.State.UNDONE:
            raise AlreadyUndone(_("Import %(number)d was taken back before.") % {"number": batch.pk})
        outcome = UndoOutcome()
        changes = batch.changes.filter(state=ImportChange.State.APPLIED)
        _withdraw_created(batch, outcome)
        others = changes.exclude(outcome=Outcome.CREATED).exclude(recommendation=None)
        # By primary key: what is read must not change under the cursor.
        for pk in list(others.order_by("-row").values_list("pk", flat=True)):
            change = others.select_related("recommendation__review__mechanism", "recommendation__document").get(pk=pk)
            _restore(change, batch, outcome)
        changes.update(state=ImportChange.State.UNDONE)
        batch.state = ImportBatch.State.UNDONE
        batch.undone_at = timezone.now()
        batch.save(update_fields=["state", "undone_at"])
        recommendations_imported.send(sender=ImportBatch, batch=batch)
    return outcome


def _withdraw_created(batch: ImportBatch, outcome: UndoOutcome) -> None:
    """Withdraw the records that the import made, but for those that somebody worked on since."""
    created = batch.changes.filter(state=ImportChange.State.APPLIED, outcome=Outcome.CREATED)
    records = Recommendation.objects.filter(pk__in=created.values("recommendation"))
    built_on = records.filter(_built_on(batch)).select_related("review__mechanism", "document")
    outcome.left.extend(record.citation for record in built_on)
    outcome.withdrawn += records.exclude(pk__in=[record.pk for record in built_on]).update(
        withdrawn_on=timezone.localdate(),
        withdrawn_reason=_("Import %(number)d was taken back.") % {"number": batch.pk},
        withdrawn_by_undo_of=batch,
        updated_at=timezone.now(),
    )


def _built_on(batch: ImportBatch) -> Q:
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


def _restore(change: ImportChange, batch: ImportBatch, outcome: UndoOutcome) -> None:
    record = change.recommendation
    if record is None or not (change.before or change.after):
        return
    edited = [name for name in change.after if name in _RESTORED and _was_edited(record, name, change.after[name])]
    for name, source in change.before.get(SOURCES, {}).items():
        if name in edited:
            continue
        if name in change.after:
            _put_back(record, name, change.before[name], batch)
        record.field_sources.pop(name, None)
        if source:
            record.field_sources[name] = source
    edited += _remove_added(record, change.after)
    _put_texts_back(record, change)
    record.save()
    if edited:
        outcome.left.append(f"{record.citation}: {', '.join(edited)}")
    outcome.restored += 1


def _was_edited(record: Recommendation, name: str, imported: object) -> bool:
    if name == "document":
        stored: object = record.document.symbol if record.document else ""
    else:
        stored = as_json(getattr(record, name))
    return stored != imported or name in record.locked_fields


def _put_back(record: Recommendation, name: str, value: object, batch: ImportBatch) -> None:
    if name == "document":
        record.document = Document.objects.filter(symbol=value).first()
        return
    column: Any = Recommendation._meta.get_field(name)
    setattr(record, name, column.to_python(value))
    if name == "withdrawn_on":
        record.withdrawn_reason = _("Import %(number)d was taken back.") % {"number": batch.pk}
        record.withdrawn_by_undo_of = batch


def _remove_added(record: Recommendation, after: dict[str, Any]) -> list[str]:
    """Take away what the import added to the sets; return the names of sets that an editor corrected since."""
    added = {name: after[f"{ADDED}{name}"] for name in (*SETS, "unknown") if f"{ADDED}{name}" in after}
    locked = [name for name in added if name in record.locked_fields]
    for name in locked:
        del added[name]
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
    return locked


def _put_texts_back(record: Recommendation, change: ImportChange) -> None:
    """Give texts in other languages their former words, where they still have those of the import."""
    before = change.before.get(OTHER_TEXT, {})
    for language, text in change.after.get(OTHER_TEXT, {}).items():
        stored = record.texts.filter(language=language, text=text)
        if before.get(language) is None:
            stored.delete()
        else:
            stored.update(text=before[language])
