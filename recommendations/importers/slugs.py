"""Permanent addresses of new recommendations: ``upr-3-usa-26-101``, ``cerd-2022-usa-49-a-2``, ``upr-1-usa-n137``."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import count

from mechanisms.models import Review
from mechanisms.normalise import fold
from recommendations.models import Recommendation

_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
_NUMBERED = re.compile(r"-n(\d+)$")
_PLAIN_KINDS = {Recommendation.Kind.RECOMMENDATION, Recommendation.Kind.PLEDGE}


class SlugGiver:
    """Gives each new recommendation of some reviews an address that nothing had before."""

    def __init__(self, reviews: Iterable[str]) -> None:
        """Read the addresses given so far in ``reviews`` (by key), those of withdrawn and merged records included."""
        rows = Recommendation.objects.filter(review__key__in=_of_one_beginning(set(reviews)))
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = defaultdict(int)
        for review, slug in rows.values_list("review__key", "slug").iterator(chunk_size=5000):
            self._taken.add(slug)
            numbered = _NUMBERED.search(slug)
            if numbered:
                self._numbers[review] = max(self._numbers[review], int(numbered[1]))
        self._again: dict[str, Iterator[int]] = {}

    def give(self, review: str, paragraph: str, part: str, kind: str) -> str:
        """Return a new address. What stands twice under one paragraph gets -2, -3; no paragraph gets n1, n2."""
        place = _NOT_IN_SLUG.sub("-", fold(f"{paragraph}-{part}")).strip("-")[:40].strip("-")
        slug = (
            self._beside(f"{review}-{place}{'' if kind in _PLAIN_KINDS else f'-{kind}'}")
            if place
            else self._next(review)
        )
        self._taken.add(slug)
        return slug

    def _beside(self, base: str) -> str:
        if base not in self._taken:
            return base
        numbers = self._again.setdefault(base, count(2))
        return next(slug for slug in (f"{base}-{number}" for number in numbers) if slug not in self._taken)

    def _next(self, review: str) -> str:
        slug = ""
        while not slug or slug in self._taken:
            self._numbers[review] += 1
            slug = f"{review}-n{self._numbers[review]}"
        return slug


def _of_one_beginning(reviews: set[str]) -> list[str]:
    """Return the keys of all reviews whose addresses may look like those of ``reviews``.

    The key of one may begin with that of another: paragraph 2.5 of ``x`` and paragraph 5 of ``x-2`` are both ``x-2-5``.
    """
    beginnings = {start for review in reviews for start in _beginnings(review)}
    keys = Review.objects.values_list("key", flat=True)
    return [key for key in keys if key in beginnings or not reviews.isdisjoint(_beginnings(key))]


def _beginnings(key: str) -> Iterator[str]:
    """Yield the key and every shorter one that ends before a hyphen."""
    while key:
        yield key
        key = key.rpartition("-")[0]
