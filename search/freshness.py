"""Where the record comes from and how old each source is, for the page about the data."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q
from django.utils import timezone

from cities.progress.age import out_of_date_before
from mechanisms.models import Review
from recommendations.models import ImportBatch, Recommendation
from recommendations.provenance import format_name
from search.changes import Version, data_version


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of file: when one was last imported, on how many records it is a source, its newest document."""

    format: str
    imported_at: datetime
    records: int
    newest_document: date | None
    is_old: bool

    @property
    def name(self) -> str:
        """What people call it, in the active language: what is kept here is read in all of them."""
        return format_name(self.format)


@dataclass(frozen=True, slots=True)
class HeldReview:
    """One review of the home country: how much of it is held, and when that last came in."""

    review: Review
    records: int
    imported_at: datetime | None


@dataclass(frozen=True, slots=True)
class Freshness:
    """All sources and reviews of one state of the record."""

    sources: list[Source]
    reviews: list[HeldReview]


_kept: tuple[Version, date, Freshness] | None = None


def freshness() -> Freshness:
    """Return the present state (three queries where the record, or the day, changed since this process last asked)."""
    global _kept
    version, today, kept = data_version(), timezone.localdate(), _kept
    if kept is None or kept[:2] != (version, today):
        kept = _kept = (version, today, Freshness(sources(today), _reviews()))
    return kept[2]


def sources(today: date) -> list[Source]:
    """Return each kind of file that stands, the one imported last first (one query)."""
    standing = Q(sources__recommendation__withdrawn_on=None, sources__recommendation__merged_into=None)
    rows = (
        ImportBatch.objects.filter(state=ImportBatch.State.APPLIED)
        .order_by()
        .values("format")
        .annotate(
            last=Max("imported_at"),
            records=Count("sources__recommendation", filter=standing, distinct=True),
            newest=Max("sources__recommendation__published_on", filter=standing),
        )
    )
    cutoff = out_of_date_before(today)
    found = [
        Source(
            row["format"],
            row["last"],
            row["records"],
            row["newest"],
            timezone.localdate(row["last"]) < cutoff,
        )
        for row in rows
    ]
    return sorted(found, key=lambda source: source.imported_at, reverse=True)


def _reviews() -> list[HeldReview]:
    held = {
        row["review"]: row
        for row in Recommendation.objects.public()
        .of_home_country()
        .order_by()
        .values("review")
        .annotate(
            records=Count("pk", distinct=True),
            last=Max("sources__batch__imported_at", filter=Q(sources__batch__state=ImportBatch.State.APPLIED)),
        )
    }
    reviews = Review.objects.of_home_country().for_page().newest_first()
    empty = {"records": 0, "last": None}
    return [HeldReview(review, *_held(held.get(review.pk, empty))) for review in reviews]


def _held(row: dict) -> tuple[int, datetime | None]:
    return row["records"], row["last"]
