"""When texts are read again: right before the commit of a transaction that changed them.

The receivers hear of every change through ``search.changes``. A few records are read in the same transaction, so a
search finds what it shows. Many become due, and whoever imported them reads them after the commit.
"""

from collections.abc import Collection

from django.db import transaction

from recommendations.models import ImportBatch, Recommendation
from recommendations.signals import recommendations_imported
from search.changes.pending import about_to_commit
from search.indexing.writing import is_reading_due, make_due, make_everything_due, read_due, reindex

AT_ONCE = 1_000
"""Records whose texts are read inside the transaction that changed them: half a second's work at most."""


def watch() -> None:
    """Connect the receivers; a second call changes nothing."""
    about_to_commit.connect(_about_to_commit, dispatch_uid="search.indexing.about_to_commit")
    recommendations_imported.connect(_imported, dispatch_uid="search.indexing.imported")


def _about_to_commit(recommendations: Collection[int], rebuild: bool, **kwargs: object) -> None:
    if is_reading_due():
        return
    if rebuild:
        _read_all_or_make_due()
    elif len(recommendations) > AT_ONCE:
        make_due(recommendations)
    elif recommendations:
        reindex(recommendations)


def _read_all_or_make_due() -> None:
    """A label changed, or more than was counted: of a small record all is read at once."""
    make_everything_due()
    if Recommendation.objects.order_by()[: AT_ONCE + 1].count() <= AT_ONCE:
        read_due()


def _imported(batch: ImportBatch, **kwargs: object) -> None:
    """The process that imported reads what is due, once the import itself stands."""
    transaction.on_commit(read_due)
