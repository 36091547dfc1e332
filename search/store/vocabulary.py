"""What the database's numbers stand for: reviews, themes, groups, countries, goals. A few thousand rows at most."""

from dataclasses import dataclass

from mechanisms.models import Country, Mechanism, Review
from recommendations.models import AffectedGroup, SdgGoal, SdgTarget, Theme
from search.store.reading import rows

IN_DOCUMENT_ORDER = ("country__name_en", "mechanism__name_en", "year", "key")
"""The order of reviews (``Review.Meta.ordering``), in which records of several documents follow each other."""


@dataclass(frozen=True)
class ReviewFacts:
    """What a recommendation has by its review, and the review's place in the two orders of results."""

    review: str
    mechanism: str
    is_upr: bool
    country: str
    year: str
    in_document_order: int
    newest_first: int


@dataclass(frozen=True)
class Names:
    """From primary keys to the values that addresses write."""

    reviews: dict[int, ReviewFacts]
    theme: dict[int, str]
    group: dict[int, str]
    state: dict[int, str]
    goal: dict[int, str]
    target: dict[int, str]

    @classmethod
    def load(cls) -> "Names":
        """Read them (six queries)."""
        return cls(
            reviews=_reviews(),
            theme=dict(rows(Theme.objects.order_by().values_list("pk", "slug"))),
            group=dict(rows(AffectedGroup.objects.order_by().values_list("pk", "slug"))),
            state=dict(rows(Country.objects.order_by().values_list("pk", "iso3"))),
            goal={pk: str(number) for pk, number in rows(SdgGoal.objects.order_by().values_list("pk", "number"))},
            target=dict(rows(SdgTarget.objects.order_by().values_list("pk", "code"))),
        )


def _reviews() -> dict[int, ReviewFacts]:
    wanted = ("pk", "key", "mechanism__slug", "mechanism__kind", "country__iso3", "year")
    # The model's own order is that of documents; the newest first is the same order within each year.
    found = rows(Review.objects.order_by(*IN_DOCUMENT_ORDER).values_list(*wanted))
    newest = sorted(range(len(found)), key=lambda place: (-(found[place][5] or 0), place))
    place_of = {place: rank for rank, place in enumerate(newest)}
    return {
        pk: ReviewFacts(
            review=key,
            mechanism=mechanism,
            is_upr=kind == Mechanism.Kind.UPR,
            country=country,
            year="" if year is None else str(year),
            in_document_order=place,
            newest_first=place_of[place],
        )
        for place, (pk, key, mechanism, kind, country, year) in enumerate(found)
    }
