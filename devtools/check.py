"""`./dev check`: every rule that a program can check, for people and CI alike."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from devtools.console import say, seconds_since
from devtools.environment import ensure
from devtools.processes import ROOT, run_visibly

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    # Long and varied enough for Django's own check of secrets; used for nothing else.
    "SECRET_KEY": "only-for-the-check-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG",
    "ALLOWED_HOSTS": "example.org",
    "BASE_URL": "https://example.org",
    "EMAIL_URL": "smtp://localhost:25",
    "DEFAULT_FROM_EMAIL": "office@example.org",
    "DATABASE_URL": f"sqlite:///{ROOT / 'var' / 'check.sqlite3'}",
}
TEST_SETTINGS = {"DJANGO_SETTINGS_MODULE": "config.settings.test"}


@dataclass(frozen=True)
class Step:
    """One check: what people call it, the command, and what it needs in the environment."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


STEPS = (
    Step("Format", ["-m", "ruff", "format", "--check", "--quiet", "."]),
    Step("Lint", ["-m", "ruff", "check", "--quiet", "."]),
    Step("Templates", ["-m", "djlint", "templates", "--lint", "--quiet"]),
    Step("Types", ["-m", "mypy", "--no-error-summary"]),
    Step("Imports", ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]),
    Step("Migrations", ["manage.py", "makemigrations", "--check", "--dry-run", "-v", "1"], TEST_SETTINGS),
    Step("System", ["manage.py", "check", "--fail-level", "WARNING"], TEST_SETTINGS),
    Step("Deployment", ["manage.py", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    Step("Translations", ["-m", "devtools.translations", "check"]),
    Step("Requirements", ["-m", "devtools.requirements", "check"]),
)


def check() -> int:
    """Run every check, print a line each (and what a failed one said), and return 1 where one failed."""
    python = ensure(development=True)
    failed = [step.name for step in STEPS if not passes(python, step)]
    if failed:
        say(f"Failed: {', '.join(failed)}.")
    else:
        say("Every check passed.")
    return 1 if failed else 0


def passes(python: Path, step: Step) -> bool:
    """Run one check and print its line."""
    start = time.monotonic()
    print(f"{step.name} ... ", end="", flush=True)
    finished = subprocess.run(
        [python, *step.command],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": "site", **step.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    say(f"{'failed' if finished.returncode else 'ok'} ({seconds_since(start)})")
    if finished.returncode:
        say(finished.stdout.rstrip())
    return not finished.returncode


def translations(action: str) -> int:
    """Run `./dev translations` and return its exit code."""
    return run_visibly([ensure(development=True), "-m", "devtools.translations", action])


def pin(*, upgrade: bool) -> int:
    """Run `./dev requirements` and return its exit code."""
    return run_visibly([ensure(development=True), "-m", "devtools.requirements", "upgrade" if upgrade else "pin"])
