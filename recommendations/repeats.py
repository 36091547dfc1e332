"""Recommendations that were made more than once: linked by an editor, never by guess.

An editor calls two records repeats of each other (a :class:`PossibleDuplicate` decided so). Repeating goes from one to
the next: all records that are linked by such pairs are one :class:`Repetition`, worked out here and nowhere else.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

from recommendations.models import PossibleDuplicate, Recommendation, Repetition
from recommendations.signals import recommendation_changed

REPEAT = PossibleDuplicate.Decision.REPEAT


def regroup(records: Iterable[int]) -> None:
    """Work out anew what the ``records`` (ids) repeat, after a pair of theirs was decided, moved or taken back.

    Call it inside the transaction that wrote the pair.
    """
    asked = set(records)
    sets = Recommendation.objects.filter(pk__in=asked, repetition__isnull=False).values("repetition")
    asked.update(Recommendation.objects.filter(repetition__in=sets).values_list("pk", flat=True))
    links = _links_of(asked)
    asked.update(links)
    left = set(asked)
    while left:
        together = _reach(left.pop(), links)
        left -= together
        _set_repetition(together if len(together) > 1 else set(), alone=together if len(together) == 1 else set())
    Repetition.objects.filter(recommendations=None).delete()
    recommendation_changed.send(sender=Recommendation, recommendations=sorted(asked))


def _links_of(records: set[int]) -> dict[int, set[int]]:
    """Return every repeat that can be reached from ``records``, both ways."""
    links: dict[int, set[int]] = defaultdict(set)
    new = set(records)
    while new:
        pairs = PossibleDuplicate.objects.filter(models.Q(first__in=new) | models.Q(second__in=new), decision=REPEAT)
        reached: set[int] = set()
        for first, second in pairs.order_by().values_list("first", "second"):
            links[first].add(second)
            links[second].add(first)
            reached.update((first, second))
        new = reached - records
        records = records | reached
    return links


def _reach(start: int, links: dict[int, set[int]]) -> set[int]:
    found, new = {start}, {start}
    while new:
        new = {other for pk in new for other in links.get(pk, ())} - found
        found |= new
    return found


def _set_repetition(together: set[int], alone: set[int]) -> None:
    if alone:
        Recommendation.objects.filter(pk__in=alone, repetition__isnull=False).update(repetition=None)
    if together:
        repetition = Repetition.objects.create()
        Recommendation.objects.filter(pk__in=together).update(repetition=repetition)


def said_also(record: Recommendation) -> list[Recommendation]:
    """Return the other public records that say the same as ``record``, the oldest review first.

    Without a query where the record repeats nothing, or was fetched ``with_repetition``.
    """
    if record.repetition is None:
        return []
    others = [other for other in record.repetition.recommendations.all() if other.pk != record.pk]
    return [other for other in others if not (other.merged_into_id or other.withdrawn_on)]


@dataclass(frozen=True)
class Saying:
    """Where and when the same was said also, seen from one record."""

    before: list[int]
    """Years of earlier reviews, each once."""
    again: list[int]
    """Years of later reviews, each once."""
    same_review: int
    """How many other paragraphs of the same review say it."""


def saying_of(record: Recommendation, others: Iterable[Recommendation]) -> Saying:
    """Sort the ``others`` (:func:`said_also`) into before, again and the same review."""
    others = list(others)
    own = record.review.year or 0
    years = {other.review.year for other in others if other.review.year and other.review_id != record.review_id}
    return Saying(
        sorted(year for year in years if year < own),
        sorted(year for year in years if year >= own),
        sum(other.review_id == record.review_id for other in others),
    )
