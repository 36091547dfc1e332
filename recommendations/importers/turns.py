"""Imports, and taking them back, happen one at a time, and nobody else writes recommendations meanwhile."""

from django.db import connection

from recommendations.models import Recommendation


def take_turn() -> None:
    """Wait until no other transaction writes recommendations, then keep others from it until this one ends.

    SQLite's one writer sees to it by itself (transactions begin IMMEDIATE). On PostgreSQL the table is locked for
    writers only: people go on reading, and an editor's correction waits instead of being overwritten.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(Recommendation._meta.db_table)
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
