"""What the facet store costs: how long it loads, how much memory it takes, how quick a search is, and a first request.

    DATABASE_URL=sqlite:////tmp/volume.sqlite3 python benchmarks/store.py [--seconds N]

It measures whatever database it is given (``manage.py generate_volume`` makes a large one) and writes into it: a second
process publishes twenty progress entries a second meanwhile. So give it a database that is made for measuring.
Targets at 270,000 records: first request after a start at most 1.5 s, at most 150 MB for the store, a search with
writers at most half as slow again.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
for folder in (ROOT / "site", ROOT):
    sys.path.insert(0, str(folder))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")

UPDATES_A_SECOND = 20
MEGABYTE = 1024 * 1024
SEARCHES = {
    "no filter": "",
    "one theme": "theme=housing",
    "theme and status": "theme=housing&status=no_action",
    "words of 1.6 %": 'q="racial discrimination"',
    "words of 42 %": "q=rights",
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the facet store.")
    parser.add_argument("--seconds", type=int, default=10, help="how long each search is repeated (default 10)")
    parser.add_argument("--write", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--first", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    import django

    django.setup()
    if options.write:
        write()
    elif options.first:
        first_request()
    else:
        subprocess.run([sys.executable, __file__, "--first"], check=True)
        measure(options.seconds)


def measure(seconds: int) -> None:
    """Load the store, then search alone and beside a writer."""
    from cities.models import ProgressUpdate
    from search.store import current_store
    from search.store.keeper import keeper

    before = megabytes()
    took = timed(current_store)
    store = current_store()
    print(f"{len(store.public):,} records")
    print(f"first load        {took:8.2f} s (target 1.5)")
    print(f"memory            {megabytes() - before:8.0f} MB more (target 150)")
    keeper.forget()
    print(f"load again        {timed(current_store):8.2f} s")
    print(f"memory            {megabytes() - before:8.0f} MB more")
    quiet = {name: median_search(query, seconds) for name, query in SEARCHES.items()}
    entries, started = ProgressUpdate.objects.count(), time.monotonic()
    writer = subprocess.Popen([sys.executable, __file__, "--write"])
    try:
        busy = {name: median_search(query, seconds) for name, query in SEARCHES.items()}
        stopped = writer.poll()
    finally:
        writer.terminate()
        writer.wait()
    if stopped is not None:
        raise SystemExit("The writer stopped before its time; what it says stands above.")
    entries = ProgressUpdate.objects.count() - entries
    print(f"{entries:,} entries published, {entries / (time.monotonic() - started):.1f} a second")
    print(f"{'median of a search':24} {'alone':>9} {'writers':>9} {'ratio':>6}  (target 1.5)")
    for name in SEARCHES:
        ratio = busy[name] / quiet[name]
        print(f"{name:24} {quiet[name]:6.2f} ms {busy[name]:6.2f} ms {ratio:6.2f}")


def first_request() -> None:
    """Start as the web server does, and ask for the search page: once in a process that has answered nothing yet."""
    from django.test import Client

    from config.wsgi import application

    assert application, "the web server's entry point was read"
    client, started = Client(), megabytes()
    took = [timed(lambda: client.get("/en/recommendations/")) for _request in range(2)]
    print(f"first request     {took[0]:8.2f} s (target 1.5); the next {took[1]:.3f} s")
    print(f"memory            {megabytes() - started:8.0f} MB more")


def median_search(query: str, seconds: int) -> float:
    """Return the median of milliseconds that total, page and all facets of a search take."""
    from django.http import QueryDict

    from search.facets import facet_names
    from search.finding import finder
    from search.selection import Selection

    selection = Selection.parse(QueryDict(query))
    facets, taken, end = facet_names(selection), [], time.monotonic() + seconds
    while time.monotonic() < end:
        taken.append(1000 * timed(lambda: finder().answer(selection, facets)))
        time.sleep(0.005)
    return statistics.median(taken)


def write() -> None:
    """Publish progress, so many entries a second, until told to stop."""
    from itertools import cycle

    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from cities import progress
    from cities.models import Assessor, City, Membership, ProgressUpdate
    from mechanisms.models import Country
    from recommendations.models import Recommendation

    country = Country.objects.home()
    city, _made = City.objects.get_or_create(
        slug="measured-city", defaults={"name": "Measured City", "state": "PA", "country": country}
    )
    assessor, _made = Assessor.objects.get_or_create(
        slug="measured-office",
        defaults={
            "name": "Measured Office",
            "kind": Assessor.Kind.LOCAL_GOVERNMENT,
            "city": city,
            "verified_on": timezone.localdate(),
        },
    )
    user, _made = get_user_model().objects.get_or_create(username="measuring")
    if not user.memberships.filter(assessor=assessor).exists():
        Membership.objects.create(user=user, assessor=assessor, role=Membership.Role.COORDINATOR)
    asked = Recommendation.objects.public().filter(kind="recommendation", review__country=country)
    for record in cycle(list(asked[:1000])):
        started = time.monotonic()
        entry = ProgressUpdate(
            assessor=assessor,
            recommendation=record,
            status=ProgressUpdate.Status.NO_ACTION,
            as_of=timezone.localdate(),
            where_looked_en="Council minutes",
        )
        progress.publish(progress.submit(entry, user=user), user=user)
        time.sleep(max(0.0, 1 / UPDATES_A_SECOND - (time.monotonic() - started)))


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that a call takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def megabytes() -> float:
    """Return how much memory this process has now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE


if __name__ == "__main__":
    main()
