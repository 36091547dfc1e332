"""Choosing a recommendation in other forms, by the search that the public uses. So it belongs to this room."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from mechanisms.admin.reviews import reviews_to_choose
from mechanisms.models import Review
from recommendations.admin.listing import ORDERING, SAYS
from recommendations.models import Recommendation, Theme
from recommendations.querysets import RecommendationQuerySet
from search.admin.keys import LONGEST_KEY
from search.finding import finder
from search.selection import Selection


class ChooserSearchForm(BaseFilterForm):
    """The search of the chooser: words, theme, review, reach."""

    q = forms.CharField(
        label=_("Search term"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Search")})
    )

    theme = forms.ModelChoiceField(
        label=_("Theme"), queryset=Theme.objects.all(), required=False, empty_label=_("All themes")
    )
    review = forms.ModelChoiceField(
        label=_("Review"), queryset=Review.objects.none(), required=False, empty_label=_("All reviews")
    )
    reach = forms.ChoiceField(
        label=_("Reach"), choices=[("", _("Any reach")), *Recommendation.Reach.choices], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["review"]).queryset = reviews_to_choose()

    def clean(self) -> dict[str, Any]:
        """Read it as the public search reads its address, and say what is wrong with the words."""
        cleaned = super().clean() or self.cleaned_data
        theme, review = cleaned.get("theme"), cleaned.get("review")
        asked = {
            "q": cleaned.get("q"),
            "theme": theme and theme.slug,
            "review": review and review.key,
            "reach": cleaned.get("reach"),
        }
        self.selection = Selection.parse({name: value for name, value in asked.items() if value})
        for problem in self.selection.problems:
            self.add_error(problem.parameter if problem.parameter in self.fields else None, str(problem.sentence))
        return cleaned

    def filter(self, objects: QuerySet) -> "Hits | QuerySet":
        """Find what the public search finds, in its order; without any condition, list everything."""
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        if not self.selection.pairs:
            return objects
        return Hits(finder().all_ids(self.selection), objects)


class Hits(Sequence[Recommendation]):
    """The recommendations of these ids, in their order; rows are fetched a page at a time."""

    def __init__(self, ids: Sequence[int], rows: QuerySet) -> None:
        self.ids = ids
        self.rows = rows

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, place: Any) -> Any:
        if not isinstance(place, slice):
            return self[place : place + 1][0]
        wanted = list(self.ids[place])
        found = {row.pk: row for row in self.rows.filter(pk__in=wanted)}
        return [found[pk] for pk in wanted if pk in found]


def to_choose_from() -> RecommendationQuerySet:
    """Return what anybody may read and so may choose: published records are no secret."""
    return Recommendation.objects.public().with_citation()


class _ListMixin:
    """The list of the chooser."""

    filter_form_class = ChooserSearchForm
    filter_form: ChooserSearchForm
    results_template_name = "search/admin/chooser_results.html"
    ordering = ORDERING

    def get_object_list(self) -> RecommendationQuerySet:
        """Return what may be chosen."""
        return to_choose_from()

    def filter_object_list(self, objects: QuerySet) -> QuerySet:
        """Show nothing where the search is none: a wrong value never shows more."""
        found = super().filter_object_list(objects)  # type: ignore[misc]
        return found if self.filter_form.is_valid() else found.none()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what is wrong with the search in the list: the form above it stays as it was typed."""
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {**context, "problems": [text for texts in self.filter_form.errors.values() for text in texts]}

    @property
    def columns(self) -> list[Column]:
        """Show what a record says beside its citation."""
        return [*super().columns, SAYS]  # type: ignore[misc]


class ChooseView(_ListMixin, chooser.ChooseView):
    """The dialog."""


class ChooseResultsView(_ListMixin, chooser.ChooseResultsView):
    """The list in the dialog, once more."""


class ChosenView(chooser.ChosenView):
    """The answer of the dialog."""

    def get_object(self, pk: str) -> Recommendation:
        """Return a record that may be chosen; anything else is not found."""
        if not pk.isdecimal():
            raise Http404
        return to_choose_from().get(pk=pk)


class ChosenMultipleView(chooser.ChosenMultipleView):
    """The answer of the dialog for several records."""

    def get_objects(self, pks: list[str]) -> RecommendationQuerySet:
        """Return those that may be chosen."""
        return to_choose_from().filter(pk__in=[pk for pk in pks if pk.isdecimal() and len(pk) <= LONGEST_KEY])


class RecommendationChooserViewSet(ChooserViewSet):
    """Finds a recommendation for a form."""

    model = Recommendation
    name = "recommendation-chooser"
    icon = "openquote"
    per_page = 10
    choose_one_text = _("Choose a recommendation")
    choose_another_text = _("Choose another recommendation")
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView

    def get_urlpatterns(self) -> list[URLPattern]:
        """Leave out the route that makes records: they come from imports."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


recommendation_chooser = RecommendationChooserViewSet()
