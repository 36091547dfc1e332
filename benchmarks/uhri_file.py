"""Generates files like UHRI's full export: its columns, labels and proportions, with words that nobody said.

The labels come from the reference data. The words are spliced from halves of sentences: real ones where
``../shared/data`` is beside the repository, our own otherwise. The same ``rows`` and ``seed`` give the same file.
"""

import csv
import json
import random
import uuid
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import openpyxl

ROOT = Path(__file__).resolve().parents[1]
REAL_WORDS = ROOT.parent / "shared" / "data" / "upr_info"
FULL_EXPORT = 267_548
"""Rows of UHRI's export of February 2026."""

BEGINNINGS = (
    "Adopt a law that forbids landlords to refuse tenants because of",
    "Bring national practice into line with the treaty as to",
    "Collect figures on, and publish every year what was done about,",
    "Continue the efforts to end, in every part of the country,",
    "Give people the means to complain about",
    "Investigate without delay every report of",
    "Make sure that police, judges and teachers are trained to prevent",
    "Set money aside, in the national and in local budgets, to do away with",
    "The Committee is concerned that not enough is done about",
    "Work with civil society and local governments on",
)
ENDINGS = (
    "evictions without a court's order and without another home",
    "exclusion from school, work and health care on grounds of origin or disability",
    "force used against people who assemble peacefully",
    "lack of clean water and of sanitation in villages and on the edge of cities",
    "long detention before trial, above all of children and of migrants",
    "obstacles that keep people from voting, standing for office and forming associations",
    "pay that does not suffice for a family, and work without protection",
    "the separation of children from parents who were deported or locked up",
    "threats against those who defend rights, report news or represent others in court",
    "violence in the home, and the lack of shelters for those who flee from it",
)
_KINDS = ("Recommendations",) * 60 + ("Concerns/Observations",) * 35 + ("Others",) * 4 + ("",)
_POSITIONS = ("Supported",) * 72 + ("Noted",) * 26 + ("Supported/Noted",) * 2
_COLUMNS = {
    "Text": "Text",
    "Countries Concerned": "Countries",
    "Reccomending Body": "Body",
    "Document Symbol": "Symbol",
    "Themes": "Themes",
    "Affected Persons": "AffectedPersons",
    "Sdgs": "Sdgs",
    "Document Publication Date": "PublicationDate",
    "UPR Reccomending States": "UprRecommendingCountry",
    "UPR Position": "UprPositions",
    "Type": "AnnotationType",
    "OHCHR Annotation Id": "AnnotationId",
    "UPR Session": "UprSession",
    "Regions Concerned": "Regions",
    "Recommending Regions": "UprRecommendingRegions",
    "Date of publication on UHRI": "PublicationDateOnUhri",
}
_EXCEL_EPOCH = date(1899, 12, 30)


class Labels:
    """The labels of UHRI's vocabularies."""

    def __init__(self) -> None:
        self.countries = _column("mechanisms/reference_data/countries.csv", "name_en")[:193]
        self.bodies = [name for name in _column("mechanisms/reference_data/mechanisms.csv", "acronym") if name != "UPR"]
        self.themes = _column("recommendations/reference_data/themes.csv", "name_en")
        self.groups = _column("recommendations/reference_data/affected_groups.csv", "name_en")
        goals = zip(
            *(_column("recommendations/reference_data/sdg_goals.csv", name) for name in ("number", "name_en")),
            strict=True,
        )
        targets = zip(
            *(_column("recommendations/reference_data/sdg_targets.csv", name) for name in ("code", "name_en")),
            strict=True,
        )
        self.sdgs = [f"{number} - {name}" for number, name in (*goals, *targets)]
        self.beginnings, self.endings = _halves()


def rows(count: int, seed: int = 1) -> Iterator[dict[str, object]]:
    """Yield ``count`` rows with the keys of UHRI's JSON export, document by document."""
    dice, labels = random.Random(seed), Labels()
    made = 0
    while made < count:
        document = _document(dice, labels)
        for number in range(
            1, min(dice.randint(20, 260) if document["Body"] == "UPR" else dice.randint(15, 90), count - made) + 1
        ):
            made += 1
            yield _row(dice, labels, document, number)


def _document(dice: random.Random, labels: Labels) -> dict[str, object]:
    country, year = dice.choice(labels.countries), dice.randint(2007, 2025)
    is_upr = dice.random() < 0.25
    session = dice.randint(1, 50)
    body = "UPR" if is_upr else dice.choice(labels.bodies)
    symbol = (
        f"A/HRC/{dice.randint(8, 60)}/{dice.randint(1, 9999)}"
        if is_upr
        else f"{body.split()[0]}/C/{dice.randint(1, 99999)}/CO/{dice.randint(1, 9)}"
    )
    published = f"{year}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}T00:00:00"
    return {
        "Body": body,
        "Countries": [country],
        "Symbol": symbol,
        "PublicationDate": published,
        "UprSession": str(session) if is_upr else "",
        "UprCycle": ("1st", "2nd", "3rd", "4th")[(session > 12) + (session > 26) + (session > 40)] + " Cycle"
        if is_upr
        else "",
    }


def _row(dice: random.Random, labels: Labels, document: dict[str, object], number: int) -> dict[str, object]:
    is_upr = document["Body"] == "UPR"
    sentences = 1 if is_upr else dice.randint(1, 4)
    words = " ".join(f"{dice.choice(labels.beginnings)} {dice.choice(labels.endings)}." for _ in range(sentences))
    states = dice.sample(labels.countries, dice.choice((1, 1, 1, 1, 2, 3))) if is_upr else []
    attribution = "".join(f" ({state})" for state in states)
    place = f"{100 + number % 40}.{number}" if is_upr else f"{number}."
    some = partial(_some, dice)
    return {
        "AffectedPersons": some(labels.groups, 0, 4),
        "AnnotationId": str(uuid.UUID(int=dice.getrandbits(128))),
        "AnnotationType": "Recommendations" if is_upr else dice.choice(_KINDS),
        "DocumentId": "",
        "PublicationDateOnUhri": "2023-08-09T10:30:00",
        "Regions": ["Western Europe & Others"],
        "Sdgs": some(labels.sdgs, 0, 4),
        "Text": f"<p>{place}&nbsp;{words}{attribution}</p>\r\n",
        "Themes": some(labels.themes, 1, 5),
        "UprPositions": [dice.choice(_POSITIONS)] if is_upr else [],
        "UprRecommendingCountry": states,
        "UprRecommendingRegions": [],
        **document,
    }


def _some(dice: random.Random, labels: list[str], least: int, most: int) -> list[str]:
    return dice.sample(labels, dice.randint(least, most))


def write_json(path: Path, count: int) -> None:
    """Write the rows as UHRI's JSON export."""
    with path.open("w", encoding="utf-8") as stream:
        separator = "["
        for row in rows(count):
            stream.write(separator)
            json.dump(row, stream, ensure_ascii=False)
            separator = ",\n"
        stream.write("]")


def write_xlsx(path: Path, count: int) -> None:
    """Write the same rows as UHRI's Excel export."""
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("UHRISearchResult")
    sheet.append(list(_COLUMNS))
    for row in rows(count):
        sheet.append([_cell(title, row[key]) for title, key in _COLUMNS.items()])
    workbook.save(path)


def _cell(title: str, value: object) -> object:
    """Return a value as the Excel export prints it: one a line behind a hyphen, dates as numbers."""
    if isinstance(value, list):
        return "\n".join(f"- {label}" for label in value)
    if "ate" in title and isinstance(value, str):
        return (date.fromisoformat(value[:10]) - _EXCEL_EPOCH).days
    if title in ("Reccomending Body", "Type") and value:
        return f"- {value}"
    return value


def _column(path: str, name: str) -> list[str]:
    with (ROOT / path).open(encoding="utf-8", newline="") as stream:
        return [row[name] for row in csv.DictReader(stream)]


def _halves() -> tuple[list[str], list[str]]:
    """Return beginnings and endings of sentences, real ones where they are at hand."""
    if not REAL_WORDS.is_dir():
        return list(BEGINNINGS), list(ENDINGS)
    beginnings, endings = [], []
    for path in sorted(REAL_WORDS.glob("*.csv")):
        text = path.read_bytes().decode("mac_roman").replace("\r", "\n")
        for row in csv.DictReader(text.splitlines()):
            words = row["Text"].rstrip(". ").split()
            beginnings.append(" ".join(words[: len(words) // 2]))
            endings.append(" ".join(words[len(words) // 2 :]))
    return beginnings, endings
