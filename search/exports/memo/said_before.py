"""In which years the UN said the same thing: a repeated recommendation is an advocate's strongest argument."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from recommendations.models import Recommendation

Same = tuple[object, ...]
"""What records that say the same thing have in common."""


def years_said(records: Iterable[Recommendation]) -> dict[int, list[int]]:
    """Return for each record the years in which it was said, its own among them (one query).

    The same thing was said again where an editor linked two records as repeats, or where two reviews of one country
    have equal words; nothing is guessed.
    """
    records = list(records)
    prints = {record.fingerprint for record in records if record.fingerprint}
    repetitions = {record.repetition_id for record in records if record.repetition_id}
    alike = Q(fingerprint__in=prints) | Q(repetition__in=repetitions)
    years: dict[Same, set[int]] = defaultdict(set)
    said = Recommendation.objects.public().filter(alike, review__year__isnull=False)
    for fingerprint, country, repetition, year in said.values_list(
        "fingerprint", "review__country", "repetition", "review__year"
    ):
        for same in _same(fingerprint, country, repetition):
            years[same].add(year)
    return {record.pk: _of(record, years) for record in records}


def _same(fingerprint: str, country: int, repetition: int | None) -> list[Same]:
    by_words: list[Same] = [("words", fingerprint, country)] if fingerprint else []
    return [*by_words, ("link", repetition)] if repetition else by_words


def _of(record: Recommendation, years: dict[Same, set[int]]) -> list[int]:
    own = {record.review.year} if record.review.year else set()
    keys = _same(record.fingerprint, record.review.country_id, record.repetition_id)
    return sorted(own.union(*(years.get(key, set()) for key in keys)))
