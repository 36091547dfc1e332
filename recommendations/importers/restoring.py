"""Giving records their former values, some hundreds at a time: the part of an undo that writes."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from mechanisms.models import Document
from recommendations.importers.history import ADDED, OTHER_TEXT, SOURCES
from recommendations.importers.staging import StagedRows
from recommendations.importers.undo_plan import SETS_AND_LABELS, edited_since
from recommendations.models import (
    ImportBatch,
    ImportChange,
    Recommendation,
    RecommendationText,
    RecommendationTheme,
    RecommendingState,
    UnresolvedLabel,
)
from recommendations.normalise import paragraph_order

_DELETED_AT_ONCE = 5_000

_MEMBERS: dict[str, tuple[Any, str, str]] = {
    "states": (RecommendingState, "recommendation", "country"),
    "themes": (RecommendationTheme, "content_object", "tag"),
    "groups": (Recommendation.groups.through, "recommendation", "affectedgroup"),
    "goals": (Recommendation.sdg_goals.through, "recommendation", "sdggoal__number"),
    "targets": (Recommendation.sdg_targets.through, "recommendation", "sdgtarget__code"),
    "unknown": (UnresolvedLabel.recommendations.through, "recommendation", "unresolvedlabel"),
}
"""Where the members of each set lie: model, field of the record, field of what ``ImportChange`` keeps of a member."""


class Restorer:
    """Prepares what goes back, which takes no lock, then writes it in a few statements.

    Writes past Django's ``save()``: whoever must know hears of the import as a whole. Use as a context manager.
    """

    def __init__(self, batch: ImportBatch) -> None:
        self.left: list[str] = []
        """Citation and fields of what somebody edited since."""
        self.restored = 0
        self._batch = batch
        self._updates: dict[tuple[str, ...], StagedRows] = {}
        self._texts = StagedRows(RecommendationText, ("text", "id"))
        self._to_delete: dict[Any, list[int]] = defaultdict(list)

    def __enter__(self) -> "Restorer":
        return self

    def __exit__(self, *error: object) -> None:
        for rows in (self._texts, *self._updates.values()):
            rows.drop()

    def prepare(self, changes: Sequence[ImportChange]) -> None:
        """Take in changes, no record twice. Between this and :meth:`write` nobody may write to the records."""
        for change in changes:
            record = change.recommendation
            assert record is not None  # noqa: S101 - passes_to_restore leaves the others out
            if edited := edited_since(record, change):
                self.left.append(f"{record.citation}: {', '.join(edited)}")
            self._put_back(record, _values_before(record, change, edited, self._batch))
            self._put_texts_back(record, change)
        for name in SETS_AND_LABELS:
            self._remove_added(name, changes)
        for rows in (self._texts, *self._updates.values()):
            rows.stage()
        self.restored += len(changes)

    def write(self) -> None:
        """Write all, inside the caller's transaction."""
        for rows in (self._texts, *self._updates.values()):
            rows.update()
        for model, pks in self._to_delete.items():
            for start in range(0, len(pks), _DELETED_AT_ONCE):
                # Without the signals of each link: nothing hangs on one.
                model.objects.filter(pk__in=pks[start : start + _DELETED_AT_ONCE])._raw_delete(connection.alias)

    def _put_back(self, record: Recommendation, values: dict[str, object]) -> None:
        names = tuple(sorted(values))
        if names not in self._updates:
            self._updates[names] = StagedRows(Recommendation, (*names, "id"))
        self._updates[names].waiting.append((*(values[name] for name in names), record.pk))

    def _put_texts_back(self, record: Recommendation, change: ImportChange) -> None:
        """Give texts in other languages their former words, where they still have those of the import."""
        before, after = change.before.get(OTHER_TEXT, {}), change.after.get(OTHER_TEXT, {})
        for stored in record.texts.all():
            if stored.text != after.get(stored.language):
                continue
            if before.get(stored.language) is None:
                self._to_delete[RecommendationText].append(stored.pk)
            else:
                self._texts.waiting.append((before[stored.language], stored.pk))

    def _remove_added(self, name: str, changes: Sequence[ImportChange]) -> None:
        """Take away what the changes added to one set, but for sets that an editor corrected since."""
        key = f"{ADDED}{name}"
        added = {
            change.recommendation_id: set(change.after[key])
            for change in changes
            if key in change.after and change.recommendation and name not in change.recommendation.locked_fields
        }
        if added:
            model, record_field, member_field = _MEMBERS[name]
            links = model.objects.filter(**{f"{record_field}__in": list(added)})
            found = links.values_list("pk", record_field, member_field)
            self._to_delete[model] += [pk for pk, record, member in found if member in added[record]]


def reason_for_withdrawal(batch: ImportBatch) -> str:
    """Return what a record says that is withdrawn because an import was taken back."""
    return _("Import %(number)d was taken back.") % {"number": batch.pk}


def _values_before(
    record: Recommendation, change: ImportChange, edited: Sequence[str], batch: ImportBatch
) -> dict[str, object]:
    """Return the columns to write, with all that is derived from them."""
    values: dict[str, Any] = {"updated_at": timezone.now()}
    sources = dict(record.field_sources)
    for name, source in change.before.get(SOURCES, {}).items():
        if name in edited:
            continue
        if name in change.after:
            values[name] = _stored(name, change.before[name])
        sources.pop(name, None)
        if source:
            sources[name] = source
    if "withdrawn_on" in values:
        values |= {"withdrawn_reason": reason_for_withdrawal(batch), "withdrawn_by_undo_of": batch.pk}
    if "paragraph" in values or "part" in values:
        paragraph, part = values.get("paragraph", record.paragraph), values.get("part", record.part)
        values["paragraph_order"] = paragraph_order(paragraph, part)
    return values | {"field_sources": sources}


def _stored(name: str, value: object) -> object:
    """Return a value that ``ImportChange`` kept as the column holds it."""
    if name == "document":
        return Document.objects.filter(symbol=value).values_list("pk", flat=True).first() if value else None
    column: Any = Recommendation._meta.get_field(name)
    return column.to_python(value)
