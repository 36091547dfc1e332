"""What the search room keeps: the data version and the log of changes."""

from search.models.changes import Change, DataVersion

__all__ = ["Change", "DataVersion"]
