"""The questions with what must be among the first ten, judged by reading the official texts.

``questions.csv`` names paragraphs only: review key, then paragraphs with ranges; a paragraph number without part means
all its parts and kinds.

Two parts: ``known`` questions were there while the search was built, so its words may have been chosen by them;
``held out`` ones were judged before anybody asked them, and nothing is tuned to them.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from recommendations.models import Recommendation

FILE = Path(__file__).with_name("questions.csv")


@dataclass(frozen=True)
class Question:
    """What somebody asks, in which language, and the records that answer; ``part`` is known or held out."""

    part: str
    text: str
    language: str
    relevant: frozenset[int]


def questions() -> list[Question]:
    """Read the questions. Raises LookupError for a paragraph that no record has."""
    records: dict[tuple[str, str], set[int]] = {}
    for pk, review, paragraph in Recommendation.objects.public().values_list("pk", "review__key", "paragraph"):
        records.setdefault((review, paragraph), set()).add(pk)
    with FILE.open(encoding="utf-8", newline="") as file:
        return [
            Question(row["part"], row["question"], row["language"], frozenset(_named(row["relevant"], records)))
            for row in csv.DictReader(file)
        ]


def _named(written: str, records: dict[tuple[str, str], set[int]]) -> Iterator[int]:
    for of_review in written.split(";"):
        review, *paragraphs = of_review.split()
        for paragraph in (each for name in paragraphs for each in _range(name, review, records)):
            found = records.get((review, paragraph))
            if not found:
                raise LookupError(f"{review} has no paragraph {paragraph}.")
            yield from found


def _range(name: str, review: str, records: dict[tuple[str, str], set[int]]) -> list[str]:
    """Return the paragraphs of "26.91-26.99"; "39-40" is the name of one paragraph."""
    first, dash, last = name.partition("-")
    if not dash or (review, name) in records:
        return [name]
    before, _dot, start = first.rpartition(".")
    return [f"{before}.{number}" for number in range(int(start), int(last.rpartition(".")[2]) + 1)]
