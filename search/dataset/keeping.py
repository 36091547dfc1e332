"""Which file of the dataset is the current one, when a new one is due, and how it takes the old one's place."""

import hashlib
import tempfile
from datetime import datetime, time, timedelta
from typing import BinaryIO

from django.core.files import File
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cities.models import Redaction
from search.changes import data_version
from search.database.one_state import one_state
from search.dataset.build import write_dataset
from search.models import DatasetFile

NIGHT = time(3)
"""When the night's file is made, on the site's clock."""


def current() -> DatasetFile | None:
    """Return the file to hand out; None while none is made, or words were taken away since (two queries)."""
    latest = DatasetFile.objects.first()
    return latest if latest and latest.last_redaction == _last_redaction() else None


def is_due(now: datetime) -> bool:
    """Whether to make a file: there is none to hand out, or it is of before the last night and something changed."""
    held = current()
    if held is None:
        return True
    return held.made_at < _last_night(now) and held.data_version != data_version().tag


def make() -> DatasetFile:
    """Make the dataset of this moment and let it take the place of what there is.

    The file is whole before anybody is shown it. Who is being handed the old one gets all of it.
    """
    with tempfile.TemporaryFile(suffix=".zip") as file:
        now = timezone.now()
        with one_state():
            last_redaction, version = _last_redaction(), data_version().tag
            tables = write_dataset(file, version, now)
        held = DatasetFile(
            size=file.tell(),
            digest=_digest(file),
            data_version=version,
            last_redaction=last_redaction,
            tables=[
                {"name": each.table.name, "title": each.table.title, "rows": each.rows, "bytes": each.bytes}
                for each in tables
            ],
            made_at=now,
        )
        file.seek(0)
        held.file.save(f"human-rights-cities-{now:%Y%m%d%H%M%S}.zip", File(file), save=False)
    held.save()
    forget_old()
    return held


@transaction.atomic
def forget_old() -> None:
    """Forget every file but the current one; all of them where words were taken away since they were made."""
    kept = current()
    held = DatasetFile.objects.all()
    for old in held.exclude(pk=kept.pk) if kept else held:
        storage, name = old.file.storage, str(old.file.name)
        old.delete()
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))  # type: ignore[misc]


def _last_redaction() -> int:
    return Redaction.objects.aggregate(last=Max("pk"))["last"] or 0


def _last_night(now: datetime) -> datetime:
    local = timezone.localtime(now)
    night = local.replace(hour=NIGHT.hour, minute=NIGHT.minute, second=0, microsecond=0)
    return night if night <= local else night - timedelta(days=1)


def _digest(file: BinaryIO) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
