"""What counts when a city's record is counted: the one place where the denominator is defined (DOMAIN.md).

Recommendations (not concerns) to the home country whose reach is local (named, or can act), in the latest completed
review of each mechanism. Every figure names this scope, and what nobody has sorted yet is shown beside it.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from cities.models import City, Implementation
from mechanisms.models import Review
from recommendations.models import Recommendation, Theme
from recommendations.querysets import RecommendationQuerySet

LOCAL_REACH = (Recommendation.Reach.NAMES_LOCAL, Recommendation.Reach.LOCAL_CAN_ACT)


@dataclass(frozen=True, slots=True)
class Scope:
    """The denominator of every city's figures.

    ``reviews`` are the latest completed reviews whose recommendations we hold, ``reviews_not_held`` the others: a
    figure that leaves them out says so. ``local`` counts the recommendations that local government can act on,
    ``not_sorted`` those whose reach nobody has looked at.
    """

    reviews: tuple[Review, ...]
    reviews_not_held: tuple[Review, ...]
    local: int
    not_sorted: int

    @classmethod
    def load(cls) -> "Scope":
        """Read the scope as it stands (two queries)."""
        latest = Review.objects.latest_completed()
        asked = Recommendation.objects.public().asking().filter(review__in=latest)
        by_review = (
            asked.order_by()
            .values_list("review")
            .annotate(
                local=Count("id", filter=Q(reach__in=LOCAL_REACH)),
                not_sorted=Count("id", filter=Q(reach=Recommendation.Reach.NOT_SORTED)),
            )
        )
        counts = {review: (local, not_sorted) for review, local, not_sorted in by_review}
        return cls(
            reviews=tuple(review for review in latest if review.pk in counts),
            reviews_not_held=tuple(review for review in latest if review.pk not in counts),
            local=sum(local for local, _ in counts.values()),
            not_sorted=sum(not_sorted for _, not_sorted in counts.values()),
        )

    def recommendations(self) -> RecommendationQuerySet:
        """The recommendations of the denominator."""
        asked = Recommendation.objects.public().asking()
        return asked.filter(review__in=[review.pk for review in self.reviews], reach__in=LOCAL_REACH)

    def assessed(self, city: City) -> dict[str, int]:
        """Count the recommendations on which each kind of assessor has given its word (one query)."""
        return _counted(self._words_in(city), "assessor__kind")

    def statuses(self, city: City) -> dict[tuple[str, str], int]:
        """Count the recommendations by (kind of assessor, status). Two assessors of a kind may give two words."""
        return _counted(self._words_in(city), "assessor__kind", "status")

    def assessed_by_theme(self, city: City) -> dict[tuple[str, str], int]:
        """Count the recommendations by (kind of assessor, theme)."""
        return _counted(self._words_in(city), "assessor__kind", _THEME)

    def statuses_by_theme(self, city: City) -> dict[tuple[str, str, str], int]:
        """Count the recommendations by (kind of assessor, theme, status)."""
        return _counted(self._words_in(city), "assessor__kind", _THEME, "status")

    def themes(self) -> list[tuple[Theme, int]]:
        """The themes of the denominator with the number of recommendations each has, the largest first."""
        carried = Theme.objects.filter(recommendation_themes__content_object__in=self.recommendations())
        counted = carried.annotate(recommendations=Count("recommendation_themes")).order_by("-recommendations", "name")
        return [(theme, theme.recommendations) for theme in counted]

    def _words_in(self, city: City) -> QuerySet[Implementation]:
        return Implementation.objects.filter(city=city, recommendation__in=self.recommendations())


_THEME = "recommendation__recommendation_themes__tag__slug"


def _counted(words: QuerySet[Implementation], *fields: str) -> dict[Any, int]:
    """Count distinct recommendations by the values of ``fields``; one field gives plain keys, several give tuples."""
    rows = words.order_by().values_list(*fields).annotate(recommendations=Count("recommendation", distinct=True))
    return {row[0] if len(fields) == 1 else row[:-1]: row[-1] for row in rows}
