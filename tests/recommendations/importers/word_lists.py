"""Builds Word files like OHCHR's lists, with words of our own, and the State names that tests read with."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

import docx
from docx.table import _Cell

from mechanisms.normalise import country_key
from recommendations.importers.parsed import ParsedRecommendation, ReadContext, RowError
from recommendations.importers.readers import thematic_list
from recommendations.importers.source_file import SourceFile

COUNTRIES = Path(__file__).resolve().parents[3] / "mechanisms" / "reference_data" / "countries.csv"

LAYOUT_A = ("Recommendation", "Position", "Full list of themes", "Assessment/comments on level of implementation")
LAYOUT_B = (
    "Recommendation and recommending State",
    "Position of the State under review",
    "Human rights themes and groups of persons",
    "Relevant SDGs",
)
MATRIX = ("Recommendation", "Recommending state/s", "Position", "Full list of rights/affected persons")
HEADER = "UPR of Slovenia (3rd Cycle - 34th Session)\nThematic list of recommendations"
SOURCE = "Source of Position: A/HRC/43/15/Add.1 - Para.3"


@cache
def country_keys() -> frozenset[str]:
    """Keys of all names and spellings of the States we know."""
    with COUNTRIES.open(encoding="utf-8", newline="") as file:
        names = [
            name
            for record in csv.DictReader(file)
            for name in (record["name_en"], record["name_es"], *record["spellings"].split("|"))
        ]
    return frozenset(country_key(name) for name in names if name.strip())


def is_country(name: str) -> bool:
    """Tell whether ``name`` is a State of the reference data."""
    return country_key(name) in country_keys()


CONTEXT = ReadContext(is_country)

Row = Sequence[str] | str
"""The cells of a row, their lines parted by a line feed; a text alone is a heading across the table."""


def fill(cell: _Cell, text: str) -> None:
    """Write each line of ``text`` as a paragraph of ``cell``."""
    first, *others = text.split("\n")
    cell.paragraphs[0].add_run(first)
    for line in others:
        cell.add_paragraph(line)


def word_file(
    path: Path,
    columns: Sequence[str],
    rows: Iterable[Row],
    *,
    header: str = HEADER,
    change: Callable[[docx.document.Document], None] | None = None,
) -> Path:
    """Write a list with ``columns`` and ``rows`` to ``path``; ``change`` may alter it before it is saved."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].add_run(header)
    table = document.add_table(rows=0, cols=len(columns))
    for row in ([columns] if any(columns) else []) + list(rows):
        cells = table.add_row().cells
        if isinstance(row, str):
            fill(cells[0].merge(cells[-1]), row)
        else:
            for cell, text in zip(cells, row, strict=True):
                fill(cell, text)
    if change:
        change(document)
    document.save(str(path))
    return path


def read_all(path: Path) -> list[ParsedRecommendation | RowError]:
    """Read ``path`` as a thematic list."""
    return list(thematic_list.read(SourceFile(path, path.name), CONTEXT))


def read_rows(path: Path) -> list[ParsedRecommendation]:
    """Read ``path``, every row of which must be readable."""
    rows = read_all(path)
    assert not [row for row in rows if isinstance(row, RowError)]
    return [row for row in rows if isinstance(row, ParsedRecommendation)]


def raw_word_file(path: Path, document_xml: bytes, parts: dict[str, bytes] | None = None) -> Path:
    """Write a Word file whose main part is ``document_xml``, whatever that holds."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document_xml)
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return path


def with_part(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """Rewrite one part of the Word file at ``path``."""
    packed = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(packed) as before, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, change(content) if name == part else content)
    return path


def row_a(words: str, position: str = "Supported", labels: str = "B1 Homes", notes: str = "") -> tuple[str, ...]:
    """Return the cells of a row in layout A."""
    return (words, position, labels, notes)


def read_row_a(path: Path, words: str, **cells: str) -> ParsedRecommendation:
    """Read a list in layout A that holds one row."""
    (row,) = read_rows(word_file(path, LAYOUT_A, ["Theme: B1 Homes", row_a(words, **cells)]))
    return row
