"""What the UN said: facts by the importer, then our own plain words."""

import hashlib

from django.db import transaction
from django.utils import timezone

from home.demo.files import FOLDER, RECOMMENDATION_KEY, Recommendations
from mechanisms.reference_rows import read_rows
from recommendations.importers.run import import_file
from recommendations.models import ImportBatch, Recommendation
from recommendations.plain_words import EDITOR, OURS
from recommendations.signals import recommendation_changed

_EMPTY = {"", Recommendation.Reach.NOT_SORTED}


class DemoImportRefused(Exception):
    """A file of facts could not be imported; the message says why."""


def import_facts() -> int:
    """Import each file of ``demo/recommendations`` that is not imported yet; return how many records came in."""
    created = 0
    for path in sorted((FOLDER / "recommendations").glob("*.csv")):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if ImportBatch.objects.filter(file_digest=digest, state=ImportBatch.State.APPLIED).exists():
            continue
        outcome = import_file(path)
        if outcome.refused:
            raise DemoImportRefused(f"{path.name}: {'; '.join(message.text for message in outcome.messages)}")
        created += outcome.created
    return created


@transaction.atomic
def apply_plain_words() -> int:
    """Write our plain words where a field is empty or still holds what an earlier demo wrote; return how many records.

    What an editor changed is recognized by its digest, which the demo leaves in ``field_sources``, and stays.
    """
    recommendations = Recommendations()
    changed: list[Recommendation] = []
    for path in sorted((FOLDER / "plain_words").glob("*.csv")):
        for row in read_rows(path, (*RECOMMENDATION_KEY, *OURS)):
            record = recommendations.find(row)
            fields = [field for field in OURS if _is_ours(record, field) and getattr(record, field) != row.text(field)]
            for field in fields:
                if row.text(field):
                    setattr(record, field, row.text(field))
                    record.field_sources[field] = _mark(row.text(field))
            if fields and any(row.text(field) for field in fields):
                record.updated_at = timezone.now()
                record.words_checked_on = None
                changed.append(row.checked(record))
    Recommendation.objects.bulk_update(
        changed, [*OURS, "field_sources", "updated_at", "words_checked_on"], batch_size=100
    )
    recommendation_changed.send(sender=Recommendation, recommendations=[record.pk for record in changed])
    return len(changed)


def _is_ours(record: Recommendation, field: str) -> bool:
    value = getattr(record, field)
    if field in record.locked_fields or record.field_sources.get(field) == EDITOR:
        return False
    return value in _EMPTY or record.field_sources.get(field) == _mark(value)


def _mark(value: str) -> str:
    return f"demo {hashlib.sha256(value.encode()).hexdigest()[:12]}"
