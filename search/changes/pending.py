"""What the running transaction has changed so far, written down as its last statement.

Last, so that the lock on the counter is held for a moment only, and so that no transaction that holds it waits for
another one: that could be a deadlock.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import uuid4

from django.core.exceptions import ImproperlyConfigured
from django.db import connection as default_connection
from django.db import transaction
from django.db.models import F
from django.dispatch import Signal

from search.database.before_commit import BeforeCommit
from search.models import Change, DataVersion

AT_MOST = 5_000
"""Recommendations that one change names; where there are more, loading all of them anew is quicker."""

about_to_commit = Signal()
"""Sent with ``recommendations`` (a set of ids) and ``rebuild`` before the version is taken, inside the transaction.

For what has to be written together with the record, such as the text index. A transaction whose own reader asks for
the version before its end sends it twice.
"""


@dataclass
class Pending:
    """The changes of one transaction.

    ``token`` is that of the version under which they are written down already, ``savepoints`` those open at that time.
    """

    recommendations: set[int] = field(default_factory=set)
    rebuild: bool = False
    vocabularies: bool = False
    pages: bool = False
    texts: bool = False
    token: str = ""
    savepoints: tuple[str | None, ...] = ()

    def write(self) -> None:
        """Take the next version and log what changed."""
        if len(self.recommendations) > AT_MOST:
            self.rebuild = True
            self.recommendations.clear()
        about_to_commit.send(sender=DataVersion, recommendations=frozenset(self.recommendations), rebuild=self.rebuild)
        token = uuid4().hex
        counter = DataVersion.objects.filter(pk=DataVersion.THE_ROW)
        tokens = {"token": token}
        if self.vocabularies or self.rebuild:
            tokens["vocabularies"] = token
        if self.pages:
            tokens["pages"] = token
        if self.texts or self.rebuild:
            tokens["texts"] = token
        while not counter.update(number=F("number") + 1, **tokens):
            DataVersion.objects.bulk_create([DataVersion(pk=DataVersion.THE_ROW)], ignore_conflicts=True)
        Change.objects.create(
            number=counter.values_list("number", flat=True).get(),
            token=token,
            recommendations=sorted(self.recommendations),
            rebuild=self.rebuild,
            vocabularies=self.vocabularies or self.rebuild,
        )
        self.token, self.savepoints = token, tuple(_connection().savepoint_ids)

    @property
    def stands(self) -> bool:
        """Whether it is written down, and no savepoint took that back since."""
        if not self.token:
            return False
        open_still = set(_connection().savepoint_ids)
        return open_still >= set(self.savepoints) or DataVersion.objects.filter(token=self.token).exists()


def record(
    recommendations: Iterable[int],
    *,
    rebuild: bool = False,
    vocabularies: bool = False,
    pages: bool = False,
    texts: bool = False,
) -> None:
    """Note that these recommendations look different now, for the end of the running transaction.

    ``vocabularies``: so do values that searches may name, or their labels. ``pages``: so do pages of the editors.
    ``texts``: words find others now. ``rebuild``: any recommendation may look different.

    Outside of a transaction it is written at once; whoever writes the record should be in one.
    """
    if not default_connection.in_atomic_block:
        with transaction.atomic():
            record(recommendations, rebuild=rebuild, vocabularies=vocabularies, pages=pages, texts=texts)
        return
    pending = _pending() or _new()
    pending.recommendations.update(recommendations)
    pending.rebuild |= rebuild
    pending.vocabularies |= vocabularies
    pending.pages |= pages
    pending.texts |= texts
    pending.token = ""


def record_rebuild() -> None:
    """Note that anything may look different now."""
    record((), rebuild=True)


def write_early() -> bool:
    """Write down what is pending, because this very transaction wants to read its own changes; return whether it was.

    It is written once more at the end: a savepoint may take the first writing back, but not what came before it.
    """
    pending = _pending()
    if pending is None or pending.stands:
        return False
    pending.write()
    return True


def _pending() -> Pending | None:
    for write in _connection().before_commit:
        owner = getattr(write, "__self__", None)
        if isinstance(owner, Pending):
            return owner
    return None


def _new() -> Pending:
    pending = Pending()
    _connection().before_commit.append(pending.write)
    return pending


def _connection() -> BeforeCommit:
    connection = transaction.get_connection()
    if not isinstance(connection, BeforeCommit):
        raise ImproperlyConfigured("ENGINE of the database must be one of search.database.")
    return connection
