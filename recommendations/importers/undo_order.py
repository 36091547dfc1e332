"""Imports that are taken back in another order than they came: what a later one holds, what an earlier one left."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from recommendations.importers.history import OTHER_TEXT, SOURCES, as_json
from recommendations.models import ImportBatch, ImportChange, Recommendation

_APPLIED, _UNDONE = ImportChange.State.APPLIED, ImportChange.State.UNDONE


def later_changes(batch: ImportBatch) -> QuerySet[ImportChange]:
    """Return what imports after ``batch`` did, as far as it stands."""
    return ImportChange.objects.filter(state=_APPLIED, batch__gt=batch.pk)


def later_batches(batch: ImportBatch, records: Iterable[int | None]) -> dict[int | None, int]:
    """Return, by record, the latest import after ``batch`` that changed or confirmed it (one query)."""
    rows = later_changes(batch).filter(recommendation__in=list(records)).order_by("batch")
    return dict(rows.values_list("recommendation", "batch"))


def left_behind(batch: ImportBatch, built_on: Q) -> QuerySet[Recommendation]:
    """Return records that stand on ``batch`` alone by now: the import that made them was taken back after it.

    They stayed then because of ``batch``; without it nothing says them any more.
    """
    own = ImportChange.objects.filter(recommendation=OuterRef("pk"))
    made = own.filter(outcome=ImportChange.Outcome.CREATED, state=_UNDONE, batch__undone_at__gt=batch.imported_at)
    standing = own.filter(state=_APPLIED)
    return Recommendation.objects.filter(
        ~built_on,
        Exists(made.filter(batch__lt=batch.pk)),
        ~Exists(standing.exclude(batch=batch.pk)),
        pk__in=batch.changes.filter(state=_APPLIED, recommendation__isnull=False).values("recommendation"),
    )


def see_through(batch: ImportBatch, changes: Sequence[ImportChange]) -> None:
    """Let a value that ``batch`` met, whose import was taken back since, give way to what stood before that.

    Sets ``before`` of the changes, so that two imports come to the same in whatever order they are taken back.
    """
    undone = ImportBatch.objects.filter(
        pk__lt=batch.pk, state=ImportBatch.State.UNDONE, undone_at__gt=batch.imported_at
    )
    numbers = list(undone.values_list("pk", flat=True))
    if not numbers:
        return
    records = [change.recommendation_id for change in changes]
    earlier = ImportChange.objects.filter(batch__in=numbers, state=_UNDONE, recommendation__in=records)
    by_record: dict[int | None, list[ImportChange]] = defaultdict(list)
    for former in earlier.order_by("-batch", "-row"):
        by_record[former.recommendation_id].append(former)
    for change in changes:
        for former in by_record[change.recommendation_id]:
            _see_through_one(change, former)


def _see_through_one(change: ImportChange, former: ImportChange) -> None:
    for name in change.before.get(SOURCES, {}):
        if name not in former.after:
            continue
        # What the import only confirmed is what the record says.
        met = change.before[name] if name in change.after else stored_value(change.recommendation, name)
        if met == former.after[name]:
            change.after.setdefault(name, met)
            change.before[name] = former.before[name]
            change.before[SOURCES][name] = former.before[SOURCES].get(name, "")
    texts = change.before.get(OTHER_TEXT, {})
    for language, text in former.after.get(OTHER_TEXT, {}).items():
        if texts.get(language) == text:
            texts[language] = former.before[OTHER_TEXT].get(language)


def stored_value(record: Recommendation | None, name: str) -> object:
    """Return a single value of a record as ``ImportChange`` keeps it."""
    assert record is not None  # noqa: S101 - changes without a record have nothing to take back
    if name == "document":
        return record.document.symbol if record.document else ""
    return as_json(getattr(record, name))


def held_by(number: int) -> str:
    """Return the sentence that says that a later import holds a record."""
    return _("Import %(number)d changed or confirmed it since.") % {"number": number}
