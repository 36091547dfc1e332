"""Makes UHRI exports for tests, with words of our own."""

import json
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import openpyxl

COLUMNS = (
    "Text",
    "Countries Concerned",
    "Reccomending Body",
    "Document Symbol",
    "Themes",
    "Affected Persons",
    "Sdgs",
    "Document Publication Date",
    "UPR Reccomending States",
    "UPR Position",
    "Type",
    "OHCHR Annotation Id",
    "UPR Session",
    "Regions Concerned",
    "Recommending Regions",
    "Date of publication on UHRI",
)
CELLS: dict[str, object] = {
    "Text": "26.9 Plant more trees (Chile)",
    "Countries Concerned": "- Peru",
    "Reccomending Body": "- UPR",
    "Document Symbol": "A/HRC/1/1",
    "Themes": "- Right to food",
    "Document Publication Date": 44180,
    "UPR Reccomending States": "- Chile",
    "UPR Position": "- Supported",
    "Type": "- Recommendations",
    "OHCHR Annotation Id": "8f14e45f-ceea-467f-a8f0-1a2b3c4d5e6f",
    "UPR Session": "- 36 Session",
}
"""One plain row of the Excel export."""
RECORD: dict[str, object] = {
    "Text": "<p>26.9&nbsp;Plant more trees (Chile)</p>\r\n",
    "Countries": ["Peru"],
    "Body": "UPR",
    "Symbol": "A/HRC/1/1",
    "Themes": ["Right to food"],
    "AffectedPersons": [],
    "Sdgs": [],
    "PublicationDate": "2020-12-15T00:00:00",
    "UprRecommendingCountry": ["Chile"],
    "UprPositions": ["Supported"],
    "AnnotationType": "Recommendations",
    "AnnotationId": "8f14e45f-ceea-467f-a8f0-1a2b3c4d5e6f",
    "UprSession": "36",
    "UprCycle": "3rd Cycle",
}
"""The same row as the JSON export has it."""


def xlsx(
    path: Path,
    rows: Iterable[Mapping[str, object]] = ({},),
    columns: Sequence[str] = COLUMNS,
    above: Sequence[Sequence[object]] = (),
    sheet: str = "UHRISearchResult",
) -> Path:
    """Write an Excel export; each row needs only what differs from ``CELLS``."""
    workbook = openpyxl.Workbook()
    page = workbook.active
    assert page is not None
    page.title = sheet
    for line in (*above, columns):
        page.append(list(line))
    for row in rows:
        values = {**CELLS, **row}
        page.append([values.get(column) for column in columns])
    workbook.save(path)
    return path


def as_json(path: Path, rows: Iterable[Mapping[str, object]] = ({},)) -> Path:
    """Write a JSON export; each row needs only what differs from ``RECORD``."""
    path.write_text(json.dumps([{**RECORD, **row} for row in rows], ensure_ascii=False), encoding="utf-8")
    return path


def change_part(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """Rewrite one part of an archive."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path
