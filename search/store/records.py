"""The records' own columns, from which both their values and their places in the orders are worked out."""

from dataclasses import dataclass

import numpy as np

from recommendations.models import Recommendation
from search.store.reading import Coded, Moments, Numbers, Only, Texts, columns


@dataclass(frozen=True)
class Records:
    """Public recommendations as parallel columns; ``ids`` and ``reviews`` are primary keys."""

    ids: np.ndarray
    reviews: np.ndarray
    updated: np.ndarray
    kinds: Coded
    positions: Coded
    reaches: Coded
    paragraphs: Coded

    @classmethod
    def read(cls, only: Only = None) -> "Records":
        """Read all of them, or those of ``only`` that are public (one query)."""
        public = Recommendation.objects.public()
        texts = ("kind", "position", "reach", "paragraph_order")
        return cls(
            *columns(
                public if only is None else public.filter(pk__in=only),
                Numbers("pk"),
                Numbers("review_id"),
                Moments("updated_at"),
                *map(Texts, texts),
            )
        )
