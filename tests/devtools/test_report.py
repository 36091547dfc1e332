"""How ./dev test ends: the counts, and when a suite that did not run is a failure."""

from pathlib import Path

import pytest

from devtools.test import Outcome, counts, report

GOOD = Outcome("SQLite", 0, 10, 0, 1, "1 s")
BAD = Outcome("PostgreSQL", 1, 8, 2, 0, "1 s")
EMPTY = Outcome("Browser", 5, 0, 0, 0, "1 s")
LEFT_OUT = ["Left out: the suite on PostgreSQL; its server programs are not installed."]


@pytest.mark.parametrize(
    ("outcomes", "left_out", "must_be_complete", "chosen", "code"),
    [
        ([GOOD], [], True, False, 0),
        ([GOOD, BAD], [], False, False, 1),
        ([GOOD], LEFT_OUT, False, False, 0),
        ([GOOD], LEFT_OUT, True, False, 1),
        ([GOOD, EMPTY], [], False, False, 1),
        ([GOOD, EMPTY], [], False, True, 0),
    ],
)
def test_the_exit_code(
    outcomes: list[Outcome], left_out: list[str], must_be_complete: bool, chosen: bool, code: int
) -> None:
    assert report(outcomes, left_out, must_be_complete=must_be_complete, chosen=chosen) == code


def test_the_last_line_sums_up_and_what_was_left_out_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    report([GOOD, BAD], LEFT_OUT, must_be_complete=False, chosen=False)
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "18 passed, 2 failed, 1 skipped"
    assert LEFT_OUT[0] in lines


def test_a_crashed_suite_is_never_reported_as_zero_failures(capsys: pytest.CaptureFixture[str]) -> None:
    assert report([Outcome("SQLite", 3, 0, 0, 0, "1 s")], [], must_be_complete=False, chosen=False) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "0 passed, 1 failed, 0 skipped"


def test_counts_come_from_the_report_pytest_wrote(tmp_path: Path) -> None:
    file = tmp_path / "report.xml"
    file.write_text(
        '<testsuites><testsuite tests="9" failures="1" errors="1" skipped="2"/></testsuites>', encoding="utf-8"
    )
    assert counts(file) == (5, 2, 2)
    assert counts(tmp_path / "absent.xml") == (0, 0, 0)
