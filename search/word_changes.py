"""Changes of a city's record, ready to print: what the word was, what it became, whose it is and on what."""

from collections.abc import Iterable
from dataclasses import dataclass

from cities.history import Change
from cities.models import ProgressUpdate
from cities.models.progress import ImplementationStatus
from search.selection.parameters import NOT_ASSESSED


@dataclass(frozen=True, slots=True)
class StatusWord:
    """A status with its label; "not assessed" has the label the tag itself prints."""

    value: str
    label: str

    @classmethod
    def of(cls, status: str | None) -> "StatusWord":
        """Return the word for a status, None standing for silence."""
        return cls(status, str(ImplementationStatus(status).label)) if status else cls(NOT_ASSESSED, "")


@dataclass(frozen=True, slots=True)
class PrintedChange:
    """``entry`` (with recommendation, assessor, redaction) changed a word from ``before`` to ``after``."""

    entry: ProgressUpdate
    before: StatusWord
    after: StatusWord


class Printer:
    """Reads the entries behind many changes at once (one query), and prints any of these changes."""

    def __init__(self, changes: Iterable[Change], others: Iterable[int] = ()) -> None:
        """Read the entries of ``changes`` and of the ids ``others``."""
        wanted = {change.entry.id for change in changes}.union(others)
        self._entries = ProgressUpdate.objects.public().on_standing_recommendations().in_bulk(wanted)

    def changes(self, changes: Iterable[Change]) -> list[PrintedChange]:
        """Return changes as they are printed. One whose entry was taken back meanwhile is left out."""
        return [
            PrintedChange(
                self._entries[change.entry.id],
                StatusWord.of(change.before.status if change.before else None),
                StatusWord.of(change.after.status),
            )
            for change in changes
            if change.entry.id in self._entries
        ]

    def entries(self, ids: Iterable[int]) -> list[ProgressUpdate]:
        """Return entries by id, in this order."""
        return [self._entries[each] for each in ids if each in self._entries]
