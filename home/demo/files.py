"""Where the demo's files lie, and reading them."""

from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from mechanisms.reference_rows import ReferenceRow, read_rows
from recommendations.models import Recommendation

FOLDER = Path(settings.BASE_DIR) / "demo"
EXAMPLE_CITY = "example_falls"
"""The folder of the made-up city, under ``FOLDER``."""

RECOMMENDATION_KEY = ("review", "paragraph", "part", "kind")
"""The columns that name a recommendation in every file of the demo."""


def rows(name: str, columns: tuple[str, ...]) -> list[ReferenceRow]:
    """Return the rows of ``demo/<name>.csv``, which has exactly ``columns``."""
    return read_rows(FOLDER / f"{name}.csv", columns)


class Recommendations:
    """Look-up of recommendations by what demo files call them, from one query."""

    def __init__(self, queryset: QuerySet[Recommendation] | None = None) -> None:
        records = (Recommendation.objects.all() if queryset is None else queryset).filter(merged_into__isnull=True)
        self._by_key: dict[tuple[str, ...], list[Recommendation]] = {}
        for record in records.select_related("review"):
            key = (record.review.key, record.paragraph, record.part, record.kind)
            self._by_key.setdefault(key, []).append(record)

    def find(self, row: ReferenceRow) -> Recommendation:
        """Return the one recommendation a row names; none or several are an error of the row."""
        key = tuple(row.text(column) for column in RECOMMENDATION_KEY)
        found = self._by_key.get(key, [])
        if len(found) != 1:
            raise row.error(f"{' '.join(filter(None, key))} names {len(found)} recommendations instead of one")
        return found[0]
