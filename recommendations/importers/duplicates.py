"""Near matches: two records of one review that may be the same, for a person to decide."""

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from mechanisms.normalise import words_of
from recommendations.models import PossibleDuplicate, Recommendation

NEAR = 85.0
"""Similarity (0 to 100) from which two texts are worth a look. In the 2010 review of the United States, paragraphs and
UPR Info's rows of the same recommendation lie above it and unrelated pairs below."""


def list_possible_duplicates(written: Iterable[int]) -> int:
    """List near matches of records that an import made or reworded (``written``); return how many pairs are new.

    Only records of one review are compared, and only where exactly one of the two has a paragraph number: two
    different numbers are two recommendations, and two rows of one export were already told apart by its makers.
    """
    pks = set(written)
    if not pks:
        return 0
    reviews = _reviews_that_mix(pks)
    found = [pair for review in reviews for pair in _near_pairs(review, pks)]
    before = PossibleDuplicate.objects.count()
    PossibleDuplicate.objects.bulk_create(found, ignore_conflicts=True)
    return PossibleDuplicate.objects.count() - before


def _reviews_that_mix(pks: set[int]) -> list[int]:
    """Return the reviews that have new records and hold records both with and without a paragraph number."""
    texts = Recommendation.objects.public().exclude(text="")
    without = set(texts.filter(paragraph="", annotation_id=None).values_list("review_id", flat=True).distinct())
    if not without:
        return []
    rows = texts.filter(review__in=without).values_list("review_id", "pk", "paragraph")
    mixed: dict[int, list[bool]] = defaultdict(lambda: [False, False])
    for review, pk, paragraph in rows.iterator(chunk_size=5000):
        seen = mixed[review]
        seen[0] |= bool(paragraph)
        seen[1] |= pk in pks
    return [review for review, (numbered, is_new) in mixed.items() if numbered and is_new]


def _near_pairs(review: int, pks: set[int]) -> list[PossibleDuplicate]:
    rows = Recommendation.objects.public().filter(review=review).exclude(text="")
    numbered: dict[int, str] = {}
    unnumbered: dict[int, str] = {}
    for pk, paragraph, text in rows.values_list("pk", "paragraph", "text"):
        (numbered if paragraph else unnumbered)[pk] = " ".join(words_of(text))
    pairs = []
    for pk, words in unnumbered.items():
        for _, score, other in process.extract(words, numbered, scorer=fuzz.ratio, score_cutoff=NEAR, limit=None):
            if pk in pks or other in pks:
                first, second = sorted((pk, other))
                pairs.append(PossibleDuplicate(first_id=first, second_id=second, similarity=round(score, 1)))
    return pairs
