"""``python -m benchmarks.relevance [--engine sqlite|postgres|elastic] [--json] [--each]``: what comes first.

Prints nDCG@10 and the misses of our search, of plain FTS5 with English stems, and of ``icontains``, in one run over
the same words. A miss is a record that must be among the first ten and is not (where more than ten must be: each place
of the ten that another record has).
"""

import argparse
import json
import math
import os
from collections.abc import Collection, Sequence
from pathlib import Path

FIRST = 10


def ndcg(found: Sequence[int], relevant: Collection[int]) -> float:
    """Return how good an order is, from 0 to 1: relevant records count less the later they come."""
    gained = sum(1 / math.log2(place + 2) for place, pk in enumerate(found[:FIRST]) if pk in relevant)
    return gained / sum(1 / math.log2(place + 2) for place in range(min(FIRST, len(relevant))))


def misses(found: Sequence[int], relevant: Collection[int]) -> int:
    """Return how many of the records that must be among the first ten are not."""
    return min(FIRST, len(relevant)) - sum(pk in relevant for pk in found[:FIRST])


def main() -> None:
    """Prepare, ask every question of each, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=("sqlite", "postgres", "elastic"), default="sqlite")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--each", action="store_true", help="print every question")
    chosen = parser.parse_args()
    from benchmarks.search import database

    os.environ.update(database.environment(chosen.engine, "relevance"))
    _prepare(chosen.engine)
    measured = measure()
    if chosen.json:
        print(json.dumps(measured, ensure_ascii=False, indent=1))
        return
    asked = measured["questions"]
    print(f"{chosen.engine}, {len(asked)} questions, {measured['records']} records with official words")
    for name, total in measured["rankings"].items():
        print(f"{name:12} nDCG@10 {total['ndcg']:.3f}   misses {total['misses']:4} of {measured['wanted']}")
    if chosen.each:
        for text, scores in asked.items():
            print(f"{text:42}", "  ".join(f"{name} {score:.2f}" for name, score in scores.items()))


def _prepare(engine: str) -> None:
    from benchmarks.search import database

    marker = database.FOLDER / f"ready-relevance-{'postgres' if engine == 'postgres' else 'sqlite'}"
    settings = database.environment(engine, "relevance")
    if not marker.exists():
        Path(database.FOLDER).mkdir(parents=True, exist_ok=True)
        database.create(engine, "relevance")
        database.manage(settings, "migrate", "--verbosity", "0")
        database.manage(settings, "load_demo")
    import django

    django.setup()
    from benchmarks.relevance.data import with_official_words

    if not marker.exists():
        with_official_words()
        marker.touch()
    database.manage(settings, "rebuild_search")


def measure() -> dict:
    """Return the scores of every ranking over all questions."""
    from benchmarks.relevance.questions import questions
    from benchmarks.relevance.rankings import Plain, ours
    from recommendations.models import Recommendation

    plain = Plain()
    rankings = {"ours": ours, "fts5 porter": plain.porter, "icontains": plain.icontains}
    asked = questions()
    found = {name: [rank(each.text, each.language) for each in asked] for name, rank in rankings.items()}
    scores = {
        name: [ndcg(ids, each.relevant) for ids, each in zip(lists, asked, strict=True)]
        for name, lists in found.items()
    }
    return {
        "records": Recommendation.objects.exclude(text="").count(),
        "wanted": sum(min(FIRST, len(each.relevant)) for each in asked),
        "rankings": {
            name: {
                "ndcg": round(sum(scores[name]) / len(asked), 4),
                "misses": sum(misses(ids, each.relevant) for ids, each in zip(lists, asked, strict=True)),
            }
            for name, lists in found.items()
        },
        "questions": {
            each.text: {name: round(scores[name][place], 2) for name in rankings} for place, each in enumerate(asked)
        },
    }


if __name__ == "__main__":
    main()
