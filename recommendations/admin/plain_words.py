"""The plain-words desk: the official text beside our own words, one record after the other."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from mechanisms.admin.policy_views import RecordIndexView
from mechanisms.admin.reviews import reviews_to_choose
from mechanisms.admin.viewsets import ListedViewSet
from recommendations import plain_words
from recommendations.admin.desk import DeskView, steps
from recommendations.admin.listing import CITATION_PATHS, ORDERING, SAYS, SEARCH_FIELDS, desk_address
from recommendations.models import Recommendation
from recommendations.reading_grade import MOST, reading_grade

State = plain_words.State
_ENGLISH = ("summary_en", "can_do_en")
_ANSWER_TO = {"summary_en": "summary_es", "can_do_en": "can_do_es"}


class PlainWordsFilters(WagtailFilterSet):
    """Which records to work through."""

    review = django_filters.ModelChoiceFilter(queryset=reviews_to_choose, label=gettext_lazy("Review"))
    state = django_filters.ChoiceFilter(
        choices=State.choices, method="filter_state", label=gettext_lazy("State of our words")
    )
    reach = django_filters.ChoiceFilter(choices=Recommendation.Reach.choices, label=gettext_lazy("Reach"))

    class Meta:
        model = Recommendation
        fields: list[str] = []

    def filter_state(self, queryset: models.QuerySet, name: str, value: str) -> models.QuerySet:
        """Find the records by how far our words are."""
        return queryset.filter(plain_words.CONDITIONS[State(value)])


def to_write() -> models.QuerySet[Recommendation]:
    """Return the records that have words of ours or may get some: those that stand, in the order of their documents."""
    return Recommendation.objects.public().order_by(*ORDERING)


def asked_for(parameters: QueryDict) -> list[int]:
    """Return the ids of the list that ``parameters`` ask for; none where they cannot be understood."""
    filters = PlainWordsFilters(parameters, queryset=to_write())
    return list(filters.qs.values_list("pk", flat=True)) if filters.is_valid() else []


class PlainWordsForm(forms.ModelForm):
    """Our words."""

    class Meta:
        model = Recommendation
        fields = plain_words.OURS
        widgets = {
            name: forms.Textarea(attrs={"rows": 3, "lang": name[-2:]}) for name in plain_words.OURS if name != "reach"
        }

    def clean(self) -> dict[str, Any]:
        """Ask for a line on what a city can do only where it can act, and for checked words in both languages."""
        cleaned = super().clean() or self.cleaned_data
        local = cleaned.get("reach") in (Recommendation.Reach.NAMES_LOCAL, Recommendation.Reach.LOCAL_CAN_ACT)
        if not local and (cleaned.get("can_do_en") or cleaned.get("can_do_es")):
            self.add_error("reach", _("You say what a city can do. Then local government can act, or is named."))
        if self.data.get("then") == "checked":
            for english, spanish in _ANSWER_TO.items():
                for empty, other in ((english, spanish), (spanish, english)):
                    needed = empty.startswith("summary") or cleaned.get(other)
                    if needed and not cleaned.get(empty):
                        self.add_error(empty, _("Checked words stand in both languages."))
        return cleaned


class PlainWordsView(DeskView):
    """One record: what the UN wrote on the left, our words on the right."""

    model = Recommendation
    template_name = "recommendations/admin/desk/plain_words.html"
    header_icon = "edit"
    index_route = "plain-words:index"

    def get_base_object_queryset(self) -> models.QuerySet[Recommendation]:
        """Fetch what a citation needs; of merged and withdrawn records nobody writes."""
        return to_write().select_related(*CITATION_PATHS)

    def get_page_title(self) -> str:
        """Name the screen."""
        return _("In plain words")

    def get_page_subtitle(self) -> str:
        """Name the record."""
        return str(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add form, state, grades and neighbours."""
        form = kwargs.pop("form", None) or PlainWordsForm(instance=self.object)
        texts = {name: form[name].value() or "" for name in _ENGLISH}
        grades = [(form[name].label, reading_grade(texts[name])) for name in _ENGLISH if texts[name]]
        return super().get_context_data(
            record=self.object,
            seen=seen(self.object),
            form=form,
            state=plain_words.state_of(self.object),
            grades=grades,
            most=MOST,
            steps=steps("plain-words:write", asked_for(self.request.GET), self.object, self.request.GET.urlencode()),
            filters=PlainWordsFilters(self.request.GET, queryset=to_write()).form,
            **kwargs,
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it. Where the filters were just set, begin with the first record they leave."""
        if request.GET.get("begin"):
            query = request.GET.copy()
            query.pop("begin")
            listed = asked_for(query)
            if listed:
                return redirect(reverse("plain-words:write", args=[listed[0]], query=query))
            messages.info(request, _("No record is like that."))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save as a draft or as checked; ``go`` tells whether to go on to the next."""
        then = request.POST.get("then", "")
        form = PlainWordsForm(request.POST, instance=Recommendation.objects.get(pk=self.object.pk))
        if then not in (State.DRAFTED, State.CHECKED):
            form.add_error(None, ValidationError(_("Choose one of the buttons.")))
        elif request.POST.get("seen") != seen(self.object):
            form.add_error(
                None, ValidationError(_("Somebody changed these words meanwhile. Compare, then save again."))
            )
        if not form.is_valid():
            problems = [str(message) for errors in form.errors.values() for message in errors]
            return self.show(problems, form=form)
        listed = asked_for(request.GET)
        words = {name: form.cleaned_data[name].strip() for name in plain_words.OURS}
        plain_words.write(self.object, words, checked=then == State.CHECKED, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Saved: %(record)s") % {"record": self.object})
        following = steps("plain-words:write", listed, self.object, request.GET.urlencode()).next
        here = reverse("plain-words:write", args=[self.object.pk], query=request.GET)
        return redirect(following if request.POST.get("go") and following else here)


def seen(record: Recommendation) -> str:
    """Return a mark of the words that a person had before them."""
    return "|".join((record.updated_at.isoformat(), plain_words.state_of(record)))


class PlainWordsIndexView(RecordIndexView):
    """The list to work through."""

    def get_base_queryset(self) -> models.QuerySet:
        """Fetch what a citation needs."""
        return to_write().select_related(*CITATION_PATHS)

    def get_edit_url(self, instance: models.Model) -> str:
        """Lead to the desk, with the list's filters."""
        return desk_address(self.request, "plain-words:write", instance.pk)


class PlainWordsViewSet(ListedViewSet):
    """Our own words, record by record."""

    model = Recommendation
    name = "plain-words"
    icon = "edit"
    menu_order = 12
    menu_label = gettext_lazy("Plain words")
    index_view_class = PlainWordsIndexView
    filterset_class = PlainWordsFilters
    list_display = [
        "__str__",
        SAYS,
        Column("words_state", label=gettext_lazy("Our words"), accessor=lambda each: plain_words.state_of(each).label),
        "reach",
    ]
    search_fields = SEARCH_FIELDS
    ordering = ORDERING

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the desk."""
        return [*super().get_urlpatterns(), path("write/<int:pk>/", self.construct_view(PlainWordsView), name="write")]
