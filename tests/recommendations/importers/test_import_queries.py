"""What an import costs the database: queries by the chunk, never by the row."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recommendations.importers.apply import RECOMMENDATION_FIELDS
from recommendations.models import Recommendation
from tests.recommendations.importers.importing import import_rows, row, uuid

pytestmark = pytest.mark.django_db

READ_AT_ONCE = 500
QUERIES_A_CHUNK = 9
"""``read_current``: the records, their States, themes, groups, goals, targets, unknown labels, other texts and
sources."""
STATEMENTS_AT_MOST = 120
"""At most ten tables to insert into and a few to update, six statements each (savepoint, create the temporary table,
fill it, release, move the rows, drop it), and some forty that read the vocabularies and find new keys."""


def rows(number: int, **said: object) -> list:
    """Return ``number`` rows that fill every table."""
    usual: dict[str, object] = {
        "recommending_states": ("Norway", "Chile"),
        "themes": ("Right to education", "Weather on the moon"),
        "groups": ("Children",),
        "sdgs": ("11", "11.1"),
        "position": "noted",
        "document_date": date(2020, 12, 15),
    }
    return [
        row(n, f"Words {n}", paragraph=f"26.{n}", annotation_id=uuid(n), **usual | said) for n in range(1, number + 1)
    ]


def queries(number: int, **said: object) -> int:
    """Import ``number`` rows and return how many statements that took."""
    with CaptureQueriesContext(connection) as captured:
        import_rows(rows(number, **said), "uhri-json")
    # On SQLite Django counts an executemany as one statement; PostgreSQL's COPY and batches pass it by.
    return len(captured)


def new_changed_and_same(number: int) -> list[int]:
    """Return what three imports take: rows that are new, that change, and that are there already."""
    Recommendation.objects.all().delete()
    return [queries(number, position=position) for position in ("noted", "supported", "supported")]


def test_queries_do_not_grow_with_the_rows() -> None:
    import_rows(rows(1))  # makes the SDG target and the unknown label, which the others find
    few, many = new_changed_and_same(100), new_changed_and_same(1000)
    # New rows are compared with nothing. Known ones are read 500 at a time: 100 rows are one chunk, 1,000 rows are two,
    # so the larger import takes the queries of one chunk more. All is written at the end.
    one_chunk_more = (1000 // READ_AT_ONCE - 1) * QUERIES_A_CHUNK
    assert many == [few[0], few[1] + one_chunk_more, few[2] + one_chunk_more]
    assert max(few) <= STATEMENTS_AT_MOST


def test_texts_in_another_language_do_not_cost_a_query_each() -> None:
    queries(100)
    few = queries(100, text_language="es")
    changed = [queries(100, text_language="es", position="noted") for _ in range(2)]
    assert max(changed) <= few
    assert few <= STATEMENTS_AT_MOST


def test_every_column_without_a_default_is_written() -> None:
    """A new column of ``Recommendation`` must be added to the list in ``apply``: rows are written past Django."""
    for column in Recommendation._meta.concrete_fields:
        assert column.name in RECOMMENDATION_FIELDS or column.null, f"{column.name} is missing in apply.py"
