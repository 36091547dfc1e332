"""Django's PostgreSQL with ``before_commit``."""

from django.db.backends.postgresql import base

from search.database.before_commit import BeforeCommit


class DatabaseWrapper(BeforeCommit, base.DatabaseWrapper):
    """What ``ENGINE`` names."""
