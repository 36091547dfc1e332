"""What our record does not hold: said beside a search, so that few results do not pass for few recommendations."""

from dataclasses import dataclass

from django.conf import settings

from mechanisms.models import Review
from search.selection import Selection

NAMED = 12
"""So many reviews are named beside a search; the page of reviews has them all."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """The reviews a search covers whose recommendations are not, or not all, on record: how many, and the latest."""

    number: int
    latest: list[Review]


def gaps(selection: Selection) -> Gaps:
    """Return what our record lacks within a search."""
    lacking = [review for review in selection.vocabularies.incomplete_reviews if _covers(selection, review)]
    return Gaps(len(lacking), lacking[:NAMED])


def _covers(selection: Selection, review: Review) -> bool:
    if selection.review:
        asked = review.key in selection.review
    else:
        asked = review.country.iso3 in (selection.country or (settings.HOME_COUNTRY,))
    year = review.year
    return (
        asked
        and (not selection.mechanism or review.mechanism.slug in selection.mechanism)
        and (selection.year_from is None or (year is not None and year >= selection.year_from))
        and (selection.year_to is None or (year is not None and year <= selection.year_to))
    )
