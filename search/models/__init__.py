"""What the search room keeps: data version and log of changes, texts indexed, the dataset, synonyms, old slugs."""

from search.models.changes import Change, DataVersion
from search.models.dataset import DatasetFile
from search.models.former import FormerValue
from search.models.synonyms import Synonyms
from search.models.texts import DueText, ElasticIndex, SearchDocument

__all__ = [
    "Change",
    "DataVersion",
    "DatasetFile",
    "DueText",
    "ElasticIndex",
    "FormerValue",
    "SearchDocument",
    "Synonyms",
]
