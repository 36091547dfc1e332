"""What an ordinary page of the editors costs beside the same blocks with nothing around them.

    python benchmarks/pages.py [--runs 41]

Both are served in turn, four levels deep, by the whole stack, for a visitor who is not signed in, from a database of
its own in memory. Gates: at most 22 queries, and at most 1.6 times the server time of the bare page in the same run.
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
os.environ.pop("DATABASE_URL", None)

import django  # noqa: E402 - the path and the settings come first

QUERY_GATE = 22
TIME_GATE = 1.6
PARAGRAPH = "<p>A city can act on what the UN asked: it can pass an <b>ordinance</b>, fund an office, report on it.</p>"


def block(kind: str, value: object) -> dict[str, object]:
    """Return a block as a stream stores it."""
    return {"type": kind, "value": value, "id": str(uuid4())}


def entry(**value: object) -> dict[str, object]:
    """Return an entry of a list block as a stream stores it."""
    return block("item", value)


def make_page() -> Any:
    """Make a site with pages in the menu and a page of usual length four levels deep; the page."""
    from wagtail.models import Locale, Page, Site

    from home.models import HomePage, SectionPage, StandardPage

    english, _made = Locale.objects.get_or_create(language_code="en")
    home = Page.get_first_root_node().add_child(instance=HomePage(title="Front", slug="front", locale=english))
    Site.objects.update(root_page=home)
    for number in range(6):
        home.add_child(instance=StandardPage(title=f"Page {number}", slug=f"page-{number}", show_in_menus=number < 3))
    home.refresh_from_db()
    section = home.add_child(instance=SectionPage(title="Section", slug="section"))
    inner = section.add_child(instance=SectionPage(title="Inner", slug="inner"))
    body = [
        block("text", PARAGRAPH * 4),
        block("heading", {"text": "What cities can do", "anchor": "cities"}),
        block("text", PARAGRAPH * 4),
        block("callout", {"kind": "note", "title": "Dates move", "text": PARAGRAPH}),
        block("steps", [entry(title=f"Step {number}", text=PARAGRAPH) for number in range(4)]),
        block("accordion", [entry(title=f"Question {number}", text=PARAGRAPH) for number in range(4)]),
        block("quote", {"text": "We ask to be heard.", "source": "A hearing", "url": ""}),
        block("text", PARAGRAPH * 4),
    ]
    page = inner.add_child(instance=StandardPage(title="An ordinary page", slug="ordinary", lead=PARAGRAPH, body=body))
    page.save_revision().publish()
    return page


def measure(url: str, runs: int) -> tuple[float, float, int, int]:
    """Return the median milliseconds of the ordinary and of the bare page, and the queries of each, served in turn."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from home.models import StandardPage

    client = Client()
    times: dict[str, list[float]] = {"ordinary": [], "bare": []}
    queries: dict[str, int] = {}
    templates = {"ordinary": StandardPage.template, "bare": "bare_page.html"}
    for run in range(runs + 3):
        for name, template in templates.items():
            StandardPage.template = template
            with CaptureQueriesContext(connection) as counted:
                started = time.perf_counter()
                response = client.get(url)
                spent = time.perf_counter() - started
            if response.status_code != 200:
                raise SystemExit(f"{url} answered {response.status_code}")
            queries[name] = len(counted)
            if run >= 3:
                times[name].append(spent * 1000)
    StandardPage.template = templates["ordinary"]
    ordinary, bare = (statistics.median(times[name]) for name in templates)
    return ordinary, bare, queries["ordinary"], queries["bare"]


def main() -> None:
    """Make the pages, serve them, print what they cost, and fail where a gate is passed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=41)
    runs = parser.parse_args().runs
    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_test_environment

    templates: dict[str, Any] = settings.TEMPLATES[0]
    templates["DIRS"].append(ROOT / "benchmarks" / "templates")
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    page = make_page()
    ordinary, bare, ordinary_queries, bare_queries = measure(page.get_url(), runs)
    print(f"ordinary page: {ordinary:.1f} ms, {ordinary_queries} queries (gate {QUERY_GATE})")
    print(f"bare page:     {bare:.1f} ms, {bare_queries} queries")
    print(f"ratio:         {ordinary / bare:.2f} (gate {TIME_GATE})")
    if ordinary_queries > QUERY_GATE or ordinary > bare * TIME_GATE:
        raise SystemExit("A gate is passed.")


if __name__ == "__main__":
    main()
