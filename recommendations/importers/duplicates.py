"""Pairs for a person to look at: records of one review that may be one, and recommendations that repeat each other."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from rapidfuzz import fuzz, process

from recommendations.models import PossibleDuplicate, Recommendation
from recommendations.nearness import NEAR, Wording, asks_the_same, near_pairs

MOST_COMPARED = 5_000
"""Records of the home country up to which an import compares near texts; of more, ``find_twins`` does it by itself."""

MOST_LISTED = 500
"""Repeats that one import lists, the nearest first; ``find_twins`` lists all."""

Pairs = dict[tuple[int, int], float]
"""Primary keys, the lower first → similarity."""


def list_possible_duplicates(written: Iterable[int], *, patient: bool = False) -> int:
    """List what records that an import made or reworded (``written``) are near to; return how many pairs are new.

    ``patient``: compare near texts however many there are, and list every repeat.
    """
    pks = set(written)
    if not pks:
        return 0
    found = _twins(pks) | _repeats(pks, patient=patient)
    before = PossibleDuplicate.objects.count()
    PossibleDuplicate.objects.bulk_create(
        [
            PossibleDuplicate(first_id=first, second_id=second, similarity=score)
            for (first, second), score in sorted(found.items())
        ],
        ignore_conflicts=True,
        batch_size=1000,
    )
    return PossibleDuplicate.objects.count() - before


def _twins(pks: set[int]) -> Pairs:
    """Return pairs of one review that may be one record.

    Only where exactly one of the two has a paragraph number: two different numbers are two recommendations, and two
    rows of one export were already told apart by its makers.
    """
    found: Pairs = {}
    for review in _reviews_that_mix(pks):
        found |= _near_in(review, pks)
    return found


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


def _near_in(review: int, pks: set[int]) -> Pairs:
    rows = Recommendation.objects.public().filter(review=review).exclude(text="")
    numbered: dict[int, Wording] = {}
    unnumbered: dict[int, Wording] = {}
    for pk, paragraph, text in rows.values_list("pk", "paragraph", "text"):
        (numbered if paragraph else unnumbered)[pk] = Wording(pk, text)
    words = {pk: wording.words for pk, wording in numbered.items()}
    pairs: Pairs = {}
    for pk, wording in unnumbered.items():
        near = process.extract(wording.words, words, scorer=fuzz.ratio, score_cutoff=NEAR, limit=None)
        for _, score, other in near:
            if (pk in pks or other in pks) and asks_the_same(wording, numbered[other]):
                pairs[min(pk, other), max(pk, other)] = round(score, 1)
    return pairs


class _Said(NamedTuple):
    pk: int
    review_id: int
    paragraph: str
    kind: str
    fingerprint: str
    text: str


def _repeats(pks: set[int], *, patient: bool) -> Pairs:
    """Return pairs of the home country's record that ask for the same, in whatever review and under what paragraph.

    Of many records with the very same words each is paired with the oldest only: repeating goes from one to the next.
    """
    # Not by a query with all of them: SQLite takes 250,000 values at most, and a full export has more rows.
    if pks.isdisjoint(Recommendation.objects.of_home_country().values_list("pk", flat=True).iterator()):
        return {}
    public = Recommendation.objects.public().of_home_country().exclude(fingerprint="").order_by("pk")
    said = [_Said(*row) for row in public.values_list(*_Said._fields)]
    by_pk = {each.pk: each for each in said}
    found: Pairs = {}
    oldest: dict[tuple[str, str], _Said] = {}
    for each in said:
        first = oldest.setdefault((each.kind, each.fingerprint), each)
        if first is not each and not pks.isdisjoint((first.pk, each.pk)):
            found[first.pk, each.pk] = 100.0
    if patient or len(said) <= MOST_COMPARED:
        by_kind: dict[str, list[Wording]] = defaultdict(list)
        for each in said:
            if each.text and oldest[each.kind, each.fingerprint] is each:
                by_kind[each.kind].append(Wording(each.pk, each.text))
        for wordings in by_kind.values():
            found = near_pairs([each for each in wordings if each.pk in pks], wordings) | found
    pairs = [pair for pair in found if _may_repeat(by_pk[pair[0]], by_pk[pair[1]])]
    nearest = sorted(pairs, key=lambda pair: (-found[pair], pair))
    return {pair: found[pair] for pair in (nearest if patient else nearest[:MOST_LISTED])}


def _may_repeat(first: _Said, second: _Said) -> bool:
    """Tell whether two records can be two: of one review, both need a paragraph number, or they may be one."""
    return first.review_id != second.review_id or bool(first.paragraph and second.paragraph)
