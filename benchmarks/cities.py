"""How the pages of a city hold when there are many cities: 200 with 500 recommendations and five entries on each.

    DATABASE_URL=postgres://user@host/bench_cities python benchmarks/cities.py [--cities 200] [--runs 15]

The database is dropped and made anew; its name has to begin with "bench". A copy beside it ("…_few") keeps the first
two cities. Both are measured in turns, each time by a process of its own, so that other work on the machine disturbs
both alike. Gates: every page within 15 queries, its frame included, and at most 1.5 times its time with two cities;
the history export of a ten times longer history takes at most 1.5 times the memory.
"""

import argparse
import datetime
import json
import os
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django  # noqa: E402 - the path and the settings come first
import psycopg2  # noqa: E402 - stands with Django

if TYPE_CHECKING:
    from django.db.models import Model

Fetch = Callable[[], Any]
"""Fetches a page and returns the answer."""

FIRST_CITIES = 2
RECOMMENDATIONS = 500
ENTRIES = 5
ACTIONS = 40
THEMES = 30
ROUNDS = 3
QUERY_GATE = 15
TIME_GATE = 1.5
MEMORY_GATE = 1.5
MEMBER = "bench-member"
KINDS = ("local_government", "community")
STATUSES = ("no_information", "no_action", "limited_progress", "substantial_progress", "implemented", "regressed")


@dataclass(frozen=True)
class Measured:
    """One page: how many queries, and the shortest of its times in milliseconds, which other work disturbs least."""

    queries: int
    milliseconds: float


def make_database(url: str, copy_of: str = "") -> None:
    """Drop the database and make it anew: empty, or as a copy of another to which nobody is connected."""
    parts = urlsplit(url)
    name = parts.path.strip("/")
    if not name.startswith("bench"):
        raise SystemExit("The database is dropped first, so its name has to begin with “bench”.")
    server = psycopg2.connect(
        host=parts.hostname, port=parts.port, user=parts.username, password=parts.password, dbname="postgres"
    )
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{copy_of}"' if copy_of else ""))
    server.close()


def first_cities() -> None:
    """Write the recommendations, and the first cities entry by entry through the models."""
    from django.contrib.auth import get_user_model

    from cities.models import Membership
    from mechanisms.models import Country, Mechanism, Review
    from recommendations.models import Recommendation, RecommendationTheme, Theme

    review = Review.objects.create(
        key="bench-upr",
        mechanism=Mechanism.objects.get(slug="upr"),
        country=Country.objects.home(),
        year=2030,
        state="completed",
        record="complete",
        held_on=datetime.date(2024, 6, 1),
    )
    records = Recommendation.objects.bulk_create(
        Recommendation(
            slug=f"bench-{number}",
            review=review,
            paragraph=str(number + 1),
            paragraph_order=f"{number:06}",
            reach="local_can_act",
            summary_en=f"Do what paragraph {number + 1} asks.",
        )
        for number in range(RECOMMENDATIONS)
    )
    themes = list(Theme.objects.order_by("name")[:THEMES])
    RecommendationTheme.objects.bulk_create(
        RecommendationTheme(content_object=record, tag=themes[(number * step) % THEMES])
        for number, record in enumerate(records)
        for step in ((1, 7) if (number * 6) % THEMES else (1,))
    )
    for number in range(FIRST_CITIES):
        office = write_city(number, records)
        if not number:
            user = get_user_model().objects.create_user(MEMBER, email="bench@example.org", password=MEMBER)
            Membership.objects.create(user=user, assessor=office, role="coordinator")


def write_city(number: int, records: list) -> Any:
    """Write one city: an office and a coalition, their entries with evidence, actions. Returns the office."""
    from cities.models import ActionContribution, CityAction, Evidence, ProgressUpdate

    office, coalition = new_city(number)
    noon = datetime.datetime(2024, 1, 1, 12, tzinfo=datetime.UTC)
    updates = ProgressUpdate.objects.bulk_create(
        ProgressUpdate(
            # Three of five entries are the city's, two the community's.
            assessor=coalition if turn % 2 else office,
            recommendation=record,
            status=STATUSES[(place + turn * 2) % len(STATUSES)],
            as_of=datetime.date(2024, 1, 1) + datetime.timedelta(days=150 * turn + place % 90),
            published_at=noon + datetime.timedelta(days=160 * turn + place % 90, seconds=place),
            state="published",
            note_en="What happened, in one or two sentences of usual length, as people write them.",
            where_looked_en="Council minutes",
        )
        for place, record in enumerate(records)
        for turn in range(ENTRIES)
    )
    Evidence.objects.bulk_create(
        Evidence(update=update, title=f"Report {place}", url="https://example.org/report", shows_effect=place % 3 == 0)
        for place, update in enumerate(updates)
        if place % 4 == 0
    )
    actions = CityAction.objects.bulk_create(
        CityAction(
            city=office.city,
            slug=f"action-{place}",
            title_en=f"Action {place}",
            kind="ordinance",
            starts_on=datetime.date(2024, 1, 1) + datetime.timedelta(days=place),
        )
        for place in range(ACTIONS)
    )
    ActionContribution.objects.bulk_create(
        ActionContribution(action=action, recommendation=records[(place * 11 + step) % len(records)])
        for place, action in enumerate(actions)
        for step in range(5)
    )
    return office


def new_city(number: int) -> tuple:
    """Make a city with its two assessors: the office, then the coalition."""
    from cities.models import Assessor, City
    from mechanisms.models import Country

    city = City.objects.create(
        slug=f"bench-{number}", name=f"Bench {number:03}", state="PA", country=Country.objects.home()
    )
    verified = datetime.date(2024, 1, 1)
    return tuple(
        Assessor.objects.create(
            slug=f"{kind}-{number}", name=f"{kind} {number}", kind=kind, city=city, verified_on=verified
        )
        for kind in KINDS
    )


def copy_cities(numbers: range) -> None:
    """Write more cities as copies of the first, each table by one statement in the database."""
    from cities.models import Assessor, CityAction, Evidence, ProgressUpdate

    originals = [Assessor.objects.get(slug=f"{kind}-0") for kind in KINDS]
    assessors, cities = [], []
    for number in numbers:
        copies = new_city(number)
        assessors += [(original.pk, copy.pk) for original, copy in zip(originals, copies, strict=True)]
        cities.append((originals[0].city_id, copies[0].city_id))
    copy_rows(ProgressUpdate, "assessor_id", assessors)
    run("ANALYZE cities_progressupdate")
    copy_rows(CityAction, "city_id", cities)
    # Evidence goes to the copied entry: the one on the same recommendation, published at the same moment.
    columns, read = columns_of(Evidence, "update_id"), columns_of(Evidence, "update_id", "cities_evidence")
    run(
        f"INSERT INTO cities_evidence (update_id, {columns}) SELECT mine.id, {read} FROM pairs "  # noqa: S608 - names of our own models
        "JOIN cities_progressupdate theirs ON theirs.assessor_id = pairs.old "
        "JOIN cities_evidence ON cities_evidence.update_id = theirs.id "
        "JOIN cities_progressupdate mine ON mine.assessor_id = pairs.new "
        "AND mine.recommendation_id = theirs.recommendation_id AND mine.published_at = theirs.published_at",
        pairs=assessors,
    )


def copy_rows(model: "type[Model]", column: str, pairs: list[tuple[int, int]]) -> None:
    """Copy rows of a model: for each pair, all whose ``column`` is the first number, with the second in its place."""
    table, columns = model._meta.db_table, columns_of(model, column)
    run(
        f"INSERT INTO {table} ({column}, {columns}) "  # noqa: S608 - names of our own models
        f"SELECT pairs.new, {columns} FROM pairs JOIN {table} ON {table}.{column} = pairs.old",
        pairs=pairs,
    )


def columns_of(model: "type[Model]", but: str, table: str = "") -> str:
    """Return the columns of a model, without its id and ``but``."""
    names = [field.column for field in model._meta.concrete_fields]
    prefix = f"{table}." if table else ""
    return ", ".join(f'{prefix}"{name}"' for name in names if name not in ("id", but))


def derive_all() -> None:
    """Derive every current word in one statement, and let check_progress say whether it is right."""
    from django.core.management import call_command

    run("DELETE FROM cities_implementation")
    run(
        "INSERT INTO cities_implementation "
        "(city_id, recommendation_id, assessor_id, current_id, status, confidence, as_of) "
        "SELECT DISTINCT ON (u.assessor_id, u.recommendation_id) "
        "a.city_id, u.recommendation_id, u.assessor_id, u.id, u.status, u.confidence, u.as_of "
        "FROM cities_progressupdate u JOIN cities_assessor a ON a.id = u.assessor_id WHERE u.state = 'published' "
        "ORDER BY u.assessor_id, u.recommendation_id, u.as_of DESC, u.published_at DESC, u.id DESC"
    )
    run("ANALYZE")
    call_command("check_progress")


def run(sql: str, parameters: list | None = None, pairs: list[tuple[int, int]] | None = None) -> None:
    """Run one statement; ``pairs`` are rows of a table of that name with columns ``old`` and ``new``."""
    from django.db import connection

    with connection.cursor() as cursor:
        if pairs is not None:
            cursor.execute("DROP TABLE IF EXISTS pairs")
            cursor.execute("CREATE TEMPORARY TABLE pairs (old bigint, new bigint)")
            cursor.executemany("INSERT INTO pairs VALUES (%s, %s)", pairs)
            cursor.execute("ANALYZE pairs")
        cursor.execute(sql, parameters or [])


def pages() -> dict[str, Fetch]:
    """Return what is measured: the pages by name, each a call that fetches it."""
    from django.contrib.auth import get_user_model
    from django.test import Client
    from django.urls import reverse

    visitor, member = Client(), Client()
    member.force_login(get_user_model().objects.get(username=MEMBER))
    return {
        "city page": lambda: visitor.get("/en/cities/bench-0/"),
        "report card": lambda: visitor.get("/en/cities/bench-0/progress/"),
        "report card, a year ago": lambda: visitor.get("/en/cities/bench-0/progress/?known_on=2025-06-30"),
        "my city": lambda: member.get(reverse("my-city:index")),
    }


def measure(fetch: Fetch, runs: int) -> Measured:
    """Fetch a page again and again, warm."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(3):
        assert fetch().status_code == 200
    with CaptureQueriesContext(connection) as captured:
        fetch()
    # Counted now: the next request empties the log.
    queries = len(captured)
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        fetch()
        times.append(1000 * (time.perf_counter() - start))
    return Measured(queries, min(times))


def measure_there(url: str, runs: int) -> dict[str, Measured]:
    """Measure every page on another database, in a process of its own."""
    command = [sys.executable, __file__, "--measure-only", f"--runs={runs}"]
    told = subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=True, capture_output=True, text=True)
    return {name: Measured(*each) for name, each in json.loads(told.stdout.splitlines()[-1]).items()}


def in_turns(few: str, many: str, runs: int) -> list[tuple[str, Measured, Measured]]:
    """Measure both databases in turns: for each page the best with few cities, and the best with many."""
    rounds = [(measure_there(few, runs), measure_there(many, runs)) for _ in range(ROUNDS)]

    def best(name: str, side: int) -> Measured:
        return min((each[side][name] for each in rounds), key=lambda measured: measured.milliseconds)

    return [(name, best(name, 0), best(name, 1)) for name in rounds[0][0]]


def export_memory() -> float:
    """Return the most memory the export of the first city's history takes, in bytes, read line by line."""
    from django.test import Client

    # Warm: what a process loads once is not the export's.
    Client().get("/en/cities/bench-0/progress.csv").close()
    tracemalloc.start()
    lines = 0
    answer: Any = Client().get("/en/cities/bench-0/progress.csv")
    for piece in answer.streaming_content:
        lines += piece.count(b"\n")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"history export: {lines} lines, at most {peak / 1024 / 1024:.1f} MB")
    return peak


def lengthen_history() -> None:
    """Make the first city's history ten times as long."""
    from cities.models import Assessor, ProgressUpdate

    for kind in KINDS:
        assessor = Assessor.objects.get(slug=f"{kind}-0").pk
        columns = columns_of(ProgressUpdate, "assessor_id")
        run(
            f"INSERT INTO cities_progressupdate (assessor_id, {columns}) "  # noqa: S608 - names of our own models
            f"SELECT assessor_id, {columns} FROM cities_progressupdate, generate_series(1, 9) WHERE assessor_id = %s",
            [assessor],
        )


def main() -> None:
    """Build, measure, print, and fail where a gate is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cities", type=int, default=200)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--measure-only", action="store_true", help="measure the database as it is, and print JSON")
    options = parser.parse_args()
    if options.measure_only:
        django.setup()
        measured = {name: measure(fetch, options.runs) for name, fetch in pages().items()}
        print(json.dumps({name: [each.queries, each.milliseconds] for name, each in measured.items()}))
        return
    many = os.environ["DATABASE_URL"]
    few = f"{many}_few"
    make_database(many)
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from cities.models import ProgressUpdate

    call_command("migrate", verbosity=0)
    first_cities()
    derive_all()
    connection.close()
    make_database(few, copy_of=connection.settings_dict["NAME"])
    copy_cities(range(FIRST_CITIES, options.cities))
    derive_all()
    print(f"{options.cities} cities, {ProgressUpdate.objects.count()} entries")
    missed = []
    for name, with_few, with_many in in_turns(few, many, options.runs):
        ratio = with_many.milliseconds / with_few.milliseconds
        print(
            f"{name}: {with_many.queries} queries, {with_few.milliseconds:.0f} ms with {FIRST_CITIES} cities, "
            f"{with_many.milliseconds:.0f} ms with {options.cities} ({ratio:.2f} times)"
        )
        if with_many.queries > QUERY_GATE or ratio > TIME_GATE:
            missed.append(name)
    short = export_memory()
    lengthen_history()
    if export_memory() > MEMORY_GATE * short:
        missed.append("history export")
    if missed:
        raise SystemExit(f"Missed: {', '.join(missed)}")
    print("Every gate is kept.")


if __name__ == "__main__":
    main()
