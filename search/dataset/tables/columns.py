"""What the tables' definitions share: streamed rows, columns that come in both languages, references."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from recommendations.models import Recommendation
from search.dataset.fields import Field, Reference

CHUNK = 2_000


def stream(rows: QuerySet, *columns: str) -> Iterator[Sequence[object]]:
    """Yield the rows as plain values, piece by piece."""
    return rows.values_list(*columns).iterator(chunk_size=CHUNK)


def named(name: str, about: str) -> Field:
    """Return a text column that no row lacks."""
    return Field(name, about, required=True)


def in_both(name: str, about: str) -> tuple[Field, Field]:
    """Return a text column in English and one in Spanish."""
    return Field(f"{name}_en", f"{about}, in English"), Field(f"{name}_es", f"{about}, in Spanish")


standing = Recommendation.objects.public
"""What is neither withdrawn nor merged: only these, and what hangs on them, are in the dataset."""
RECOMMENDATION = Reference(("recommendation",), "recommendations", ("slug",))
CITY = Reference(("city",), "cities", ("slug",))
ASSESSOR = Reference(("assessor",), "assessors", ("slug",))
ENTRY = Reference(("entry",), "progress", ("entry",))
REVIEW = Reference(("review",), "reviews", ("key",))
COUNTRY = Reference(("country",), "countries", ("iso3",))
