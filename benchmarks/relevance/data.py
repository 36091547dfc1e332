"""The records that are searched: the demo's, with the official words read from beside the repository for the run."""

import csv
from collections.abc import Iterator
from pathlib import Path

from recommendations.models import Recommendation

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
_FILES = (
    ("us_upr_cycle3.csv", "upr-3-usa", "text"),
    ("us_upr_cycle1.csv", "upr-1-usa", "text"),
    ("us_ccpr_co4_2014.csv", "ccpr-2014-usa", "text"),
)


def with_official_words() -> int:
    """Put the official words into the records that are there, for this database only; return how many have them."""
    told = {key: words for file, review, column in _FILES for key, words in _words(SHARED / file, review, column)}
    changed = []
    for record in Recommendation.objects.public().select_related("review").exclude(part="x"):
        words = told.get((record.review.key, record.paragraph, record.kind)) or told.get(
            (record.review.key, record.paragraph, "")
        )
        if words:
            record.text = words
            changed.append(record)
    for record in changed:
        record.save()
    return len(changed)


def _words(file: Path, review: str, column: str) -> Iterator[tuple[tuple[str, str, str], str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            yield (review, row["paragraph"], row.get("kind", "")), row[column]
