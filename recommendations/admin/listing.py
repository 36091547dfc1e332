"""The list of recommendations: what to show, to search and to filter."""

from collections.abc import Mapping

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from mechanisms.admin.policy_views import RecordIndexView
from mechanisms.admin.reviews import reviews_to_choose
from mechanisms.models import Mechanism
from recommendations.models import Recommendation, Theme
from recommendations.querysets import RecommendationQuerySet

SUMMARY_STATES = {
    "none": (_("No summary"), Q(summary_en="", summary_es="")),
    "missing_es": (_("Spanish missing"), ~Q(summary_en="") & Q(summary_es="")),
    "missing_en": (_("English missing"), Q(summary_en="") & ~Q(summary_es="")),
    "both": (_("In both languages"), ~Q(summary_en="") & ~Q(summary_es="")),
}
"""Which of our plain summaries a record has: value of the filter → (what it is called, condition)."""

STANDINGS = {
    "standing": (_("Standing"), Q(withdrawn_on__isnull=True, merged_into__isnull=True)),
    "withdrawn": (_("Withdrawn"), Q(withdrawn_on__isnull=False)),
    "merged": (_("Merged into another record"), Q(merged_into__isnull=False)),
    "corrected": (_("Corrected by hand"), ~Q(locked_fields=[])),
}
"""Whether a record stands: value of the filter → (what it is called, condition)."""

NO_POSITION = "none"

CITATION_PATHS = ("review__mechanism", "review__country", "document")
"""What printing a citation reads beside the record."""


def desk_address(request: HttpRequest, route: str, primary_key: object) -> str:
    """Return the address of one record on a desk, with the filters of the list that it is opened from."""
    kept = request.GET.copy()
    for name in ("p", "q", "ordering", "_w_filter_fragment"):
        kept.pop(name, None)
    return reverse(route, args=[primary_key], query=kept)


def missing_spanish_summaries() -> RecommendationQuerySet:
    """Return the standing recommendations that we summarised in English only."""
    return Recommendation.objects.public().filter(SUMMARY_STATES["missing_es"][1])


def _choices(named: Mapping[str, tuple[str | Promise, Q]]) -> list[tuple[str, str | Promise]]:
    return [(value, label) for value, (label, _condition) in named.items()]


class RecommendationFilters(WagtailFilterSet):
    """Which recommendations to list."""

    review = django_filters.ModelChoiceFilter(queryset=reviews_to_choose, label=_("Review"))
    mechanism = django_filters.ModelChoiceFilter(
        field_name="review__mechanism", queryset=Mechanism.objects.all(), label=_("Mechanism")
    )
    kind = django_filters.ChoiceFilter(choices=Recommendation.Kind.choices, label=_("Kind"))
    position = django_filters.ChoiceFilter(
        choices=[*Recommendation.Position.choices, (NO_POSITION, _("Not recorded"))],
        method="filter_position",
        label=_("Position of the State"),
    )
    reach = django_filters.ChoiceFilter(choices=Recommendation.Reach.choices, label=_("Reach"))
    theme = django_filters.ModelChoiceFilter(queryset=Theme.objects.all(), method="filter_theme", label=_("Theme"))
    summary = django_filters.ChoiceFilter(
        choices=_choices(SUMMARY_STATES), method="filter_summary", label=_("Plain summary")
    )
    standing = django_filters.ChoiceFilter(choices=_choices(STANDINGS), method="filter_standing", label=_("Standing"))

    class Meta:
        model = Recommendation
        fields: list[str] = []

    def filter_position(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Take "not recorded" for an empty position."""
        return queryset.filter(position="" if value == NO_POSITION else value)

    def filter_theme(self, queryset: QuerySet, name: str, theme: Theme) -> QuerySet:
        """Find the records of a theme without joining, which would count a record twice."""
        return queryset.filter(pk__in=theme.recommendation_themes.values("content_object"))

    def filter_summary(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Find the records by the languages of their summary."""
        return queryset.filter(SUMMARY_STATES[value][1])

    def filter_standing(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Find the records by whether they stand."""
        return queryset.filter(STANDINGS[value][1])


class RecommendationIndexView(RecordIndexView):
    """The list of recommendations: two queries for a page of it, however many it counts, beside the filters' own."""

    def get_base_queryset(self) -> QuerySet:
        """Fetch what a citation needs."""
        return super().get_base_queryset().select_related(*CITATION_PATHS)


def what_it_says(record: Recommendation) -> str:
    """Return our summary, or the official words where there is none, cut to some 25 words."""
    return Truncator(record.summary or record.text).words(25)


SAYS = Column("says", label=_("What it says"), accessor=what_it_says)
LIST_DISPLAY = [
    "__str__",
    Column("review", label=_("Review")),
    SAYS,
    "kind",
    "position",
    "reach",
]
LIST_EXPORT = [
    "slug",
    "citation",
    "review.key",
    "kind",
    "position",
    "reach",
    "summary_en",
    "summary_es",
    "text",
    "withdrawn_on",
]
SEARCH_FIELDS = ["slug", "paragraph", "document__symbol", "text", "summary_en", "summary_es"]
ORDERING = ["review_id", "paragraph_order", "kind", "id"]
"""By review and in it as the document prints them; an index serves this, however many records there are."""
