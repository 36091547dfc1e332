"""``python -m benchmarks.ladder --rows N [--engine sqlite|postgres|elastic] [--profile S1]``: where a page's time goes.

Each step has everything of the one before: six GROUP BY in SQL, which is what counting would cost without a store; the
finder's answer (ids of the page, total, six facets); the answer with the rows fetched; the view without its template;
the whole page through the middleware. ``--profile`` prints the functions of the whole page that take most.
"""

import argparse
import cProfile
import os
import pstats
import statistics
import time
from collections.abc import Callable
from unittest.mock import patch

from benchmarks.search.database import environment, prepare
from benchmarks.search.states import FACETS, STATES, State

STEPS = ("six GROUP BY", "finder", "with rows", "view", "page")
SHOWN_FUNCTIONS = 45


def main() -> None:
    """Prepare, climb, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=41_000)
    parser.add_argument("--engine", choices=("sqlite", "postgres", "elastic"), default="sqlite")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--profile", choices=[state.name for state in STATES])
    chosen = parser.parse_args()
    prepare(chosen.engine, chosen.rows)
    os.environ.update(environment(chosen.engine, chosen.rows))
    from benchmarks.search import sides

    page = sides.our_site()
    if chosen.profile:
        state = next(each for each in STATES if each.name == chosen.profile)
        show_profile(lambda: page(state.ours))
        return
    print(f"{chosen.engine}, {chosen.rows:,} rows, medians in ms; times in brackets are the processor's")
    print(f"{'':4}" + "".join(f"{step:>20}" for step in STEPS))
    with sides.only_facets(FACETS):
        for state in STATES:
            measured = [median_ms(step, chosen.rounds) for step in steps(state, page)]
            print(f"{state.name:4}" + "".join(f"{f'{wall:.1f} ({cpu:.1f})':>20}" for wall, cpu in measured))


def steps(state: State, page: Callable[[str], str]) -> list[Callable[[], object]]:
    """Return the steps of one state, from the bottom up."""
    from django.http import HttpResponse, QueryDict

    from search.finding import finder
    from search.results import Results
    from search.selection import Selection

    query = state.ours.partition("?")[2]

    def selection() -> Selection:
        return Selection.parse(QueryDict(query))

    def view() -> object:
        with patch("search.views.recommendations.render", lambda *_args, **_more: HttpResponse()):
            return page(state.ours)

    return [
        lambda: grouped_in_sql(selection()),
        lambda: finder().answer(selection(), FACETS),
        lambda: Results(selection(), FACETS).rows,
        view,
        lambda: page(state.ours),
    ]


def grouped_in_sql(selection: object) -> None:
    """Count the six facets in the database, among the ids that the words find, ignoring no filter."""
    from django.db.models import Count

    from recommendations.models import Recommendation, RecommendationTheme
    from search.engines.text import database_text_engine
    from search.query import parse_query
    from search.selection import Selection

    assert isinstance(selection, Selection)
    records = Recommendation.objects.public().of_home_country().order_by()
    if selection.theme:
        records = records.filter(themes__slug__in=selection.theme)
    if selection.position:
        records = records.filter(position__in=selection.position)
    ids = database_text_engine().ids(parse_query(selection.q)) if selection.q else None
    for column in ("review__mechanism__slug", "review__key", "kind", "position", "review__year"):
        list(records.values_list(column).annotate(Count("pk")))
    list(RecommendationTheme.objects.filter(content_object__in=records).values_list("tag").annotate(Count("pk")))
    assert ids is None or len(ids) >= 0


def median_ms(ask: Callable[[], object], times: int) -> tuple[float, float]:
    """Ask once for nothing, then ``times`` times; return the medians of wall and processor time."""
    ask()
    wall, processor = [], []
    for _turn in range(times):
        start, start_cpu = time.perf_counter(), time.process_time()
        ask()
        wall.append((time.perf_counter() - start) * 1000)
        processor.append((time.process_time() - start_cpu) * 1000)
    return statistics.median(wall), statistics.median(processor)


def show_profile(ask: Callable[[], object]) -> None:
    """Print where the time of one warm page goes, by functions with what they call, then by themselves."""
    ask()
    profile = cProfile.Profile()
    profile.enable()
    for _turn in range(5):
        ask()
    profile.disable()
    figures = pstats.Stats(profile)
    figures.sort_stats("cumulative").print_stats(SHOWN_FUNCTIONS)
    figures.sort_stats("tottime").print_stats(SHOWN_FUNCTIONS)


if __name__ == "__main__":
    main()
