"""The yardstick: what somebody would do with UHRI's JSON export and ``sqlite-utils`` in an afternoon.

The same rows, read piece by piece; columns with types; three lookup tables; full-text search; five indexes.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import ijson
import sqlite_utils

SINGLE = ("AnnotationId", "AnnotationType", "Body", "PublicationDate", "Symbol", "Text", "UprCycle", "UprSession")
LISTS = ("AffectedPersons", "Countries", "Sdgs", "Themes", "UprPositions", "UprRecommendingCountry")


def records(file: Path) -> Iterator[dict[str, object]]:
    """Yield the rows; several values of a cell are JSON."""
    with file.open("rb") as stream:
        for row in ijson.items(stream, "item"):
            record = {name: row[name] for name in (*SINGLE, *LISTS)}
            # A country is looked up by its name; the other lists stay lists.
            record["Countries"] = ", ".join(row["Countries"])
            yield record


def main(file: Path, database: Path) -> None:
    """Fill ``database`` with the rows of ``file``."""
    database.unlink(missing_ok=True)
    made = sqlite_utils.Database(database)
    table = made.table("recommendations")
    table.insert_all(records(file), pk="AnnotationId", batch_size=1000)
    table.transform(types={"UprSession": int, "PublicationDate": str})
    for name in ("Body", "Symbol", "Countries"):
        table.extract(name)
    table.enable_fts(["Text"])
    for name in ("Body_id", "Symbol_id", "Countries_id", "AnnotationType", "PublicationDate"):
        table.create_index([name])
    made.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
