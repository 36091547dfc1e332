"""What changed: a number for each state of the record, and what differs from one to the next.

    data_version()             # Version(number, token): ask it, keep it, compare it
    record([12, 15])           # inside a transaction: these recommendations look different now
    record_rebuild()           # ... so many that readers had better load all of them anew

Whoever saves a model need not call anything (``watch``); whoever writes in bulk sends a signal of his room.
"""

from search.changes.pending import record, record_rebuild
from search.changes.version import Version, data_version

__all__ = ["Version", "data_version", "record", "record_rebuild"]
