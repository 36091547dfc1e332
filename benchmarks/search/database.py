"""The databases that are measured: ours with made-up records, and the peer's with the same ones."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[2]
# The settings of this very tree, whatever is installed.
sys.path.insert(0, str(ROOT / "site"))
FOLDER = ROOT / "var" / "benchmarks"
SEED = 1


def database_url(engine: str, rows: int | str) -> str:
    """Return where our records lie: a file of its own, or a database of its own on the server of the tests."""
    if engine != "postgres":
        return f"sqlite:///{FOLDER / f'search-{rows}.sqlite3'}"
    server = os.environ.get("TEST_POSTGRES_URL")
    if not server:
        raise SystemExit("--engine postgres needs TEST_POSTGRES_URL, such as ./dev services start prints.")
    return urlunsplit(urlsplit(server)._replace(path=f"/bench_search_{rows}"))


def environment(engine: str, rows: int | str) -> dict[str, str]:
    """Return the environment in which our site works on these records."""
    made = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
        "DATABASE_URL": database_url(engine, rows),
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }
    made.pop("ELASTICSEARCH_URL", None)
    if engine == "elastic":
        server = os.environ.get("TEST_ELASTICSEARCH_URL")
        if not server:
            raise SystemExit("--engine elastic needs TEST_ELASTICSEARCH_URL, such as ./dev services start prints.")
        made |= {"ELASTICSEARCH_URL": server, "ELASTICSEARCH_INDEX_PREFIX": f"bench-{rows}"}
    return made


def prepare(engine: str, rows: int) -> None:
    """Make our database with the demo's pages and ``rows`` made-up records, unless it is there; index them."""
    settings = environment(engine, rows)
    marker = FOLDER / f"ready-{'postgres' if engine == 'postgres' else 'sqlite'}-{rows}"
    FOLDER.mkdir(parents=True, exist_ok=True)
    if marker.exists():
        # What was made by an earlier version of the site.
        manage(settings, "migrate", "--verbosity", "0")
    else:
        create(engine, rows)
        manage(settings, "migrate", "--verbosity", "0")
        manage(settings, "load_demo")
        manage(settings, "generate_volume", str(rows), "--seed", str(SEED), "--among-real-records")
        manage(settings, "rebuild_search")
        marker.touch()
    if engine == "elastic":
        manage(settings, "rebuild_search")


def create(engine: str, rows: int | str) -> None:
    """Make an empty database in the place of one that may be there."""
    if engine == "postgres":
        import psycopg2

        connection = psycopg2.connect(os.environ["TEST_POSTGRES_URL"])
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS bench_search_{rows}")
            cursor.execute(f"CREATE DATABASE bench_search_{rows}")
        connection.close()
    else:
        for leftover in FOLDER.glob(f"search-{rows}.sqlite3*"):
            leftover.unlink()


def manage(settings: dict[str, str], *arguments: str) -> None:
    """Run a command of the site on these records."""
    print(f"    {' '.join(arguments)} …", file=sys.stderr, flush=True)
    subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments], env=settings, check=True, stdout=subprocess.DEVNULL
    )


def write_peer(path: Path) -> int:
    """Write the public records of Django's database into the peer's, as an afternoon's work would; return how many.

    One table with an index for each single-valued facet, full text over words, labels and citation with English stems.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    peer = sqlite3.connect(path)
    peer.executescript(
        """
        CREATE TABLE recommendations (
            id INTEGER PRIMARY KEY, slug TEXT, symbol TEXT, paragraph TEXT, mechanism TEXT, review TEXT, kind TEXT,
            position TEXT, year INTEGER, reach TEXT, theme TEXT, labels TEXT, state TEXT, summary TEXT, text TEXT
        );
        """
    )
    marks = ", ".join(["?"] * 15)
    peer.executemany(f"INSERT INTO recommendations VALUES ({marks})", _peer_rows())  # noqa: S608
    for column in ("mechanism", "review", "kind", "position", "year", "reach"):
        peer.execute(f"CREATE INDEX {column}_index ON recommendations ({column})")
    peer.executescript(
        """
        CREATE VIRTUAL TABLE recommendations_fts USING fts5(
            text, summary, labels, symbol, paragraph, content="recommendations", content_rowid="id", tokenize=porter
        );
        INSERT INTO recommendations_fts (recommendations_fts) VALUES ('rebuild');
        ANALYZE;
        """
    )
    peer.commit()
    (count,) = peer.execute("SELECT count(*) FROM recommendations").fetchone()
    peer.close()
    return int(count)


def _peer_rows() -> Iterable[tuple[object, ...]]:
    from recommendations.models import Recommendation, RecommendationTheme, RecommendingState

    themes: dict[int, list[tuple[str, str]]] = {}
    links = RecommendationTheme.objects.values_list("content_object", "tag__slug", "tag__name").iterator()
    for pk, slug, label in links:
        themes.setdefault(pk, []).append((slug, label))
    states: dict[int, list[str]] = {}
    for pk, iso3 in RecommendingState.objects.values_list("recommendation", "country__iso3").iterator():
        states.setdefault(pk, []).append(iso3)
    records = Recommendation.objects.public().of_home_country().order_by("pk")
    one = ("pk", "slug", "document__symbol", "paragraph", "review__mechanism__slug", "review__key", "kind", "position")
    columns = (*one, "review__year", "reach", "summary_en", "text")
    for pk, *columns_before, summary, text in records.values_list(*columns).iterator():
        carried = themes.get(pk, [])
        slugs, labels = json.dumps([slug for slug, _label in carried]), " | ".join(label for _slug, label in carried)
        yield (pk, *columns_before, slugs, labels, json.dumps(states.get(pk, [])), summary, text)
