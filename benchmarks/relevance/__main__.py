"""``python -m benchmarks.relevance [--engine sqlite|postgres|elastic] [--json] [--each]``: what comes first.

Prints nDCG@10 and the misses of our search (what it finds, and what its page shows where nothing holds all words), of
plain FTS5 with English stems, and of ``icontains``, in one run over the same words. A miss is a record that must be
among the first ten and is not (where more than ten must be: each place of the ten that another record has).
"""

import argparse
import json
import math
import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.relevance.questions import Question

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
    print(f"{chosen.engine}, {measured['records']} records with official words")
    for part, scores in measured["parts"].items():
        print(f"{part} ({scores['questions']} questions)")
        for name, total in scores["rankings"].items():
            print(f"  {name:12} nDCG@10 {total['ndcg']:.3f}   misses {total['misses']:4} of {scores['wanted']}")
    if chosen.each:
        for text, scores in measured["questions"].items():
            print(f"{text:46}", "  ".join(f"{name} {score:.2f}" for name, score in scores.items()))


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
    """Return the scores of every ranking over each part of the questions."""
    from benchmarks.relevance.questions import questions
    from benchmarks.relevance.rankings import Plain, found, shown
    from recommendations.models import Recommendation

    plain = Plain()
    rankings = {"ours, found": found, "ours, shown": shown, "fts5 porter": plain.porter, "icontains": plain.icontains}
    asked = questions()
    lists = {each: {name: rank(each.text, each.language) for name, rank in rankings.items()} for each in asked}
    return {
        "records": Recommendation.objects.exclude(text="").count(),
        "parts": {
            part: _scores({each: lists[each] for each in asked if each.part == part})
            for part in dict.fromkeys(each.part for each in asked)
        },
        "questions": {
            each.text: {name: round(ndcg(ids, each.relevant), 2) for name, ids in lists[each].items()} for each in asked
        },
    }


def _scores(lists: "Mapping[Question, Mapping[str, list[int]]]") -> dict:
    rankings = next(iter(lists.values()))
    return {
        "questions": len(lists),
        "wanted": sum(min(FIRST, len(each.relevant)) for each in lists),
        "rankings": {
            name: {
                "ndcg": round(sum(ndcg(ids[name], each.relevant) for each, ids in lists.items()) / len(lists), 4),
                "misses": sum(misses(ids[name], each.relevant) for each, ids in lists.items()),
            }
            for name in rankings
        },
    }


if __name__ == "__main__":
    main()
