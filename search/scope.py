"""Searches that list what a figure counts."""

from cities.scope import LOCAL_REACH, Scope
from recommendations.models import Recommendation
from search.selection import Selection


def selection_of(scope: Scope) -> Selection:
    """Return the search that finds exactly ``scope.recommendations()``; only while ``scope`` has reviews."""
    return Selection(
        review=tuple(review.key for review in scope.reviews),
        kind=(str(Recommendation.Kind.RECOMMENDATION),),
        reach=tuple(str(reach) for reach in LOCAL_REACH),
    )
