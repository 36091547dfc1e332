"""The next review of the home country: what became of the last date, and the next one."""

from dataclasses import dataclass
from datetime import date

from mechanisms.models import Mechanism, Milestone, Review
from search.finding import finder
from search.selection import Selection


@dataclass(frozen=True, slots=True)
class NextReview:
    """A review still to come: the session that was missed, the next date, the records it left so far."""

    review: Review
    missed: Milestone | None
    milestone: Milestone | None
    count: int


def next_review(today: date, mechanism: Mechanism | None = None) -> NextReview | None:
    """Return the next review, of one mechanism or of any; None where none is awaited (four queries, or one)."""
    awaited = Review.objects.awaited()
    review = (awaited.filter(mechanism=mechanism) if mechanism else awaited).first()
    if review is None:
        return None
    return NextReview(
        review=review,
        missed=review.milestones.missed_session(),
        milestone=review.milestones.still_open(today).first(),
        count=finder().total(Selection(review=(review.key,))),
    )
