"""What every test shares: Hypothesis profiles, and the servers ./dev test passes on in the environment."""

import os
from collections.abc import Iterator

import pytest
from django.utils import translation
from hypothesis import HealthCheck, settings

# "ci" is what ./dev test runs, "soak" the long version of ./dev soak, "quick" for a developer's own loop.
PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("quick", max_examples=50, **PATIENT)
# On the CI machine the examples are the same each time, so that a change is judged by what it changes.
settings.register_profile("ci", max_examples=500, derandomize=os.environ.get("CI") == "true", **PATIENT)
settings.register_profile("soak", max_examples=20_000, **PATIENT)
SOAK = os.environ.get("SOAK") == "1"
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "soak" if SOAK else "ci"))

SERVERS = {"elasticsearch": "TEST_ELASTICSEARCH_URL", "browser": "CHROMIUM_PATH"}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose server is not here, with the reason; in CI, where nothing may be left out, fail it."""
    reason = missing_for(item)
    if reason and os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    if reason:
        pytest.skip(reason)


def missing_for(item: pytest.Item) -> str:
    """Return why a test cannot run here, "" where it can."""
    from django.db import connection

    for marker, variable in SERVERS.items():
        if item.get_closest_marker(marker) and not os.environ.get(variable):
            return f"needs {variable}; ./dev test sets it where the server is at hand"
    if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
        return "needs PostgreSQL; ./dev test runs it there"
    if item.get_closest_marker("sqlite") and connection.vendor != "sqlite":
        return "is about SQLite; ./dev test runs it there"
    return ""


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Begin in English: a page asked for in Spanish leaves that language to whatever runs next in the thread."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def soak() -> bool:
    """Whether the long version of a test is wanted (./dev soak)."""
    return SOAK
