"""python -m benchmarks.reading_grades: how hard our plain English is to read, the hardest texts first.

Reads ``demo/plain_words`` and lists each text above the grade our words may reach (recommendations/reading_grade.py),
or the hardest ten where there is none; then every English page of the demo with its grade.
"""

import csv
import html
import re
import statistics
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from recommendations.reading_grade import MOST, reading_grade

DEMO = Path(__file__).parents[1] / "demo"
FOLDER = DEMO / "plain_words"
ENGLISH = ("summary_en", "can_do_en")

NO_PROSE = frozenset(
    [
        *("slug", "anchor", "kind", "address", "url", "image", "which", "review", "city", "theme", "recommendation"),
        *("name", "letter", "document", "field_type", "choices"),
    ]
)
"""Keys of a page's file that hold no sentences. A letter to adapt is half blanks; names are what they are."""

_PASSAGE_END = re.compile(r"</(?:p|li|h[1-6])>|<br ?/?>|\n{2,}")
_TAG = re.compile(r"<[^>]+>")
_SENTENCE_END = re.compile(r"(?<=[.!?])[”’)]?\s+")
_WORD = re.compile(r"[^\W_](?:[\w’'/.,-]*\w)?")


def graded() -> list[tuple[float, str, str]]:
    """Return grade, place and text of each English text, the hardest first."""
    found = []
    for path in sorted(FOLDER.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                place = f"{row['review']} {row['paragraph'] or '–'} {row['kind']}"
                found += [(reading_grade(row[name]), f"{place} {name}", row[name]) for name in ENGLISH if row[name]]
    return sorted(found, reverse=True)


def graded_pages() -> list[tuple[float, str, str]]:
    """Return grade, name and longest sentence of each English page, the hardest first.

    Titles and headings, which no mark ends, are left out of the grade: they would make any text look easy.
    """
    found = []
    for path in sorted((DEMO / "pages").glob("*/en.toml")):
        passages = prose(tomllib.loads(path.read_text(encoding="utf-8")))
        sentences = [sentence for passage in passages for sentence in sentences_of(passage)]
        ended = " ".join(sentence for sentence in sentences if sentence.rstrip("”’)").endswith((".", "!", "?")))
        found.append((reading_grade(ended), path.parent.name, max(sentences, key=length, default="")))
    return sorted(found, reverse=True)


def prose(value: Any, key: str = "") -> Iterator[str]:
    """Yield the passages of a page's file."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from prose(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from prose(inner, key)
    elif isinstance(value, str) and key not in NO_PROSE:
        yield value


def sentences_of(passage: str) -> list[str]:
    """Return the sentences of a passage without its tags; each paragraph, list entry and heading ends one."""
    texts = (" ".join(html.unescape(_TAG.sub("", part)).split()) for part in _PASSAGE_END.split(passage))
    return [sentence for text in texts for sentence in _SENTENCE_END.split(text.replace("D.C.", "DC")) if sentence]


def length(sentence: str) -> int:
    """Return how many words a sentence has; a number or a document symbol is one."""
    return len(_WORD.findall(sentence))


def main() -> None:
    """Print the list."""
    grades = graded()
    hard = [each for each in grades if each[0] > MOST]
    mean = statistics.mean(grade for grade, _place, _text in grades)
    print(f"{len(grades)} texts, mean grade {mean:.1f}, {len(hard)} above {MOST}")
    for grade, place, text in hard or grades[:10]:
        print(f"{grade:5.1f}  {place}: {text}")
    for grade, name, longest in graded_pages():
        print(f"{grade:5.1f}  page {name}, longest sentence {length(longest)} words")


if __name__ == "__main__":
    main()
