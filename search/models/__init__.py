"""What the search room keeps: the data version, the log of changes, and the texts it has indexed."""

from search.models.changes import Change, DataVersion
from search.models.texts import DueText, ElasticIndex, SearchDocument

__all__ = ["Change", "DataVersion", "DueText", "ElasticIndex", "SearchDocument"]
