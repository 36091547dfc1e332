"""When texts are read again: right before the commit of a transaction that changed them.

The receivers hear of every change through ``search.changes``. A few records are read in the same transaction, so a
search finds what it shows. Many become due, and whoever imported them reads them after the commit.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.models.signals import post_migrate

from cities.signals import words_redacted
from recommendations.models import ImportBatch, ImportChange, Recommendation
from recommendations.signals import recommendations_imported
from search.changes import record
from search.changes.pending import about_to_commit
from search.database.before_commit import BeforeCommit
from search.engines.text import database_text_engine
from search.indexing.writing import (
    forget_ghosts,
    is_reading_due,
    make_due,
    make_everything_due,
    make_found_due,
    read_due,
    reindex,
)

AT_ONCE = 1_000
"""Records whose texts are read inside the transaction that changed them: half a second's work at most."""


def watch() -> None:
    """Connect the receivers; a second call changes nothing."""
    about_to_commit.connect(_about_to_commit, dispatch_uid="search.indexing.about_to_commit")
    recommendations_imported.connect(_imported, dispatch_uid="search.indexing.imported")
    words_redacted.connect(_redacted, dispatch_uid="search.indexing.redacted")
    post_migrate.connect(_migrated, apps.get_app_config("search"), dispatch_uid="search.indexing.migrated")


def _about_to_commit(recommendations: Collection[int], rebuild: bool, **kwargs: object) -> None:
    if is_reading_due():
        return
    if rebuild and Recommendation.objects.order_by()[: AT_ONCE + 1].count() <= AT_ONCE:
        # A label changed, or more than was counted. Of a small record all is read at once.
        make_everything_due()
        read_due()
    elif rebuild and not _is_import():
        make_everything_due()
    elif len(recommendations) > AT_ONCE:
        make_due(recommendations)
        # Read later; what a citation names has changed already.
        record((), texts=True)
    elif recommendations:
        reindex(recommendations)


@dataclass
class _ImportedTexts:
    """Makes due what an import changed, as the last thing of its transaction."""

    batch: ImportBatch

    def __call__(self) -> None:
        changes = ImportChange.objects.filter(batch=self.batch, recommendation__isnull=False)
        make_found_due(changes.order_by().values("recommendation").distinct())


def _redacted(**kwargs: object) -> None:
    """SQLite keeps the tokens of a forgotten text, marked as gone, until the parts of its index are merged."""
    transaction.on_commit(database_text_engine().tidy)


def _migrated(using: str = DEFAULT_DB_ALIAS, **kwargs: object) -> None:
    """After ``flush``, which knows the tables of models only, nothing may be left in the index."""
    if using == DEFAULT_DB_ALIAS and {"search_document", "search_text"} <= set(connection.introspection.table_names()):
        forget_ghosts()


def _imported(batch: ImportBatch, **kwargs: object) -> None:
    """The process that imported, or took an import back, reads what is due once that stands."""
    if isinstance(current := transaction.get_connection(), BeforeCommit):
        current.before_commit.append(_ImportedTexts(batch))
    transaction.on_commit(read_due)


def _is_import() -> bool:
    """Whether it is an import that calls for a rebuild: its own records are all that changed."""
    current = transaction.get_connection()
    writings = current.before_commit if isinstance(current, BeforeCommit) else ()
    return any(isinstance(writing, _ImportedTexts) for writing in writings)
