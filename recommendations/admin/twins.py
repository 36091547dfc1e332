"""The twin desk: records that may be one, or that repeat each other, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn

from mechanisms.admin.policy_views import RecordIndexView
from mechanisms.admin.reviews import reviews_to_choose
from mechanisms.admin.viewsets import ListedViewSet
from mechanisms.normalise import fold
from recommendations import twins
from recommendations.admin.desk import DeskView, sentences, steps
from recommendations.admin.differences import Piece, marked
from recommendations.admin.listing import CITATION_PATHS, desk_address, what_it_says
from recommendations.merging import problems_of, which_stays
from recommendations.models import PossibleDuplicate, Recommendation
from recommendations.querysets import stands

Decision = PossibleDuplicate.Decision


class PossibleDuplicateFilters(WagtailFilterSet):
    """Which pairs to list. Unless asked, those that wait."""

    review = django_filters.ModelChoiceFilter(
        queryset=reviews_to_choose, method="filter_review", label=gettext_lazy("Review")
    )
    at_least = django_filters.NumberFilter(
        field_name="similarity", lookup_expr="gte", label=gettext_lazy("Similarity of at least")
    )
    decision = django_filters.ChoiceFilter(choices=Decision.choices, label=gettext_lazy("Decision"))

    class Meta:
        model = PossibleDuplicate
        fields: list[str] = []

    def filter_review(self, queryset: models.QuerySet, name: str, review: Any) -> models.QuerySet:
        """Find the pairs of which one record stands in the review."""
        return queryset.filter(models.Q(first__review=review) | models.Q(second__review=review))


def pairs_to_decide() -> models.QuerySet[PossibleDuplicate]:
    """Return the pairs that wait: both records stand, and are not known to repeat each other by other pairs."""
    # By joins: with two lists of all records, SQLite tries each of one against each of the other.
    both_stand = stands("first__") & stands("second__")
    waiting = PossibleDuplicate.objects.filter(both_stand, decision=Decision.WAITING)
    linked = models.Q(first__repetition__isnull=False, first__repetition=models.F("second__repetition"))
    return waiting.exclude(linked).order_by("-similarity", "pk")


def asked_for(parameters: QueryDict) -> models.QuerySet[PossibleDuplicate]:
    """Return the pairs of the list that ``parameters`` ask for; none where they cannot be understood."""
    pairs = PossibleDuplicate.objects.order_by("-similarity", "pk") if "decision" in parameters else pairs_to_decide()
    filters = PossibleDuplicateFilters(parameters, queryset=pairs)
    return filters.qs if filters.is_valid() else pairs.none()


@dataclass(frozen=True)
class Fact:
    """One line of the comparison."""

    name: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        """Whether the two are not the same."""
        return self.first != self.second


class DecisionForm(forms.Form):
    """Which of the two stays, if they are one."""

    keep = forms.TypedChoiceField(label=gettext_lazy("Which one stays?"), coerce=int, widget=forms.RadioSelect)
    sure = forms.BooleanField(
        label=gettext_lazy("Joining is final. I compared both."),
        error_messages={"required": gettext_lazy("Tick that you compared both: joining is final.")},
    )

    def __init__(self, *args: Any, pair: PossibleDuplicate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["keep"]
        field.choices = [(record.pk, record.citation) for record in (pair.first, pair.second)]
        self.initial["keep"] = which_stays(pair.first, pair.second).pk


class PairView(DeskView):
    """One pair: texts with their differences marked, the facts of both, and the decision."""

    model = PossibleDuplicate
    template_name = "recommendations/admin/desk/pair.html"
    header_icon = "copy"
    index_route = "possible-duplicates:index"

    def get_base_object_queryset(self) -> models.QuerySet[PossibleDuplicate]:
        """Fetch both records."""
        return PossibleDuplicate.objects.select_related(
            "decided_by", *(f"{side}__{each}" for side in ("first", "second") for each in CITATION_PATHS)
        )

    def get_page_title(self) -> str:
        """Name the question."""
        return _("The same, a repeat, or different?")

    def get_page_subtitle(self) -> str:
        """Name both."""
        return str(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Compare."""
        pair = self.object
        form = kwargs.pop("form", None) or DecisionForm(pair=pair)
        both = (pair.first.text, pair.second.text)
        texts = marked(*both, compared_as=fold) if all(both) else None
        listed = list(asked_for(self.request.GET).values_list("pk", flat=True))
        stays = which_stays(pair.first, pair.second)
        gone = pair.second if stays == pair.first else pair.first
        return super().get_context_data(
            pair=pair,
            sides=[
                Side(pair.first, texts.first if texts else None),
                Side(pair.second, texts.second if texts else None),
            ],
            only_first=texts.only_first if texts else [],
            only_second=texts.only_second if texts else [],
            facts=facts(pair.first, pair.second),
            form=form,
            cannot_join=problems_of(stays, gone),
            steps=steps("possible-duplicates:decide", listed, pair, self.request.GET.urlencode()),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decide, or take a decision back."""
        listed = asked_for(request.GET)
        following = _after(self.object, listed) if self.object.is_waiting else None
        try:
            done = self._decide(request.POST.get("then", ""))
        except ValidationError as error:
            self.object = self.get_base_object_queryset().get(pk=self.object.pk)
            return self.show(sentences(error))
        if isinstance(done, HttpResponse):
            return done
        here = reverse("possible-duplicates:decide", args=[self.object.pk])
        messages.success(request, done, buttons=[messages.button(here, _("Look at it again"))])
        if following is None:
            return redirect("possible-duplicates:index")
        return redirect(reverse("possible-duplicates:decide", args=[following], query=request.GET))

    def _decide(self, then: str) -> str | HttpResponse:
        pair, by = self.object, self.request.user
        if then == "same":
            form = DecisionForm(self.request.POST, pair=pair)
            if not form.is_valid():
                problems = [str(message) for errors in form.errors.values() for message in errors]
                return self.show(problems, form=form)
            kept = pair.first if form.cleaned_data["keep"] == pair.first_id else pair.second
            twins.join(pair, kept, by=by)  # type: ignore[arg-type]
            return _("Joined. %(record)s stands for both now.") % {"record": kept}
        if then == "repeat":
            twins.call_repeats(pair, by=by)  # type: ignore[arg-type]
            return _("Linked. Each page says where it was said also.")
        if then == "different":
            twins.call_different(pair, by=by)  # type: ignore[arg-type]
            return _("Different. Nobody is asked about these two again.")
        if then == "take_back":
            twins.take_back(pair, by=by)  # type: ignore[arg-type]
            messages.success(self.request, _("Taken back. The pair waits again."))
            return redirect("possible-duplicates:decide", pair.pk)
        raise ValidationError(_("Choose one of the buttons."))


def _after(pair: PossibleDuplicate, listed: models.QuerySet[PossibleDuplicate]) -> int | None:
    """Return the next pair of the list, or its first where this is the last."""
    pks = list(listed.values_list("pk", flat=True))
    others = [pk for pk in pks if pk != pair.pk]
    if pair.pk in pks and pks.index(pair.pk) < len(others):
        return others[pks.index(pair.pk)]
    return others[0] if others else None


@dataclass(frozen=True)
class Side:
    """One of the two records as the screen shows it."""

    record: Recommendation
    pieces: list[Piece] | None
    """Its words with the differences marked; None where one of the two texts is not held here."""


def facts(first: Recommendation, second: Recommendation) -> list[Fact]:
    """Return what both say of themselves, line by line."""
    both = [dict(_facts_of(record)) for record in (first, second)]
    return [Fact(name, both[0][name], both[1][name]) for name in both[0]]


def _facts_of(record: Recommendation) -> Iterable[tuple[str, str]]:
    yield _("Citation"), record.citation
    yield _("Review"), str(record.review)
    yield _("Kind"), str(record.get_kind_display())
    yield _("Recommended by"), _listed(made.country for made in record.recommending.select_related("country"))
    yield _("Position of the State"), f"{record.get_position_display()} {record.position_source}".strip() or "–"
    yield _("In plain words (ours)"), record.summary or "–"
    yield _("Themes"), _listed(record.themes.all())
    yield _("Affected groups"), _listed(record.groups.all())
    yield _("SDGs"), _listed([*record.sdg_goals.all(), *record.sdg_targets.all()])
    sources = record.sources.select_related("batch")
    yield (
        _("Sources"),
        _listed(_("%(file)s, row %(row)s") % {"file": each.batch.file_name, "row": each.row} for each in sources),
    )
    for relation in Recommendation._meta.related_objects:
        # What other rooms keep about a record: asked of the models, as this room does not know them.
        if relation.related_model._meta.app_label != Recommendation._meta.app_label:
            count = relation.related_model._base_manager.filter(**{relation.field.name: record}).count()
            yield capfirst(str(relation.related_model._meta.verbose_name_plural)), str(count)


def _listed(values: Iterable[object]) -> str:
    return "; ".join(str(value) for value in values) or "–"


class PossibleDuplicateIndexView(RecordIndexView):
    """The list of pairs."""

    def get_base_queryset(self) -> models.QuerySet:
        """Fetch what two citations need; without a wish, leave out what is decided."""
        listed = super().get_base_queryset()
        if "decision" not in self.request.GET:
            listed = listed.filter(pk__in=pairs_to_decide().order_by().values("pk"))
        return listed.select_related(*(f"{side}__{each}" for side in ("first", "second") for each in CITATION_PATHS))

    def get_edit_url(self, instance: models.Model) -> str:
        """Lead to the desk, with the list's filters."""
        return desk_address(self.request, "possible-duplicates:decide", instance.pk)


class PossibleDuplicateViewSet(ListedViewSet):
    """Pairs of records that may be one or repeat each other. A person decides."""

    model = PossibleDuplicate
    name = "possible-duplicates"
    icon = "copy"
    menu_order = 54
    index_view_class = PossibleDuplicateIndexView
    filterset_class = PossibleDuplicateFilters
    list_display = [
        "__str__",
        Column("first_words", label=gettext_lazy("First"), accessor=lambda pair: what_it_says(pair.first)),
        Column("second_words", label=gettext_lazy("Second"), accessor=lambda pair: what_it_says(pair.second)),
        NumberColumn(
            "similarity",
            label=gettext_lazy("Similarity"),
            sort_key="similarity",
            accessor=lambda pair: round(pair.similarity),
        ),
        "decision",
    ]
    search_fields = ["first__slug", "second__slug", "first__text", "second__text"]
    ordering = ["-similarity", "id"]

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the desk."""
        return [*super().get_urlpatterns(), path("decide/<int:pk>/", self.construct_view(PairView), name="decide")]
