"""The twin desk: records that may be one, or that repeat each other."""

import django_filters
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn

from mechanisms.admin.policy_views import RecordIndexView
from mechanisms.admin.viewsets import ListedViewSet
from recommendations.admin.listing import CITATION_PATHS
from recommendations.models import PossibleDuplicate


class PossibleDuplicateFilters(WagtailFilterSet):
    """Which pairs to list."""

    at_least = django_filters.NumberFilter(
        field_name="similarity", lookup_expr="gte", label=_("Similarity of at least")
    )

    class Meta:
        model = PossibleDuplicate
        fields: list[str] = []


class PossibleDuplicateIndexView(RecordIndexView):
    """The list of pairs."""

    def get_base_queryset(self) -> models.QuerySet:
        """Fetch what two citations need."""
        return (
            super()
            .get_base_queryset()
            .select_related(*(f"{side}__{path}" for side in ("first", "second") for path in CITATION_PATHS))
        )


class PossibleDuplicateViewSet(ListedViewSet):
    """Pairs of records that may be one. A person decides."""

    model = PossibleDuplicate
    name = "possible-duplicates"
    icon = "copy"
    menu_order = 54
    index_view_class = PossibleDuplicateIndexView
    filterset_class = PossibleDuplicateFilters
    list_display = [
        "__str__",
        Column("first_words", label=_("First"), accessor=lambda pair: pair.first.summary or pair.first.text),
        Column("second_words", label=_("Second"), accessor=lambda pair: pair.second.summary or pair.second.text),
        NumberColumn(
            "similarity", label=_("Similarity"), sort_key="similarity", accessor=lambda pair: round(pair.similarity)
        ),
    ]
    search_fields = ["first__slug", "second__slug", "first__text", "second__text"]
    ordering = ["-similarity", "id"]
