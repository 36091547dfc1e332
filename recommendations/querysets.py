"""Questions the product asks about recommendations, named after what is meant."""

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from recommendations.models import Recommendation


def stands(at: str = "") -> models.Q:
    """What stands: neither withdrawn nor merged into another record. ``at`` is the path to it, such as ``first__``."""
    return models.Q(**{f"{at}merged_into__isnull": True, f"{at}withdrawn_on__isnull": True})


class RecommendationQuerySet(models.QuerySet):
    """Recommendations, narrowed by intention."""

    def public(self) -> "RecommendationQuerySet":
        """What stands."""
        return self.filter(stands())

    def asking(self) -> "RecommendationQuerySet":
        """Recommendations proper: no concerns, pledges or other paragraphs. Denominators count these."""
        return self.filter(kind="recommendation")

    def of_home_country(self) -> "RecommendationQuerySet":
        """Those to the country that public pages show unless asked for another."""
        return self.filter(review__country__iso3=settings.HOME_COUNTRY)

    def with_citation(self) -> "RecommendationQuerySet":
        """Fetch what a citation and a card need, so that printing one costs no further query."""
        return self.select_related("review__mechanism", "review__country", "document")

    def in_document_order(self) -> "RecommendationQuerySet":
        """As the documents print them."""
        return self.order_by("review", "paragraph_order", "kind", "id")

    def newest_first(self) -> "RecommendationQuerySet":
        """Latest review first, inside it in document order."""
        year = models.F("review__year").desc(nulls_last=True)
        return self.order_by(year, "review", "paragraph_order", "kind", "id")

    def with_everything(self) -> "RecommendationQuerySet":
        """Fetch what the record's own page prints: its citation, States in order, labels, texts (7 queries)."""
        from recommendations.models import RecommendingState

        states = models.Prefetch("recommending", RecommendingState.objects.select_related("country").order_by("order"))
        return self.with_citation().prefetch_related(states, "themes", "groups", "sdg_goals", "sdg_targets", "texts")

    def with_repetition(self) -> "RecommendationQuerySet":
        """Fetch what says the same: one query, and none where no record repeats another."""
        from recommendations.models import Recommendation

        others = Recommendation.objects.public().with_citation()
        in_time = others.order_by("review__year", "review", "paragraph_order", "id")
        return self.select_related("repetition").prefetch_related(
            models.Prefetch("repetition__recommendations", in_time)
        )

    def tally(self, field: str) -> dict[object, int]:
        """Count the records by the value of ``field`` (a path over relations will do), each record once a value."""
        return dict(self.order_by().values_list(field).annotate(models.Count("pk", distinct=True)))

    def survivor(self, record: "Recommendation") -> "Recommendation":
        """Return the record that stands in ``record``'s place after one or more merges; itself where none."""
        seen = {record.pk}
        while record.merged_into_id and record.merged_into_id not in seen:
            record = cast("Recommendation", self.get(pk=record.merged_into_id))
            seen.add(record.pk)
        return record
