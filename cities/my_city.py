"""What waits for a member of an assessor, what is missing, and what is new: the first page of a city's own work."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User
from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Cast
from wagtail.models import WorkflowState

from cities.models import (
    ActionContribution,
    Assessor,
    CityAction,
    Implementation,
    Membership,
    ProgressDraft,
    ProgressReply,
    ProgressUpdate,
)
from cities.progress.age import out_of_date_before
from cities.scope import LOCAL_REACH
from mechanisms.models import Milestone, Review
from recommendations.models import Recommendation, Theme
from recommendations.querysets import RecommendationQuerySet

SHOWN = 6
"""Rows of a list; its heading says how many there are in all."""

CITATION = ("recommendation__review__mechanism", "recommendation__review__country", "recommendation__document")


@dataclass(slots=True)
class Some:
    """The first rows of a list and the number of all."""

    rows: list
    total: int


class MyCity:
    """One member's work for one assessor. Everything is read on first use: all entries in one query, then each other
    list with its number in one.
    """

    def __init__(self, user: User, membership: Membership, today: date | None = None) -> None:
        self.user = user
        self.membership = membership
        self.assessor: Assessor = membership.assessor
        self.today = today or membership.assessor.city.today()

    @property
    def coordinates(self) -> bool:
        """Whether the member decides about what others send."""
        return self.membership.role == Membership.Role.COORDINATOR

    @cached_property
    def drafts(self) -> list[ProgressDraft]:
        """What the member has begun and not sent."""
        own = ProgressDraft.objects.filter(user=self.user, assessor=self.assessor)
        return list(own.select_related("assessor", *CITATION)[:SHOWN])

    @cached_property
    def _entries(self) -> list[ProgressUpdate]:
        """Every entry that this page names, in the order in which they were sent.

        Each list below picks its own: what is in hand, the oldest current words, the latest of the city. Each brings
        ``old_words`` (how many there are), ``is_old_word``, ``replied`` and ``sender``.
        """
        own = ProgressUpdate.objects.filter(assessor=self.assessor)
        in_hand = own.filter(state__in=(ProgressUpdate.State.PENDING, ProgressUpdate.State.RETURNED))
        words = Implementation.objects.filter(
            assessor=self.assessor,
            as_of__lt=out_of_date_before(self.today),
            recommendation__in=Recommendation.objects.public(),
        )
        in_city = ProgressUpdate.objects.public().filter(assessor__city=self.assessor.city_id)
        # Cut inside, for SQLite cuts no part of a union.
        oldest = own.filter(pk__in=words.order_by("as_of", "current").values("current")[:SHOWN])
        latest = ProgressUpdate.objects.filter(pk__in=in_city.latest_published_first().values("pk")[:SHOWN])
        named = [part.order_by().values("pk") for part in (in_hand, oldest, latest)]
        entries = ProgressUpdate.objects.filter(pk__in=named[0].union(*named[1:])).annotate(
            old_words=Subquery(words.order_by().values("assessor").annotate(number=Count("pk")).values("number")),
            is_old_word=Exists(words.filter(current=OuterRef("pk"))),
            replied=Exists(ProgressReply.objects.filter(update=OuterRef("pk"), assessor=self.assessor)),
            sender=Subquery(User.objects.filter(pk=OuterRef("submitted_by")).values(User.USERNAME_FIELD)),
        )
        # Eight tables with the union: of more, PostgreSQL joins them all before it looks which few rows are wanted.
        return list(entries.select_related("assessor", *CITATION).order_by("submitted_at", "pk"))

    @cached_property
    def _in_hand(self) -> list[ProgressUpdate]:
        return [entry for entry in self._entries if entry.state != ProgressUpdate.State.PUBLISHED]

    @cached_property
    def waiting(self) -> list[ProgressUpdate]:
        """Entries that wait for a coordinator, the oldest first."""
        return [entry for entry in self._in_hand if entry.state == ProgressUpdate.State.PENDING]

    @cached_property
    def waiting_for_me(self) -> list[ProgressUpdate]:
        """Those that this member may publish: of a community's, only what somebody else wrote."""
        if not self.coordinates:
            return []
        alone = self.assessor.kind == Assessor.Kind.COMMUNITY
        return [entry for entry in self.waiting if not (alone and entry.submitted_by_id == self.user.pk)]

    @cached_property
    def returned(self) -> list[ProgressUpdate]:
        """Entries that came back to this member; a coordinator sees those of all."""
        return [
            entry
            for entry in self._in_hand
            if entry.state == ProgressUpdate.State.RETURNED
            and (self.coordinates or entry.submitted_by_id == self.user.pk)
        ]

    @property
    def out_of_date(self) -> Some:
        """Current words older than twelve months, the oldest first."""
        marked: list[Any] = [entry for entry in self._entries if entry.is_old_word]  # type: ignore[attr-defined]
        old = sorted(marked, key=lambda entry: (entry.as_of, entry.pk))
        return Some(old[:SHOWN], old[0].old_words if old else 0)

    def _open(self) -> RecommendationQuerySet:
        asked = Recommendation.objects.public().asking().filter(review__in=Review.objects.latest_completed())
        spoken = Implementation.objects.filter(assessor=self.assessor, recommendation=OuterRef("pk"))
        return asked.filter(~Exists(spoken), reach__in=LOCAL_REACH)

    @cached_property
    def open_themes(self) -> list[Theme]:
        """Themes with recommendations that local government can act on and we have not assessed (``open``)."""
        carried = Theme.objects.filter(recommendation_themes__content_object__in=self._open())
        names_local = Q(recommendation_themes__content_object__reach=Recommendation.Reach.NAMES_LOCAL)
        counted = carried.annotate(
            open=Count("recommendation_themes"), names_local=Count("recommendation_themes", filter=names_local)
        )
        return list(counted.order_by("-names_local", "-open", "name"))

    @cached_property
    def not_assessed(self) -> Some:
        """Recommendations we have not assessed, those that name local government first."""
        # "names_local" sorts after "local_can_act".
        return _some(self._open().with_citation().order_by("-reach", "-review__year", "paragraph_order", "pk"))

    @cached_property
    def _own_actions(self) -> list[CityAction]:
        """Our actions that want something: a decision, or a recommendation that they serve."""
        links = ActionContribution.objects.filter(action=OuterRef("pk"))
        steps = WorkflowState.objects.filter(
            base_content_type__app_label=CityAction._meta.app_label,
            base_content_type__model=CityAction._meta.model_name,
            object_id=Cast(OuterRef("pk"), CharField()),
            status=WorkflowState.STATUS_IN_PROGRESS,
        )
        own = CityAction.objects.filter(recorded_by=self.assessor, redacted=False)
        own = own.annotate(is_linked=Exists(links), is_waiting=Exists(steps))
        return list(own.filter(Q(is_linked=False) | Q(is_waiting=True)).order_by("-updated_at", "pk"))

    @property
    def actions_without_link(self) -> list[CityAction]:
        """Our actions that serve no recommendation yet."""
        return [action for action in self._own_actions if not action.is_linked]

    @property
    def actions_in_moderation(self) -> list[CityAction]:
        """Our actions that wait for this coordinator."""
        if not self.coordinates:
            return []
        return [action for action in self._own_actions if action.is_waiting]

    @property
    def number_waiting(self) -> int:
        """How many things wait for this member's decision."""
        return len(self.waiting_for_me) + len(self.actions_in_moderation)

    @cached_property
    def dates(self) -> list[Milestone]:
        """The next dates of reviews of the city's country, the earliest first; undated ones last.

        What a completed review still awaits has a date; what has none there is a gap in our record.
        """
        awaited = Review.objects.filter(country=self.assessor.city.country_id)
        coming = Milestone.objects.filter(review__in=awaited).still_open(self.today)
        coming = coming.exclude(date=None, review__state=Review.State.COMPLETED)
        return list(coming.select_related("review__mechanism", "review__country")[:SHOWN])

    @cached_property
    def latest(self) -> list[ProgressUpdate]:
        """The latest published entries about the city, on all sides; ``may_reply`` where this member can answer."""
        published = [entry for entry in self._entries if entry.published_at is not None]
        rows = sorted(published, key=lambda entry: (entry.published_at, entry.pk), reverse=True)[:SHOWN]
        for entry in rows:
            other = entry.assessor_id != self.assessor.pk and not entry.redacted
            may_answer = self.coordinates and self.assessor.is_verified and other
            entry.may_reply = may_answer and not entry.replied  # type: ignore[attr-defined]
        return rows


def _some(queryset: QuerySet) -> Some:
    rows = list(queryset.annotate(in_all=Window(Count("pk")))[:SHOWN])
    return Some(rows, rows[0].in_all if rows else 0)
