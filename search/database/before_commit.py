"""A moment that Django lacks: the end of a transaction, when everything is written and nothing is committed yet."""

from collections.abc import Callable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

Writing = Callable[[], None]


class BeforeCommit(BaseDatabaseWrapper):
    """A connection with ``before_commit``: functions that the running transaction calls right before its COMMIT.

    What they write belongs to the transaction; where one fails, nothing of the transaction stays. A rollback forgets
    them. (``transaction.on_commit`` comes too late for this: what it writes is lost when the process dies in between.)
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before_commit: list[Writing] = []

    def _commit(self) -> None:
        try:
            for write in self.before_commit:
                write()
        except BaseException:
            self._rollback()
            raise
        self.before_commit.clear()
        super()._commit()  # type: ignore[misc]

    def _rollback(self) -> None:
        self.before_commit.clear()
        super()._rollback()  # type: ignore[misc]

    def connect(self) -> None:
        """Start with nothing to do: what a lost connection had open is rolled back by the database."""
        self.before_commit.clear()
        super().connect()
