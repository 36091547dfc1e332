"""An import killed at any moment leaves everything or nothing, and the next one completes."""

import json
import random
import subprocess
import time
from pathlib import Path

import pytest

from tests.database_copy import DatabaseCopies, DatabaseCopy
from tests.recommendations.importers.importing import write_csv

pytestmark = pytest.mark.slow

ROWS = 4000
TABLES = (
    "recommendations_recommendation",
    "recommendations_recommendationtheme",
    "recommendations_recommendation_groups",
    "recommendations_recommendingstate",
    "recommendations_recommendationsource",
    "recommendations_importbatch",
    "recommendations_importchange",
    "recommendations_unresolvedlabel",
    "mechanisms_review",
    "mechanisms_document",
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that touches every table an import writes."""
    rows = [
        {
            "mechanism": "CEDAW",
            "country": ("Chile", "Norway", "Kenya")[number % 3],
            "document_symbol": f"CEDAW/C/TEST/{number % 30}",
            "paragraph": str(number),
            "kind": ("concern", "recommendation")[number % 2],
            "text": f"Paragraph {number} asks for homes, clean water and votes for all. " * 6,
            "recommending_states": "France; Japan",
            "themes": "Right to education | Right to adequate housing | Weather on the moon",
            "affected_persons": "Children | Women & girls",
        }
        for number in range(1, ROWS + 1)
    ]
    return write_csv(tmp_path_factory.mktemp("kill") / "many.csv", rows)


def start(database: DatabaseCopy, file: Path) -> subprocess.Popen[str]:
    """Start the import in a process of its own."""
    return database.start("import_recommendations", "--skip-checks", "--json", file)


def finish(database: DatabaseCopy, file: Path) -> dict[str, object]:
    """Run the import to its end and return what it printed."""
    process = start(database, file)
    output, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors
    printed: dict[str, object] = json.loads(output)
    return printed


def test_killed_at_any_moment(copies: DatabaseCopies, file: Path, soak: bool) -> None:
    untouched = copies.make()
    nothing = untouched.sizes(*TABLES)
    before = time.monotonic()
    assert finish(untouched, file)["created"] == ROWS
    whole_run = time.monotonic() - before
    everything = untouched.sizes(*TABLES)
    assert all(everything[table] > nothing[table] for table in TABLES)

    points = 50 if soak else 5
    killed = 0
    database = copies.make()
    for point in range(points):
        # One moment in each part of the run; before the first fifth Python is still starting.
        moment = whole_run * (0.2 + 0.8 * (point + random.random()) / points)
        process = start(database, file)
        time.sleep(moment)
        process.kill()
        process.communicate()
        killed += process.returncode != 0
        database.wait_until_left()
        sizes = database.sizes(*TABLES)
        assert sizes in (nothing, everything), f"killed after {moment:.2f} of {whole_run:.2f} s"
        if sizes == everything:
            database = copies.make()
        elif soak:
            assert finish(database, file)["created"] == ROWS
            assert database.sizes(*TABLES) == everything
            database = copies.make()
    assert killed, "every run ended before it was killed"
    printed = finish(database, file)
    assert printed["created"] == ROWS
    assert database.sizes(*TABLES) == everything
    again = finish(database, file)
    assert again["unchanged"] == ROWS
    same = {table: everything[table] for table in TABLES if table != "recommendations_importbatch"}
    assert database.sizes(*same) == same
