"""Runs in tests: files that editors bring, and the worker's part, done here and now."""

import hashlib
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile

from cities.roles import EDITORS
from recommendations.models import ImportRun
from recommendations.runs import steps, work
from tests.factories import UserFactory

CSV_HEADER = ("mechanism", "country", "document_symbol", "paragraph", "text", "position", "themes")


def editor() -> Any:
    """Return a new editor."""
    user = UserFactory()
    user.groups.add(Group.objects.get(name=EDITORS))
    return user


def file_of(path: Path) -> SimpleUploadedFile:
    """Return the file as a browser sends it."""
    return SimpleUploadedFile(path.name, path.read_bytes())


def csv_of(*rows: tuple[str, ...], header: tuple[str, ...] = CSV_HEADER, name: str = "list.csv") -> SimpleUploadedFile:
    """Return a CSV file with these rows."""
    lines = [",".join(f'"{cell}"' for cell in row) for row in (header, *rows)]
    return SimpleUploadedFile(name, "\n".join(lines).encode())


def row(number: int, text: str = "", **said: str) -> tuple[str, ...]:
    """Return a row of CEDAW's observations on Chile, under the usual header."""
    values = {
        "mechanism": "CEDAW",
        "country": "Chile",
        "document_symbol": "CEDAW/C/CHL/CO/99",
        "paragraph": str(number),
        "text": text or f"Paragraph {number} asks for homes that people can afford.",
        "position": "",
        "themes": "Right to education",
        **said,
    }
    return tuple(values[name] for name in CSV_HEADER)


def perform(run: ImportRun) -> ImportRun:
    """Do what waits for the run, as the worker would; return it as it is then."""
    run.refresh_from_db()
    work.perform(run.pk, str(run.task))
    run.refresh_from_db()
    return run


def checked(file: SimpleUploadedFile, user: Any, *, columns: dict[str, str] | None = None) -> ImportRun:
    """Upload and check a file; of CSV, say that the columns are what they seem to be."""
    run, is_new = steps.upload(file, user)
    assert is_new
    perform(run)
    if run.state == "choosing":
        said = columns or {column["title"]: column["guess"] for column in run.preview["columns"]}
        steps.choose(run.pk, user, format_name="csv", review=None, columns=said)
        perform(run)
    return run


def imported(file: SimpleUploadedFile, user: Any) -> ImportRun:
    """Bring a file all the way in."""
    run = checked(file, user)
    assert run.state == "ready", run.problem
    steps.start(run.pk, user, digest=run.digest, skip_errors=bool(run.counts["error"]))
    perform(run)
    assert run.state == "done", run.problem
    return run


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
