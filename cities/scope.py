"""What counts when a city's record is counted: the one place where the denominator is defined (DOMAIN.md).

Recommendations (not concerns) to the home country whose reach is local (named, or can act), in the latest completed
review of each mechanism. Every figure names this scope, and what nobody has sorted yet is shown beside it.
"""

from dataclasses import dataclass

from django.db.models import Count, Q

from cities.models import City, Implementation
from mechanisms.models import Review
from recommendations.models import Recommendation
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
        counts = {key: (local, not_sorted) for key, local, not_sorted in asked.values_list("review").annotate(
            local=Count("id", filter=Q(reach__in=LOCAL_REACH)),
            not_sorted=Count("id", filter=Q(reach=Recommendation.Reach.NOT_SORTED)),
        )}
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
        """Count the recommendations of the denominator on which each kind of assessor has given its word (one query)."""
        words = Implementation.objects.filter(city=city, recommendation__in=self.recommendations())
        counted = words.values_list("assessor__kind").annotate(assessed=Count("recommendation", distinct=True))
        return dict(counted.order_by())
