"""``python -m benchmarks.search --rows N --engine sqlite|postgres|elastic [--json]``: beside Datasette, in one run.

Both answer whole HTML pages over the same records with the same six facets, in turn, warm. Printed are medians in
milliseconds, the ratio with its gate, our page with all its facets beside it, page 400 against page 1, the queries of
a page, and whether eight people at once met an error.
"""

import argparse
import json
import math
import os
import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.search.database import FOLDER, environment, prepare, write_peer
from benchmarks.search.states import FACETS, GATES, STATES, State

QUERIES_AT_MOST = 12
PAGE_400_AT_MOST = 2.0
SMALL = 41_000
GROWTH_AT_MOST = 3.0
GROWING = ("S0", "S1", "S2", "S3")


Clock = Callable[[], float]


def median_ms(ask: Callable[[], object], times: int, clock: Clock = time.perf_counter) -> float:
    """Ask ``times`` times and return the median in milliseconds."""
    taken = []
    for _turn in range(times):
        start = clock()
        ask()
        taken.append((clock() - start) * 1000)
    return statistics.median(taken)


def main() -> None:
    """Prepare, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=41_000)
    parser.add_argument("--engine", choices=sorted(GATES), default="sqlite")
    parser.add_argument("--rounds", type=int, default=5, help="how often both are asked each search")
    parser.add_argument("--json", action="store_true", help="one object on stdout")
    chosen = parser.parse_args()
    prepare(chosen.engine, chosen.rows)
    # Django reads its settings at import, so the side modules come only now.
    os.environ.update(environment(chosen.engine, chosen.rows))
    measured = measure(chosen.engine, chosen.rows, chosen.rounds)
    remembered(chosen.engine, chosen.rows).write_text(json.dumps(measured))
    measured["growth"] = growth(measured, remembered(chosen.engine, SMALL))
    if chosen.json:
        print(json.dumps(measured, indent=1))
    else:
        show(measured)


def remembered(engine: str, rows: int) -> Path:
    """Return where the latest run over so many records is kept."""
    return FOLDER / f"measured-{engine}-{rows}.json"


def growth(measured: dict, small: Path) -> dict[str, float]:
    """Return how much longer each search takes than in the latest run over ``SMALL`` records; nothing without one."""
    if not small.exists():
        return {}
    before = json.loads(small.read_text())["states"]
    return {name: round(state["ours_ms"] / before[name]["ours_ms"], 2) for name, state in measured["states"].items()}


def measure(engine: str, rows: int, rounds: int) -> dict:
    """Return everything that is measured."""
    from benchmarks.search import sides

    ours = sides.our_site()
    path = FOLDER / f"peer-{rows}" / "peer.sqlite3"
    count = write_peer(path)
    peer = sides.datasette(path)
    states = {}
    for state in STATES:
        with sides.only_facets(FACETS):
            states[state.name] = beside(state, ours, peer, rounds)
        states[state.name]["all_facets_ms"] = round(warm(lambda at=state.ours: ours(at), rounds * 3), 2)  # type: ignore[misc]
    first, deep = ours_at(ours, "", rounds), ours_at(ours, "?page=400", rounds)
    return {
        "engine": engine,
        "rows": count,
        "states": states,
        "geometric_mean": round(math.exp(statistics.fmean(math.log(s["ratio"]) for s in states.values())), 1),
        "page_1_ms": first,
        "page_400_ms": deep,
        "queries": max(sides.queries_of(ours, state.ours) for state in STATES),
        "errors_of_eight_clients": sides.our_clients([state.ours for state in STATES], clients=8, times=12),
    }


def beside(state: State, ours: Callable[[str], str], peer: Callable[[str], str], rounds: int) -> dict:
    """Ask both in turn, after one warm page each, which must hold results and facets of as many records."""
    first, other = ours(state.ours), peer(state.peer)
    found = number_found(first), number_found(other)
    # We may find more: a search is widened by words of the field that mean the same.
    if found[0] < 0.8 * found[1] or found[1] < 1:
        raise SystemExit(f"{state.name}: we find {found[0]} and the peer {found[1]}; that is no fair comparison.")
    shown = {"rows": (first.count("<article"), other.count("<tr>") - 1), "facets": facets_shown(first, other)}
    if shown["rows"] != (min(25, found[0]), min(25, found[1])) or shown["facets"] != (len(FACETS), len(FACETS)):
        raise SystemExit(f"{state.name}: the pages do not show the same, ours and the peer's: {shown}.")
    mine: list[float] = []
    its: list[float] = []
    for _round in range(rounds):
        mine.append(median_ms(lambda: ours(state.ours), 3))
        its.append(median_ms(lambda: peer(state.peer), 1))
    ours_ms, peer_ms = statistics.median(mine), statistics.median(its)
    cpu = (
        median_ms(lambda: ours(state.ours), 5, time.process_time),
        median_ms(lambda: peer(state.peer), 1, time.process_time),
    )
    return {
        "found": found[0],
        "datasette_found": found[1],
        "ours_ms": round(ours_ms, 2),
        "datasette_ms": round(peer_ms, 2),
        "ratio": round(peer_ms / ours_ms, 1),
        # What this process computes, whatever else the machine does; a server's part is not in it.
        "ours_cpu_ms": round(cpu[0], 2),
        "datasette_cpu_ms": round(cpu[1], 2),
    }


def facets_shown(ours: str, peer: str) -> tuple[int, int]:
    """Count the facets that the two pages print."""
    return len(re.findall(r'data-facet="', ours)), len(re.findall(r'class="facet-info ', peer))


def warm(ask: Callable[[], object], times: int) -> float:
    """Ask once for nothing, then measure."""
    ask()
    return median_ms(ask, times)


def ours_at(ours: Callable[[str], str], query: str, rounds: int) -> float:
    """Return the median of one of our pages."""
    return round(warm(lambda: ours(f"/en/recommendations/{query}"), rounds * 3), 2)


def number_found(page: str) -> int:
    """Read the number of results off a page: ours says it in the heading of the results, Datasette in its own."""
    heading = re.search(r'<h2[^>]*id="results"[^>]*>(.*?)</h2>', page, re.DOTALL) or re.search(
        r"<h3>\s*(.*?) rows?\b", page, re.DOTALL
    )
    if heading is None:
        return -1
    digits = re.search(r"\d[\d,.]*", re.sub(r"<[^>]+>", "", heading[1]))
    return int(re.sub(r"\D", "", digits[0])) if digits else -1


def show(measured: dict) -> None:
    """Print for people."""
    engine, gates = measured["engine"], GATES[measured["engine"]]
    print(f"{engine}, {measured['rows']:,} records")
    head = f"{'':4}{'found':>9}{'peer':>9}{'ours ms':>10}{'peer ms':>10}{'times':>8}{'gate':>6}"
    print(f"{head}{'our cpu':>16}{'peer cpu':>9}  all facets")
    for name, state in measured["states"].items():
        verdict = "ok" if state["ratio"] >= gates[name] else "MISSED"
        found = f"{state['found']:>9}{state['datasette_found']:>9}"
        times = f"{state['ours_ms']:>10.1f}{state['datasette_ms']:>10.1f}{state['ratio']:>8.1f}"
        cpu = f"{state['ours_cpu_ms']:>8.1f}{state['datasette_cpu_ms']:>9.1f}"
        print(f"{name:4}{found}{times}{gates[name]:>6} {verdict:7}{cpu}{state['all_facets_ms']:>12.1f}")
    print(f"geometric mean {measured['geometric_mean']} (aim 60 on SQLite at 270,000)")
    if measured["growth"]:
        most = max(measured["growth"][name] for name in GROWING)
        verdict = "ok" if most <= GROWTH_AT_MOST else "MISSED"
        print(f"growth from {SMALL:,} records, S0 to S3 at most: {most:.2f} times {verdict}  {measured['growth']}")
    deep = measured["page_400_ms"] / measured["page_1_ms"]
    print(f"page 400 against page 1: {deep:.2f} times {'ok' if deep <= PAGE_400_AT_MOST else 'MISSED'}")
    print(f"queries a page: {measured['queries']} {'ok' if measured['queries'] <= QUERIES_AT_MOST else 'MISSED'}")
    wrong = measured["errors_of_eight_clients"]
    print(f"eight clients: {'no error' if not wrong else wrong[:5]}")


if __name__ == "__main__":
    main()
