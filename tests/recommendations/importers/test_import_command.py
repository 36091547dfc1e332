"""``import_recommendations``: what it prints, how it ends, and that a refused file leaves no trace."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError

from recommendations.models import ImportBatch, Recommendation
from tests.recommendations.importers.importing import OUTCOMES, table_sizes, uuid, write_csv, write_uhri

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[3]
KEYS = {"format", "rows", *OUTCOMES, "messages", "unknown_labels", "reviews_created", "batch"}


def run(*arguments: object) -> tuple[int, str, str]:
    """Run the command; return its exit status, standard output and the error it ended with."""
    out = StringIO()
    try:
        call_command("import_recommendations", *map(str, arguments), stdout=out)
    except CommandError as error:
        assert not isinstance(error, SystemCheckError)
        return error.returncode, out.getvalue(), str(error)
    return 0, out.getvalue(), ""


def run_json(*arguments: object) -> tuple[int, dict[str, object]]:
    """Run the command with --json; return its exit status and the one object it prints."""
    status, output, _ = run(*arguments, "--json")
    assert output.count("\n") == 1
    printed = json.loads(output)
    assert set(printed) == KEYS
    assert all(type(printed[name]) is int for name in ("rows", *OUTCOMES))
    assert printed["rows"] == sum(printed[name] for name in OUTCOMES)
    for message in printed["messages"]:
        assert set(message) == {"row", "level", "text"}
    return status, printed


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return write_csv(
        tmp_path / "good.csv",
        [
            {"paragraph": "26.1", "text": "Build homes", "position": "Supported", "themes": "Weather on the moon"},
            {"paragraph": "26.2", "text": "Let all vote", "position": "Noted", "themes": "Right to education"},
            {"paragraph": "26.2", "text": "Let all vote", "position": "Noted", "themes": "Right to adequate housing"},
        ],
    )


@pytest.fixture
def flawed(tmp_path: Path) -> Path:
    return write_csv(
        tmp_path / "flawed.csv",
        [
            {"paragraph": "26.1", "text": "Build homes", "date": "2020-12-15"},
            {"paragraph": "26.2", "text": "Let all vote", "date": "2020-13-45"},
        ],
    )


def test_the_object_of_a_good_file(good: Path) -> None:
    status, printed = run_json(good, "--review", "upr-3-usa")
    assert status == 0
    batch = ImportBatch.objects.get()
    assert printed == {
        "format": "csv",
        "rows": 3,
        "created": 2,
        "merged": 1,
        "updated": 0,
        "unchanged": 0,
        "conflicts": 0,
        "errors": 0,
        "messages": [],
        "unknown_labels": ["Weather on the moon"],
        "reviews_created": [],
        "batch": batch.pk,
    }
    status, printed = run_json(good, "--review", "upr-3-usa")
    assert (status, printed["unchanged"], printed["created"], printed["updated"]) == (0, 3, 0, 0)


def test_words_for_a_person(good: Path) -> None:
    status, output, _ = run(good, "--review", "upr-3-usa")
    assert status == 0
    number = ImportBatch.objects.get().pk
    assert output.splitlines() == [
        "3 rows (csv): 2 created, 1 merged, 0 updated, 0 unchanged, 0 conflicts, 0 errors",
        f"Import number {number}; take it back with: undo_import {number}",
        "Labels not known, kept for an editor: Weather on the moon",
    ]


def test_a_dry_run_says_the_same_and_writes_nothing(good: Path) -> None:
    before = table_sizes()
    status, planned = run_json(good, "--review", "upr-3-usa", "--dry-run")
    assert status == 0
    assert table_sizes() == before
    _, done = run_json(good, "--review", "upr-3-usa")
    assert planned == {**done, "batch": None}
    assert table_sizes() != before


def test_a_dry_run_of_a_flawed_file(flawed: Path) -> None:
    before = table_sizes()
    status, planned = run_json(flawed, "--review", "upr-3-usa", "--dry-run")
    assert (status, planned["created"], planned["errors"]) == (1, 1, 1)
    status, planned = run_json(flawed, "--review", "upr-3-usa", "--dry-run", "--skip-errors")
    assert (status, planned["created"], planned["errors"]) == (0, 1, 1)
    assert table_sizes() == before


def test_one_flawed_row_refuses_the_file(flawed: Path) -> None:
    before = table_sizes()
    status, printed = run_json(flawed, "--review", "upr-3-usa")
    assert (status, printed["errors"], printed["batch"]) == (1, 1, None)
    (message,) = printed["messages"]  # type: ignore[misc]
    assert (message["row"], message["level"]) == (3, "error")
    assert "2020-13-45" in message["text"]
    status, _, error = run(flawed, "--review", "upr-3-usa")
    assert status == 1
    assert error.startswith(f"“{flawed.name}”, row 3: “2020-13-45”")
    assert "Nothing was imported: 1 of 2 rows have errors." in error
    assert table_sizes() == before


def test_skip_errors_imports_the_other_rows(flawed: Path) -> None:
    status, printed = run_json(flawed, "--review", "upr-3-usa", "--skip-errors")
    assert (status, printed["created"], printed["errors"]) == (0, 1, 1)
    assert Recommendation.objects.get().paragraph == "26.1"
    batch = ImportBatch.objects.get(pk=printed["batch"])
    assert batch.messages == printed["messages"]


def test_skip_errors_with_nothing_left_is_a_failure(flawed: Path) -> None:
    before = table_sizes()
    status, printed = run_json(flawed, "--skip-errors")
    assert (status, printed["errors"], printed["batch"]) == (1, 2, None)
    assert table_sizes() == before


def test_an_unreadable_file_prints_its_object_too(tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.touch()
    before = table_sizes()
    status, printed = run_json(empty)
    assert status == 1
    assert printed["rows"] == 0
    (message,) = printed["messages"]  # type: ignore[misc]
    assert message == {"row": None, "level": "error", "text": "“empty.csv” is empty: it has zero bytes."}
    assert table_sizes() == before


def test_an_unreadable_file_names_the_row(tmp_path: Path) -> None:
    cut_off = tmp_path / "cut.csv"
    cut_off.write_text('paragraph,text\n26.1,Build\n26.2,"Pa', encoding="utf-8")
    (message,) = run_json(cut_off)[1]["messages"]  # type: ignore[misc]
    assert (message["row"], "quotation mark" in message["text"]) == (3, True)


def test_reading_ends_where_no_row_can_be_imported(tmp_path: Path) -> None:
    hopeless = write_csv(tmp_path / "x.csv", [{"paragraph": f"1.{number}"} for number in range(1, 10_200)])
    status, printed = run_json(hopeless, "--skip-errors")
    (message,) = printed["messages"]  # type: ignore[misc]
    assert (status, message["row"]) == (1, 2)
    assert "none of the 10000 rows" in message["text"]
    # Where a single row can be imported, all are read, and the list of errors has an end.
    some_good = [{"paragraph": "1.1", "review": "upr-3-usa"}] + [{"paragraph": "1.2", "review": ""}] * 10_100
    status, printed = run_json(write_csv(tmp_path / "x.csv", some_good), "--skip-errors", "--dry-run")
    assert (status, printed["created"], printed["errors"]) == (0, 1, 10_100)
    assert len(printed["messages"]) == 10_001  # type: ignore[arg-type]


def test_reviews_made_are_named(tmp_path: Path) -> None:
    rows = [
        {
            "Text": f"1.{n} Build homes",
            "Countries": [f"- {country}"],
            "Symbol": f"A/99/{n}",
            "AnnotationId": str(uuid(n)),
        }
        for n, country in enumerate(("Chile", "Norway"), 1)
    ]
    _, printed = run_json(write_uhri(tmp_path / "export.json", rows))
    assert printed["format"] == "uhri-json"
    assert printed["reviews_created"] == ["upr-3-chl", "upr-3-nor"]


def test_format_can_be_insisted_on(good: Path) -> None:
    assert run_json(good, "--review", "upr-3-usa", "--format", "csv")[0] == 0
    status, printed = run_json(good, "--review", "upr-3-usa", "--format", "uhri-json")
    assert (status, printed["format"]) == (1, "uhri-json")


@pytest.mark.parametrize("arguments", [["no-such-file.csv"], ["."], ["GOOD", "--review", "upr-99-usa"]])
def test_usage_errors(good: Path, arguments: list[str]) -> None:
    before = table_sizes()
    status, output, error = run(*[good if argument == "GOOD" else argument for argument in arguments])
    assert (status, output) == (2, "")
    assert (
        error.startswith(("There is no file", "No review has the key")) or error.strip() == ". is a folder, not a file."
    )
    assert table_sizes() == before


@pytest.mark.parametrize("arguments", [["--no-such-option"], ["--format", "word-perfect"], []])
def test_what_the_shell_gets_for_a_mistyped_command(good: Path, arguments: list[str]) -> None:
    file = [str(good)] if arguments else []
    command = [sys.executable, ROOT / "manage.py", "import_recommendations", *file, *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert "usage:" in ended.stderr
