"""The day on which the public record last changed, which the footer of every page names."""

from datetime import date, datetime

from django.db.models import Max, Q
from django.utils import timezone

from cities.models import ProgressUpdate
from recommendations.models import ImportBatch
from search.changes import Version, data_version

_kept: tuple[Version, date | None] | None = None


def data_date() -> date | None:
    """Return the day of the latest import that changed something, of its undo, or of the latest published word.

    None while there is neither. Three queries where the record changed since the last page that this process made.
    """
    global _kept
    version, kept = data_version(), _kept
    if kept is None or kept[0] != version:
        kept = _kept = (version, _read())
    return kept[1]


def _read() -> date | None:
    changed = ImportBatch.objects.filter(Q(created__gt=0) | Q(merged__gt=0) | Q(updated__gt=0))
    moments: list[datetime | None] = [
        # A file that changed nothing makes nothing newer.
        changed.order_by("-imported_at").values_list("imported_at", flat=True).first(),
        changed.aggregate(last=Max("undone_at"))["last"],
        ProgressUpdate.objects.public().order_by("-published_at").values_list("published_at", flat=True).first(),
    ]
    known = [moment for moment in moments if moment]
    return timezone.localdate(max(known)) if known else None
