"""``datapackage.json``: the dataset described to programs (Frictionless Tabular Data Package)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from search.dataset.fields import Field, Reference, Table

NAME = "human-rights-cities"
TITLE = "Human Rights Cities: what the UN asked, and what cities do about it"
RIGHTS = (
    "Our texts and data: CC BY 4.0. The column “text” of recommendations.csv holds words of UN documents, which "
    "stay the UN’s; see https://www.un.org/en/about-us/terms-of-use. Entries, notes and answers are the words of the "
    "assessor named with them. Rows marked is_example are made up."
)
LICENSES = [
    {
        "name": "CC-BY-4.0",
        "title": "Creative Commons Attribution 4.0",
        "path": "https://creativecommons.org/licenses/by/4.0/",
    }
]
SOURCES = [
    {"title": "Universal Human Rights Index (OHCHR)", "path": "https://uhri.ohchr.org/"},
    {"title": "Universal Periodic Review (OHCHR)", "path": "https://www.ohchr.org/en/hr-bodies/upr/upr-main"},
    {"title": "UPR Info", "path": "https://upr-info.org/"},
]


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """A table in the file: how many rows, bytes, and their SHA-256."""

    table: Table
    rows: int
    bytes: int
    digest: str

    @property
    def path(self) -> str:
        """Its name in the zip."""
        return f"{self.table.name}.csv"


def description(tables: Sequence[WrittenTable], version: str, made_at: datetime) -> dict[str, object]:
    """Return the whole description; ``version`` is the data version, so equal versions are equal data."""
    return {
        "profile": "tabular-data-package",
        "name": NAME,
        "title": TITLE,
        "description": RIGHTS,
        "homepage": settings.WAGTAILADMIN_BASE_URL,
        "version": version,
        "created": made_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "licenses": LICENSES,
        "sources": SOURCES,
        "resources": [_resource(each) for each in tables],
    }


def _resource(written: WrittenTable) -> dict[str, object]:
    table = written.table
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "path": written.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": written.bytes,
        "hash": f"sha256:{written.digest}",
        "schema": {
            "fields": [_field(field) for field in table.fields],
            "primaryKey": list(table.key),
            "foreignKeys": [_foreign_key(reference) for reference in table.references],
            "missingValues": [""],
        },
    }


def _field(field: Field) -> dict[str, object]:
    constraints = {"constraints": {"required": True}} if field.required else {}
    return {"name": field.name, "type": field.type, "description": field.about, **constraints}


def _foreign_key(reference: Reference) -> dict[str, object]:
    """Return a reference; an empty table name means the table itself, as the standard has it."""
    return {
        "fields": list(reference.fields),
        "reference": {"resource": reference.table, "fields": list(reference.to)},
    }
