"""python -m benchmarks.reading_grades: how hard our plain English is to read, the hardest texts first.

Reads ``demo/plain_words`` and lists each text above the grade our words may reach (recommendations/reading_grade.py),
or the hardest ten where there is none.
"""

import csv
import statistics
from pathlib import Path

from recommendations.reading_grade import MOST, reading_grade

FOLDER = Path(__file__).parents[1] / "demo" / "plain_words"
ENGLISH = ("summary_en", "can_do_en")


def graded() -> list[tuple[float, str, str]]:
    """Return grade, place and text of each English text, the hardest first."""
    found = []
    for path in sorted(FOLDER.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                place = f"{row['review']} {row['paragraph'] or '–'} {row['kind']}"
                found += [(reading_grade(row[name]), f"{place} {name}", row[name]) for name in ENGLISH if row[name]]
    return sorted(found, reverse=True)


def main() -> None:
    """Print the list."""
    grades = graded()
    hard = [each for each in grades if each[0] > MOST]
    mean = statistics.mean(grade for grade, _place, _text in grades)
    print(f"{len(grades)} texts, mean grade {mean:.1f}, {len(hard)} above {MOST}")
    for grade, place, text in hard or grades[:10]:
        print(f"{grade:5.1f}  {place}: {text}")


if __name__ == "__main__":
    main()
