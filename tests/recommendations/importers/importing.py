"""Runs imports in tests: rows as a reader hands them on, real files, and what the record holds afterwards."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from uuid import UUID

from django.apps import apps

from mechanisms.models import Review
from recommendations.importers.parsed import ParsedRecommendation, RowError
from recommendations.importers.plan import Message, make_plan
from recommendations.importers.resolve_row import RowResolver
from recommendations.importers.run import ImportOutcome, apply_plan, import_file, state_of_record
from recommendations.importers.source_file import SourceFile
from recommendations.models import Recommendation

OUTCOMES = ("created", "merged", "updated", "unchanged", "conflicts", "errors")
HOMES = "Build homes that people can afford"
WATER = "Let nobody go without clean water"
VOTES = "Let everybody vote"
UPR_INFO_COLUMNS = ("To", "From", "Text", "Response", "Action", "Issue", "Session")


def row(number: int, text: str = "", **said: object) -> ParsedRecommendation:
    """Return a row that names the review ``upr-3-usa`` unless it says otherwise."""
    values: dict[str, object] = {"review_key": "upr-3-usa", **said}
    if {"body", "country", "document_symbol"} & said.keys() and "review_key" not in said:
        values["review_key"] = None
    return ParsedRecommendation(row=number, text=text, **values)  # type: ignore[arg-type]


def import_rows(
    rows: Iterable[ParsedRecommendation | RowError], format_name: str = "csv", review: Review | None = None
) -> ImportOutcome:
    """Import ``rows`` as if a file of ``format_name`` had held them."""
    before = state_of_record()
    plan = make_plan(rows, RowResolver(review), format_name)
    try:
        outcome = apply_plan(plan, SourceFile(Path(__file__), "rows"), "0" * 64, None, before)
    finally:
        plan.close()
    assert outcome is not None
    assert outcome.rows == sum(counts(outcome).values())
    return outcome


def import_path(path: Path, review: str | None = None) -> ImportOutcome:
    """Import the file at ``path``; ``review`` is what --review would be."""
    given = Review.objects.select_related("mechanism", "country").get(key=review) if review else None
    outcome = import_file(path, review=given)
    assert outcome.rows == sum(counts(outcome).values())
    return outcome


def counts(outcome: ImportOutcome) -> dict[str, int]:
    """Return the outcomes of the rows."""
    return {name: getattr(outcome, name) for name in OUTCOMES}


def some(outcome: ImportOutcome) -> dict[str, int]:
    """Return the outcomes that at least one row had."""
    return {name: count for name, count in counts(outcome).items() if count}


def record(**wanted: object) -> Recommendation:
    """Return the only record with these values."""
    return Recommendation.objects.get(**wanted)


def states_of(recommendation: Recommendation) -> list[str]:
    """Return the codes of the recommending States, in order."""
    return [made.country.iso3 for made in recommendation.recommending.select_related("country")]


def theme_slugs(recommendation: Recommendation) -> set[str]:
    """Return the slugs of the record's themes."""
    return set(recommendation.themes.values_list("slug", flat=True))


def table_sizes() -> dict[str, int]:
    """Return how many rows every table of the project has."""
    return {model._meta.db_table: model._base_manager.count() for model in apps.get_models(include_auto_created=True)}


def write_csv(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    """Write a plain CSV file; the first row names the columns."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_upr_info(path: Path, rows: Iterable[Sequence[object]]) -> Path:
    """Write a file like UPR Info's, with the values of ``UPR_INFO_COLUMNS``."""
    return write_csv(path, [dict(zip(UPR_INFO_COLUMNS, values, strict=True)) for values in rows])


def write_uhri(path: Path, rows: Iterable[Mapping[str, object]]) -> Path:
    """Write a UHRI JSON export; each row needs only what differs from a plain recommendation to the United States."""
    usual = {
        "AffectedPersons": [],
        "AnnotationId": None,
        "AnnotationType": "- Recommendations",
        "Body": "- UPR",
        "Countries": ["- United States of America"],
        "DocumentId": "1",
        "PublicationDate": "2020-12-15T00:00:00",
        "PublicationDateOnUhri": "2021-01-01T00:00:00",
        "Regions": [],
        "Sdgs": [],
        "Symbol": "A/HRC/46/15",
        "Text": "",
        "Themes": [],
        "UprCycle": "3rd Cycle",
        "UprPositions": [],
        "UprRecommendingCountry": [],
        "UprRecommendingRegions": [],
        "UprSession": "36",
    }
    path.write_text(json.dumps([{**usual, **row} for row in rows]), encoding="utf-8")
    return path


def uuid(number: int) -> UUID:
    """Return an annotation id."""
    return UUID(int=number)


def conflicts(messages: list[Message]) -> list[str]:
    """Return what was said about conflicts."""
    return [message.text for message in messages if message.level == "conflict"]
