"""What a piece of work wrote into the log of changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from search.changes import data_version
from search.models import Change


@dataclass
class Logged:
    """What was logged: ids of recommendations, whether a rebuild is due, and in how many versions."""

    recommendations: frozenset[int] = frozenset()
    rebuild: bool = False
    versions: int = 0
    vocabularies: bool = False

    @property
    def touched(self) -> set[int]:
        """The recommendations, where not everything is to be loaded anew."""
        assert not self.rebuild
        return set(self.recommendations)


@contextmanager
def logged() -> Iterator[Logged]:
    """Yield what the block logs; it is known after the block, which counts as a transaction of its own."""
    before = data_version()
    connection.before_commit.clear()
    seen = Logged()
    yield seen
    data_version()
    changes = list(Change.objects.filter(number__gt=before.number))
    seen.recommendations = frozenset(pk for change in changes for pk in change.recommendations)
    seen.rebuild = any(change.rebuild for change in changes)
    seen.vocabularies = any(change.vocabularies for change in changes)
    seen.versions = len(changes)
