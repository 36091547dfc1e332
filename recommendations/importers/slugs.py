"""Permanent addresses of new recommendations: ``upr-3-usa-26-101``, ``cerd-2022-usa-49-a-2``, ``upr-1-usa-n137``."""

import re
from collections.abc import Iterable

from mechanisms.normalise import fold
from recommendations.models import Recommendation

_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
_NUMBERED = re.compile(r"-n(\d+)$")
_PLAIN_KINDS = {Recommendation.Kind.RECOMMENDATION, Recommendation.Kind.PLEDGE}


class SlugGiver:
    """Gives each new recommendation of some reviews an address that nothing had before."""

    def __init__(self, reviews: Iterable[str]) -> None:
        """Read the addresses given so far in ``reviews`` (by key), those of withdrawn and merged records included."""
        rows = Recommendation.objects.filter(review__key__in=list(reviews)).values_list("review__key", "slug")
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}
        for review, slug in rows.iterator(chunk_size=5000):
            self._taken.add(slug)
            numbered = _NUMBERED.search(slug)
            if numbered:
                self._numbers[review] = max(self._numbers.get(review, 0), int(numbered[1]))

    def give(self, review: str, paragraph: str, part: str, kind: str) -> str:
        """Return a new address. What stands twice under one paragraph gets -2, -3; no paragraph gets n1, n2."""
        if not paragraph:
            number = self._numbers[review] = self._numbers.get(review, 0) + 1
            slug = f"{review}-n{number}"
            self._taken.add(slug)
            return slug
        suffix = "" if kind in _PLAIN_KINDS else f"-{kind}"
        place = _NOT_IN_SLUG.sub("-", fold(f"{paragraph}-{part}")).strip("-")[:40].strip("-")
        base = f"{review}-{place}{suffix}"
        slug, again = base, 1
        while slug in self._taken:
            again += 1
            slug = f"{base}-{again}"
        self._taken.add(slug)
        return slug
