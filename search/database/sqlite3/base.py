"""Django's SQLite with ``before_commit``."""

from django.db.backends.sqlite3 import base

from search.database.before_commit import BeforeCommit


class DatabaseWrapper(BeforeCommit, base.DatabaseWrapper):
    """What ``ENGINE`` names."""
