"""Reviews, their dates and their documents in the admin."""

from typing import Any

import django_filters
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column

from mechanisms.admin.forms import RecordForm
from mechanisms.admin.policy_views import RecordIndexView
from mechanisms.admin.viewsets import RecordViewSet
from mechanisms.models import Country, Document, Mechanism, Milestone, Review
from mechanisms.models.review import ReviewQuerySet


def reviews_to_choose(request: object = None) -> ReviewQuerySet:
    """Return the reviews with what their titles need."""
    return Review.objects.for_page()


class ReviewFilters(WagtailFilterSet):
    """Which reviews to list."""

    mechanism = django_filters.ModelChoiceFilter(queryset=Mechanism.objects.all(), label=_("Mechanism"))
    country = django_filters.ModelChoiceFilter(
        queryset=Country.objects.filter(reviews__isnull=False).distinct(), label=_("Country")
    )
    state = django_filters.ChoiceFilter(choices=Review.State.choices, label=_("State"))
    record = django_filters.ChoiceFilter(choices=Review.Record.choices, label=_("Our record"))

    class Meta:
        model = Review
        fields: list[str] = []


class ReviewIndexView(RecordIndexView):
    """The list of reviews."""

    def get_base_queryset(self) -> models.QuerySet:
        """Fetch what a title needs."""
        return super().get_base_queryset().select_related("mechanism", "country")


class ReviewForm(RecordForm):
    """A review; its key names it in addresses and files."""

    given_once = ("key",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.recommendations.exists():
            # The slugs of its recommendations and their identity in imports are built on these.
            for name in ("mechanism", "country", "cycle"):
                self.fields[name].disabled = True


class ReviewViewSet(RecordViewSet):
    """Reviews of countries by mechanisms."""

    model = Review
    name = "reviews"
    icon = "calendar-check"
    menu_order = 20
    record_form = ReviewForm
    index_view_class = ReviewIndexView
    filterset_class = ReviewFilters
    list_display = ["__str__", "key", "year", "state", "record"]
    list_export = ["key", "mechanism.slug", "country.iso3", "cycle", "session", "year", "state", "record"]
    search_fields = [
        "key",
        "mechanism__name_en",
        "mechanism__name_es",
        "mechanism__acronym",
        "country__name_en",
        "country__name_es",
    ]
    panels = [
        FieldPanel("mechanism"),
        FieldPanel("country"),
        FieldPanel("key"),
        FieldRowPanel([FieldPanel("cycle"), FieldPanel("session"), FieldPanel("year")]),
        FieldPanel("state"),
        FieldRowPanel([FieldPanel("held_on"), FieldPanel("adopted_on")]),
        MultiFieldPanel(
            [
                FieldPanel("record"),
                FieldPanel("announced_count"),
                FieldPanel("record_note_en"),
                FieldPanel("record_note_es"),
            ],
            heading=_("Our record"),
        ),
        FieldPanel("source_url"),
        FieldPanel("last_verified"),
    ]


class MilestoneFilters(WagtailFilterSet):
    """Which dates to list."""

    review = django_filters.ModelChoiceFilter(
        queryset=lambda request: reviews_to_choose().filter(milestones__isnull=False).distinct(), label=_("Review")
    )
    kind = django_filters.ChoiceFilter(choices=Milestone.Kind.choices, label=_("Kind"))

    class Meta:
        model = Milestone
        fields: list[str] = []


class OfReviewIndexView(RecordIndexView):
    """A list of things that belong to reviews."""

    def get_base_queryset(self) -> models.QuerySet:
        """Fetch what the review's title needs."""
        return super().get_base_queryset().select_related("review__mechanism", "review__country")


class OfReviewForm(RecordForm):
    """A form in which a review is chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["review"].queryset = reviews_to_choose()


class MilestoneForm(OfReviewForm):
    """A date in a review's life."""

    given_once = ("slug", "review")


class MilestoneViewSet(RecordViewSet):
    """What happens when in a review."""

    model = Milestone
    name = "milestones"
    icon = "calendar-alt"
    menu_order = 22
    record_form = MilestoneForm
    index_view_class = OfReviewIndexView
    filterset_class = MilestoneFilters
    list_display = ["__str__", Column("review", label=_("Review")), "kind", "date", "last_verified"]
    search_fields = ["title_en", "title_es", "review__key"]
    panels = [
        FieldPanel("review"),
        FieldRowPanel([FieldPanel("title_en"), FieldPanel("title_es")]),
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("date")]),
        FieldPanel("meaning_en"),
        FieldPanel("meaning_es"),
        FieldPanel("outcome_known"),
        FieldPanel("source_url"),
        FieldPanel("last_verified"),
    ]


class DocumentFilters(WagtailFilterSet):
    """Which documents to list."""

    kind = django_filters.ChoiceFilter(choices=Document.Kind.choices, label=_("Kind"))

    class Meta:
        model = Document
        fields: list[str] = []


class DocumentForm(OfReviewForm):
    """A UN document; recommendations are cited by its symbol."""

    given_once = ("symbol",)


class DocumentViewSet(RecordViewSet):
    """Documents of reviews."""

    model = Document
    name = "un-documents"
    icon = "doc-full"
    menu_order = 24
    record_form = DocumentForm
    index_view_class = OfReviewIndexView
    filterset_class = DocumentFilters
    list_display = ["__str__", Column("review", label=_("Review")), "kind", "date"]
    search_fields = ["symbol", "title_en", "title_es", "review__key"]
    panels = [
        FieldPanel("symbol"),
        FieldPanel("review"),
        FieldPanel("kind"),
        MultiFieldPanel([FieldPanel("title_en"), FieldPanel("title_es")], heading=_("Title")),
        FieldPanel("date"),
        FieldPanel("url"),
        FieldPanel("source_url"),
        FieldPanel("rights"),
        MultiFieldPanel([FieldPanel("note_en"), FieldPanel("note_es")], heading=_("Note")),
    ]
