"""The current word of an assessor: derived from the published history, never edited."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from cities.models import Assessor, Implementation, ProgressUpdate
from recommendations.models import Recommendation


@transaction.atomic
def derive(assessor: Assessor, recommendation: Recommendation) -> Implementation | None:
    """Set the current word of one assessor on one recommendation, and return it; None where there is none.

    It is, of the published entries that no published entry corrects, the last by as-of date, then by the moment of
    publication, then by id. Without any the record goes: "not assessed" is its absence.
    """
    assessor = lock(assessor)
    word = (
        ProgressUpdate.objects.filter(assessor=assessor, recommendation=recommendation)
        .public()
        .uncorrected()
        .latest_word_first()
        .first()
    )
    key: dict[str, Any] = {"city_id": assessor.city_id, "assessor": assessor, "recommendation": recommendation}
    if word is None:
        Implementation.objects.filter(**key).delete()
        return None
    implementation, _created = Implementation.objects.update_or_create(
        **key, defaults={"current": word, "status": word.status, "confidence": word.confidence, "as_of": word.as_of}
    )
    return implementation


@dataclass(frozen=True)
class Difference:
    """A current word that is not the one the history gives. Ids; None stands for "no record"."""

    assessor_id: int
    recommendation_id: int
    stored_entry_id: int | None
    expected_entry_id: int | None


def differences() -> Iterator[Difference]:
    """Compare every stored current word with the history, in two passes over the tables."""
    expected: dict[tuple[int, int], ProgressUpdate] = {}
    published = ProgressUpdate.objects.public().uncorrected().latest_word_first()
    for update in published.only("assessor_id", "recommendation_id", "status", "confidence", "as_of").iterator():
        expected.setdefault((update.assessor_id, update.recommendation_id), update)
    for stored in Implementation.objects.select_related("assessor").order_by("pk").iterator():
        key = (stored.assessor_id, stored.recommendation_id)
        word = expected.pop(key, None)
        same = (
            word is not None
            and (stored.current_id, stored.status, stored.confidence, stored.as_of)
            == (word.pk, word.status, word.confidence, word.as_of)
            and stored.city_id == stored.assessor.city_id
        )
        if not same:
            yield Difference(*key, stored.current_id, word.pk if word else None)
    for key, word in expected.items():
        yield Difference(*key, None, word.pk)


def lock(assessor: Assessor) -> Assessor:
    """Read the assessor anew and hold its row until the transaction ends: one writer of its words at a time.

    On SQLite, where rows have no locks, ``IMMEDIATE`` transactions do the same for the whole database.
    """
    # NO KEY: others may still insert rows that refer to this assessor while we hold it.
    return Assessor.objects.select_for_update(of=("self",), no_key=True).select_related("city").get(pk=assessor.pk)
