"""``manage.py import_recommendations FILE``: take in a UN file, whole or not at all."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mechanisms.models import Review
from recommendations.importers.detect import AUTO, READERS
from recommendations.importers.parsed import UnreadableFile
from recommendations.importers.run import DatabaseKeepsChanging, ImportOutcome, import_file

NOTHING_IMPORTED = 1
USAGE = 2
_SHOWN = 20


class Command(BaseCommand):
    """Import recommendations from UHRI, an OHCHR thematic list, UPR Info or a plain CSV file.

    Exit status: 0 done, 1 nothing imported, 2 the command was not understood.
    """

    help = "Import recommendations from a file of UHRI, OHCHR, UPR Info or plain CSV. docs/importing.md explains each."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", type=Path, help="the file; its content tells the format")
        parser.add_argument("--format", choices=(AUTO, *READERS), default=AUTO, help="insist on one format")
        parser.add_argument("--review", metavar="KEY", help="gives what the rows lack, such as upr-3-usa")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument("--skip-errors", action="store_true", help="import the other rows where some have errors")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and report."""
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(
                f"{path} is a folder, not a file." if path.is_dir() else f"There is no file {path}.", returncode=USAGE
            )
        review = None
        if options["review"]:
            review = Review.objects.select_related("mechanism", "country").filter(key=options["review"]).first()
            if review is None:
                raise CommandError(f"No review has the key {options['review']}.", returncode=USAGE)
        try:
            outcome = import_file(
                path,
                format_name=options["format"],
                review=review,
                dry_run=options["dry_run"],
                skip_errors=options["skip_errors"],
            )
        except (UnreadableFile, DatabaseKeepsChanging) as error:
            if options["json"]:
                self.stdout.write(json.dumps(_nothing(options["format"], error), ensure_ascii=False))
            raise CommandError(str(error), returncode=NOTHING_IMPORTED) from error
        self.stdout.write(json.dumps(_as_json(outcome), ensure_ascii=False) if options["json"] else _in_words(outcome))
        if outcome.refused:
            first = next(message for message in outcome.messages if message.level == "error")
            raise CommandError(
                f"“{path.name}”, row {first.row}: {first.text} "
                f"Nothing was imported: {outcome.errors} of {outcome.rows} rows have errors. "
                "Correct them, or import the others with --skip-errors.",
                returncode=NOTHING_IMPORTED,
            )


def _as_json(outcome: ImportOutcome) -> dict[str, object]:
    values = asdict(outcome)
    del values["refused"]
    return {"format": values.pop("format_name"), **values}


def _nothing(format_name: str, error: UnreadableFile | DatabaseKeepsChanging) -> dict[str, object]:
    row = error.row if isinstance(error, UnreadableFile) else None
    empty = ImportOutcome(format_name, 0, 0, 0, 0, 0, 0, 0)
    return {**_as_json(empty), "messages": [{"row": row, "level": "error", "text": str(error)}]}


def _in_words(outcome: ImportOutcome) -> str:
    names = ("created", "merged", "updated", "unchanged", "conflicts", "errors")
    lines = [
        f"{outcome.rows} rows ({outcome.format_name}): "
        + ", ".join(f"{getattr(outcome, name)} {name}" for name in names)
        + ("" if outcome.batch else " - nothing written")
    ]
    if outcome.batch:
        lines.append(f"Import number {outcome.batch}; take it back with: undo_import {outcome.batch}")
    for title, values in (
        ("Reviews made", outcome.reviews_created),
        ("Labels not known, kept for an editor", outcome.unknown_labels),
    ):
        if values:
            lines.append(f"{title}: {'; '.join(values[:_SHOWN])}{' …' if len(values) > _SHOWN else ''}")
    for message in outcome.messages[:_SHOWN]:
        place = f"row {message.row}: " if message.row is not None else ""
        lines.append(f"  {message.level}: {place}{message.text}")
    if len(outcome.messages) > _SHOWN:
        lines.append(f"  … and {len(outcome.messages) - _SHOWN} more messages")
    return "\n".join(lines)
