"""The log of changes, as readers follow it: what came after the state they know."""

from search.changes.version import Version
from search.models import Change

LONG_LOG = 1_000
"""Changes after which beginning anew is quicker than catching up (a process that slept for days)."""


def changes_since(version: Version) -> list[Change] | None:
    """Return what was logged after a version, oldest first; None where the log does not lead on from it (one query).

    A version belongs to a history, not only to a number: the log must hold it under its own token. It does not where a
    transaction was rolled back, a backup restored, another database opened, or the log cut short.
    """
    log = list(Change.objects.filter(number__gte=version.number).order_by("number")[: LONG_LOG + 2])
    if len(log) > LONG_LOG + 1:
        return None
    if version.number:
        if not log or log[0].number != version.number or log[0].token != version.token:
            return None
        del log[0]
    expected = range(version.number + 1, version.number + 1 + len(log))
    return log if [change.number for change in log] == list(expected) else None
