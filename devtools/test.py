"""`./dev test` and `./dev soak`: the suites, each on the servers it needs, and what was left out."""

import os
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from devtools import services
from devtools.console import say, seconds_since
from devtools.environment import ensure
from devtools.processes import ROOT, run_visibly

REPORTS = ROOT / "var" / "test-reports"
NOTHING_COLLECTED = 5
SERVER_VARIABLES = ("DATABASE_URL", "TEST_POSTGRES_URL", "TEST_ELASTICSEARCH_URL", "ELASTICSEARCH_URL", "CHROMIUM_PATH")


@dataclass(frozen=True)
class Suite:
    """One run of pytest: which tests, with which environment, in how many processes."""

    name: str
    marks: str
    environment: Mapping[str, str]
    processes: int = 2


@dataclass(frozen=True)
class Outcome:
    """How a suite ended: its exit code and its counts."""

    suite: str
    code: int
    passed: int
    failed: int
    skipped: int
    took: str


def test(arguments: list[str], *, everything: bool, soak: bool = False) -> int:
    """Run every suite whose servers are at hand and return 1 where a test failed, else 0.

    ``everything`` installs and starts the servers; then, and in CI (CI=true), a suite left out is a failure.
    ``arguments`` go to pytest.
    """
    python = ensure(development=True)
    run_visibly([python, "-m", "devtools.translations", "compile"])
    if everything:
        services.install_missing()
    must_be_complete = everything or os.environ.get("CI") == "true"
    with ExitStack() as stack:
        suites, left_out = plan(stack)
        for line in left_out:
            say(line)
        outcomes = [run_suite(python, suite, arguments, soak=soak) for suite in suites]
    return report(outcomes, left_out, must_be_complete=must_be_complete, chosen=bool(arguments))


def soak(arguments: list[str]) -> int:
    """Run every suite with the long versions of its tests: more examples, more kills, each page by axe."""
    return test(arguments, everything=True, soak=True)


def plan(stack: ExitStack) -> tuple[list[Suite], list[str]]:
    """Return the suites whose servers are at hand (started ones end with ``stack``) and a line for each left out."""
    left_out = []
    elsewhere = "not browser and not elasticsearch"
    suites = [Suite("SQLite", f"{elsewhere} and not postgres", {})]
    url, why = services.obtain("postgres", stack)
    if url:
        suites.append(
            Suite("PostgreSQL", f"{elsewhere} and not sqlite", {"DATABASE_URL": url, "TEST_POSTGRES_URL": url})
        )
    else:
        left_out.append(f"Left out: the suite on PostgreSQL; {why}.")
    url, why = services.obtain("elasticsearch", stack)
    if url:
        suites.append(Suite("Elasticsearch", "elasticsearch and not browser", {"TEST_ELASTICSEARCH_URL": url}, 0))
    else:
        left_out.append(f"Left out: the tests on Elasticsearch; {why}.")
    browser = services.chromium()
    if browser:
        # The browser's driver keeps an event loop in the test's thread, which Django would take for asynchronous code.
        suites.append(Suite("Browser", "browser", {"CHROMIUM_PATH": browser, "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}, 0))
    else:
        left_out.append("Left out: the tests in a browser; Chromium is not installed.")
    return suites, left_out


def run_suite(python: Path, suite: Suite, arguments: list[str], *, soak: bool) -> Outcome:
    """Run one suite and return how it ended."""
    say(f"\n== {suite.name} ==")
    start = time.monotonic()
    REPORTS.mkdir(parents=True, exist_ok=True)
    file = REPORTS / f"{suite.name.lower()}.xml"
    file.unlink(missing_ok=True)
    command: list[str | Path] = [python, "-m", "pytest", "-q", "-m", suite.marks, "--durations=5", f"--junitxml={file}"]
    if suite.processes:
        command += ["-n", str(suite.processes)]
    kept = {name: value for name, value in os.environ.items() if name not in SERVER_VARIABLES}
    code = run_visibly([*command, *arguments], only={**kept, **suite.environment, **({"SOAK": "1"} if soak else {})})
    return Outcome(suite.name, code, *counts(file), seconds_since(start))


def counts(file: Path) -> tuple[int, int, int]:
    """Return how many tests passed, failed and were skipped, from pytest's report (none where it wrote none)."""
    if not file.exists():
        return 0, 0, 0
    suites = list(ElementTree.parse(file).getroot().iter("testsuite"))  # noqa: S314 - pytest wrote it just now
    total, failures, errors, skipped = (
        sum(int(suite.get(name, "0")) for suite in suites) for name in ("tests", "failures", "errors", "skipped")
    )
    return max(total - failures - errors - skipped, 0), failures + errors, skipped


def report(outcomes: list[Outcome], left_out: list[str], *, must_be_complete: bool, chosen: bool) -> int:
    """Print a line a suite and one in all; return the exit code.

    A suite without tests is a mistake, unless the person ``chosen`` tests that lie elsewhere.
    """
    say()
    codes = [0 if outcome.code == NOTHING_COLLECTED and chosen else outcome.code for outcome in outcomes]
    for outcome, code in zip(outcomes, codes, strict=True):
        verdict = "ok" if not code else "no tests" if code == NOTHING_COLLECTED else "FAILED"
        numbers = f"{outcome.passed} passed, {outcome.failed} failed, {outcome.skipped} skipped"
        say(f"{outcome.suite:<14} {verdict:<8} {numbers} in {outcome.took}")
    for line in left_out:
        say(line)
    incomplete = bool(left_out) and must_be_complete
    if incomplete:
        say("A suite was left out where all of them must run.")
    passed, failed, skipped = (
        sum(getattr(outcome, name) for outcome in outcomes) for name in ("passed", "failed", "skipped")
    )
    failed = failed or sum(1 for code in codes if code)
    say(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if any(codes) or incomplete else 0
