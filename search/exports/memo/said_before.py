"""In which years the UN said the same thing: a repeated recommendation is an advocate's strongest argument."""

from collections import defaultdict
from collections.abc import Iterable

from recommendations.models import Recommendation


def years_said(records: Iterable[Recommendation]) -> dict[int, list[int]]:
    """Return for each record the years in which it was said, its own among them (one query).

    Of two reviews of one country, equal words are the same thing said again; nothing is guessed.
    """
    records = list(records)
    prints = {record.fingerprint for record in records if record.fingerprint}
    years: dict[tuple[str, int], set[int]] = defaultdict(set)
    same = Recommendation.objects.public().filter(fingerprint__in=prints, review__year__isnull=False)
    for fingerprint, country, year in same.values_list("fingerprint", "review__country", "review__year"):
        years[fingerprint, country].add(year)
    return {record.pk: sorted(_own(record) | years.get(_key(record), set())) for record in records}


def _key(record: Recommendation) -> tuple[str, int]:
    return record.fingerprint, record.review.country_id


def _own(record: Recommendation) -> set[int]:
    return {record.review.year} if record.review.year else set()
