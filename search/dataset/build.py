"""Writes the dataset: one state of the record, streamed, in the memory of some thousand rows."""

import csv
import hashlib
import json
import zipfile
from datetime import UTC, datetime
from typing import IO

from search.dataset.fields import Table, written
from search.dataset.package import RIGHTS, TITLE, WrittenTable, description
from search.dataset.tables import TABLES

README = """{title}

{rights}

datapackage.json describes each table and column (Frictionless Tabular Data Package). All files are UTF-8; an empty
cell means that nothing is recorded. A text that a spreadsheet would run as a formula begins with an apostrophe.
Data version {version}, made on {day} (UTC).
"""


def write_dataset(file: IO[bytes], version: str, made_at: datetime) -> list[WrittenTable]:
    """Write the zip to ``file`` (one query a table, two for the SDGs) and return what is in it."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        tables = [_write_table(archive, table) for table in TABLES]
        package = description(tables, version, made_at)
        archive.writestr("datapackage.json", json.dumps(package, ensure_ascii=False, indent=2))
        day = made_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
        archive.writestr("README.txt", README.format(title=TITLE, rights=RIGHTS, version=version, day=day))
    return tables


class _Measured:
    """What ``csv.writer`` writes to: passes lines on to a member of the zip, counts bytes and takes their digest."""

    def __init__(self, member: IO[bytes]) -> None:
        self.member = member
        self.count = 0
        self.digest = hashlib.sha256()

    def write(self, line: str) -> int:
        data = line.encode()
        self.count += len(data)
        self.digest.update(data)
        return self.member.write(data)


def _write_table(archive: zipfile.ZipFile, table: Table) -> WrittenTable:
    rows = 0
    # A table may grow beyond 2 GiB; the zip must know beforehand.
    with archive.open(f"{table.name}.csv", "w", force_zip64=True) as member:
        measured = _Measured(member)
        writer = csv.writer(measured)
        writer.writerow(field.name for field in table.fields)
        for row in table.rows():
            writer.writerow(map(written, row))
            rows += 1
    return WrittenTable(table, rows, measured.count, measured.digest.hexdigest())
