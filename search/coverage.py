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
    by_country = selection.vocabularies.incomplete_reviews
    if selection.review:
        asked = [each for reviews in by_country.values() for each in reviews if each.key in selection.review]
    else:
        countries = selection.country or (settings.HOME_COUNTRY,)
        asked = [review for country in countries for review in by_country.get(country, [])]
    asked.sort(key=lambda review: -(review.year or 0))
    lacking = [review for review in asked if _is_narrowed_to(selection, review)]
    return Gaps(len(lacking), lacking[:NAMED])


def _is_narrowed_to(selection: Selection, review: Review) -> bool:
    year = review.year
    return (
        (not selection.mechanism or review.mechanism.slug in selection.mechanism)
        and (selection.year_from is None or (year is not None and year >= selection.year_from))
        and (selection.year_to is None or (year is not None and year <= selection.year_to))
    )
