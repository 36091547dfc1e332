"""What counts when a city's record is counted: the one place where the denominator is defined (DOMAIN.md).

Recommendations (not concerns) to the home country whose reach is local (named, or can act), in the latest completed
review of each mechanism. Every figure names this scope, and what nobody has sorted yet is shown beside it.
"""

from dataclasses import dataclass

from django.db.models import Count, Q

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
        latest = list(Review.objects.latest_completed())
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

    def themes_of_recommendations(self) -> dict[int, list[Theme]]:
        """The recommendations of the denominator (ids) with the themes each carries, often none (two queries)."""
        carried: dict[int, list[int]] = {}
        for recommendation, theme in self.recommendations().values_list("pk", "recommendation_themes__tag").order_by():
            carried.setdefault(recommendation, [])
            if theme is not None:
                carried[recommendation].append(theme)
        themes = Theme.objects.in_bulk({theme for its_themes in carried.values() for theme in its_themes})
        return {recommendation: [themes[theme] for theme in its] for recommendation, its in carried.items()}
