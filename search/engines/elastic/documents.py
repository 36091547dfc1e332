"""What Elasticsearch holds of each recommendation: the same values that the facet store counts, and the same tokens."""

import hashlib
import json
from collections.abc import Collection
from typing import Any

from django.db import connection

from mechanisms.models import Review
from recommendations.models import Recommendation
from search.models import SearchDocument
from search.store.membership import read_membership
from search.store.records import Records
from search.store.vocabulary import Names

Document = dict[str, Any]

_ONE = ("mechanism", "review", "country", "kind", "reach")
_MANY = ("position", "theme", "group", "state", "sdg", "differs")
_NO_YEAR = 9999


class DocumentReader:
    """Reads documents; keeps the vocabularies while it lives, so make a new one for each piece of work."""

    def __init__(self) -> None:
        self._names = Names.load()
        wanted = ("pk", "country__name_en", "mechanism__name_en", "year", "key")
        self._reviews = {pk: rest for pk, *rest in Review.objects.order_by().values_list(*wanted)}

    def read(self, ids: Collection[int]) -> dict[int, Document]:
        """Return the documents of those of the recommendations that are public (twelve queries)."""
        documents = self._ordered(ids)
        for kind, by_value in read_membership(Records.read(ids), self._names, ids).items():
            for value, members in by_value.items():
                for pk in members:
                    if pk in documents:
                        _add(documents[pk], kind, value)
        for pk, s, x in SearchDocument.objects.filter(pk__in=documents).values_list("pk", "s", "x"):
            documents[pk] |= {"s": s, "x": x}
        for document in documents.values():
            _finish(document)
        return documents

    def _ordered(self, ids: Collection[int]) -> dict[int, Document]:
        """Begin each document with what orders it: as text that sorts as the database's own order does."""
        columns = ("pk", "review_id", "paragraph_order", "kind", "updated_at")
        documents: dict[int, Document] = {}
        for pk, review, paragraph, kind, updated in (
            Recommendation.objects.public().filter(pk__in=ids).order_by().values_list(*columns)
        ):
            if review not in self._reviews:
                # A review made after the vocabularies were read; its own change is still to come.
                continue
            country, mechanism, year, key = self._reviews[review]
            place = "\t".join((country, mechanism, str(year or _undated()), key, paragraph, kind))
            documents[pk] = {
                "pk": pk,
                "paragraph": place,
                "newest": f"{_NO_YEAR - (year or 0):04}\t{place}",
                "updated": int(updated.timestamp() * 1_000_000),
            }
        return documents


def _undated() -> str:
    """Return what stands for an unknown year: first or last, wherever this database puts it."""
    return "~" if connection.features.nulls_order_largest else ""


def _add(document: Document, kind: str, value: str) -> None:
    if kind in _ONE:
        document[kind] = value
    elif kind == "year":
        document[kind] = int(value)
    elif kind in _MANY:
        document.setdefault(kind, []).append(value)
    elif kind == "word":
        city, _bar, said = value.partition("|")
        for field, token in (("word", value), ("said", said), ("city", city)):
            document.setdefault(field, set()).add(token)
    elif kind == "action":
        city, _bar, status = value.partition("|")
        for field, token in (("action", value), ("done", status), ("city", city)):
            document.setdefault(field, set()).add(token)


def _finish(document: Document) -> None:
    """Bring the values into one order, and note a digest of all: what the index holds cannot be read back."""
    for field, value in document.items():
        if isinstance(value, set | list):
            document[field] = sorted(value)
    whole = json.dumps(document, sort_keys=True)
    document["digest"] = hashlib.blake2b(whole.encode(), digest_size=12).hexdigest()
