"""The dates of a UN review."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.keys import ReviewBlock
from mechanisms.models import Review


class TimelineBlock(blocks.StructBlock):
    """What happens when in a review, as the tracker has it; it changes there, not here."""

    review = ReviewBlock(label=_("Review"))

    class Meta:
        icon = "date"
        label = _("Dates of a review")
        label_format = "{review}"
        template = "home/blocks/timeline.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the review with its dates."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        context.update(review_timeline(value["review"]))
        return context


def review_timeline(key: str) -> dict[str, Any]:
    """Return what prints a review's dates: ``review`` (None: no such review), ``milestones``, ``today`` (2 queries)."""
    review = Review.objects.for_page().filter(key=key).first()
    milestones = list(review.milestones.all()) if review else []
    return {"review": review, "milestones": milestones, "today": timezone.localdate()}
