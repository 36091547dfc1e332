"""The columns of a plain CSV file: what each seems to hold, and what people said of the same header before."""

import hashlib
import re
from collections.abc import Sequence
from itertools import islice

from rapidfuzz import fuzz, process

from mechanisms.normalise import label_key
from recommendations.importers.csv_text import CsvTable, columns_of, open_table
from recommendations.importers.field_values import uuid_of
from recommendations.importers.readers.plain_csv import ALIASES, fields_of
from recommendations.importers.source_file import SourceFile
from recommendations.models import ImportRun
from recommendations.normalise import is_paragraph

_LOOKED_AT = 25
_SAMPLES = 3
_SAMPLE_LENGTH = 120
_NEAR_TITLE = 85
_LONG_TEXT = 60
_SYMBOL = re.compile(r"[A-Z]+(?:/[A-Z0-9.\-]+){2,}\s*\Z")
_TITLES = {title.replace("_", " "): field for field, titles in ALIASES.items() for title in (field, *titles)}


def is_table(source: SourceFile) -> bool:
    """Tell whether the file may be CSV whose titles we do not know."""
    return not source.head.lstrip().startswith((b"[", b"{", b"<")) and len(columns_of(source)) > 1


def look_at(source: SourceFile) -> list[dict[str, object]]:
    """Return each column with its title, first values and the field it seems to hold ("" where nothing is known).

    Raises:
        UnreadableFile: the table cannot be read.
    """
    table = open_table(source)
    rows = [record.cells for record in islice(table.records(), _LOOKED_AT)]
    values = [
        [row[place].strip() for row in rows if place < len(row) and row[place].strip()]
        for place in range(len(table.columns))
    ]
    guesses = _guessed(table, values)
    return [
        {"title": title, "samples": [value[:_SAMPLE_LENGTH] for value in seen[:_SAMPLES]], "guess": guess}
        for title, seen, guess in zip(table.columns, values, guesses, strict=True)
    ]


def header_key(titles: Sequence[object]) -> str:
    """Return what stands for a header: the same titles in the same order."""
    return hashlib.sha256("\x1f".join(label_key(str(title)) for title in titles).encode()).hexdigest()


def remembered(key: str) -> dict[str, str] | None:
    """Return what people last said that the columns of this header hold."""
    said = ImportRun.objects.filter(header_key=key, columns__isnull=False).order_by("-created_at", "-pk")
    return said.values_list("columns", flat=True).first()


def _guessed(table: CsvTable, values: list[list[str]]) -> list[str]:
    """Guess by the title as the reader knows it, by one that is nearly so, then by what stands in the column."""
    guesses = [field or "" for field in fields_of(table.columns, {})]
    for guess in (_by_title, _by_values):
        for place, title in enumerate(table.columns):
            field = guesses[place] or guess(title, values[place])
            if field and (guesses[place] or field not in guesses):
                guesses[place] = field
    return guesses


def _by_title(title: str, values: list[str]) -> str:
    near = process.extractOne(label_key(title), list(_TITLES), scorer=fuzz.ratio, score_cutoff=_NEAR_TITLE)
    return _TITLES[near[0]] if near else ""


def _by_values(title: str, values: list[str]) -> str:
    if not values:
        return ""
    if all(_SYMBOL.match(value) for value in values):
        return "document_symbol"
    if all(uuid_of(value) for value in values):
        return "annotation_id"
    if all(is_paragraph(value) and "." in value for value in values):
        return "paragraph"
    if all(len(value) >= _LONG_TEXT for value in values) and len(set(values)) > len(values) // 2:
        return "text"
    return ""


def missing(columns: dict[str, str]) -> bool:
    """Tell whether neither the words nor the paragraph number are among them: without one of them no row counts."""
    return not {"text", "paragraph"} & set(columns.values())
