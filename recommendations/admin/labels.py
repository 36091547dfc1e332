"""The label desk: what labels of files mean that no vocabulary knows."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn
from wagtail.permissions import policy_registry

from mechanisms.admin.policy_views import RecordIndexView
from mechanisms.admin.viewsets import ListedViewSet
from recommendations import labels
from recommendations.admin.desk import DeskView, sentences
from recommendations.models import AffectedGroup, Recommendation, Theme, UnresolvedLabel
from recommendations.nearest import Near, Nearest

EXAMPLES = 3
ALIKE = 85
"""Per cent of likeness from which an entry of another vocabulary than the label's column is offered."""
_OF_THEM = {
    "theme": gettext_lazy("All themes"),
    "group": gettext_lazy("All affected groups"),
    "country": gettext_lazy("All countries"),
    "sdg": gettext_lazy("All goals"),
}
State = UnresolvedLabel.State


class ChooseForm(forms.Form):
    """Any entry of a vocabulary."""

    target = forms.ModelChoiceField(label=gettext_lazy("All of them"), queryset=Theme.objects.none())

    def __init__(self, *args: Any, vocabulary: str, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"id_{vocabulary}_%s", **kwargs})
        self.vocabulary = vocabulary
        field: Any = self.fields["target"]
        field.label = _OF_THEM[vocabulary]
        field.queryset = labels.MAPPINGS[vocabulary].target._default_manager.all()


class CreateForm(forms.Form):
    """A new theme or affected group that the label names."""

    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=160)
    name_es = forms.CharField(label=gettext_lazy("Name in Spanish"), max_length=200)

    def __init__(self, *args: Any, model: type[Theme] | type[AffectedGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.model = model

    def entry(self) -> Theme | AffectedGroup:
        """Return the entry, checked but not saved. Raises ``ValidationError``."""
        name, name_es = self.cleaned_data["name_en"], self.cleaned_data["name_es"]
        slug = slugify(name)[:100]
        made: Theme | AffectedGroup
        if self.model is Theme:
            made = Theme(name=name, label_es=name_es, slug=slug)
        else:
            made = AffectedGroup(name_en=name, name_es=name_es, slug=slug)
        made.full_clean()
        return made


class IgnoreForm(forms.Form):
    """Why nobody should be asked about a label again."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it ignored?"),
        max_length=255,
        help_text=gettext_lazy("Such as “a regional group, no State”. Readers of the crosswalk see it."),
    )


class LabelView(DeskView):
    """One label: what it is on, what it may mean, and the decision."""

    model = UnresolvedLabel
    template_name = "recommendations/admin/desk/label.html"
    header_icon = "help"
    index_route = "unknown-labels:index"

    def get_page_title(self) -> str:
        """Name the label."""
        return str(self.object)

    def get_page_subtitle(self) -> str:
        """Name the vocabulary."""
        return str(self.object.get_vocabulary_display())

    @cached_property
    def creates(self) -> type[Theme] | type[AffectedGroup] | None:
        """What may be made for the label. The States are a list of the UN's, to which nobody adds here."""
        made: dict[str, type[Theme] | type[AffectedGroup]] = {"theme": Theme, "group": AffectedGroup}
        model = made.get(self.object.vocabulary)
        return (
            model
            if model and policy_registry.get_by_type(model).user_has_permission(self.request.user, "add")
            else None
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add examples and what is near (at most twelve queries)."""
        label = self.object
        carrying = Recommendation.objects.filter(unresolved_labels=label).with_citation()
        may_mean = labels.MEANINGS[label.vocabulary] if label.state == State.WAITING else ()
        chosen: ChooseForm | None = kwargs.pop("choose", None)
        forms_of = {
            "choices": [
                chosen if chosen and chosen.vocabulary == name else ChooseForm(vocabulary=name) for name in may_mean
            ],
            "create": CreateForm(model=self.creates, initial={"name_en": label.label[:160]}) if self.creates else None,
            "ignore": IgnoreForm(),
        }
        return super().get_context_data(
            carried_by=carrying.count(),
            examples=carrying.public().in_document_order()[:EXAMPLES],
            near=self._near(may_mean),
            others_waiting=UnresolvedLabel.objects.filter(state=State.WAITING).exclude(pk=label.pk).count(),
            **{**forms_of, **kwargs},
        )

    def _near(self, may_mean: tuple[str, ...]) -> list[tuple[str, Near]]:
        """Return the nearest entries with their vocabulary: of its own three, of others what is clearly alike."""
        nearest, label = Nearest(), self.object
        own = [(name, near) for name in may_mean[:1] for near in nearest.find(name, label.label)]
        moved = [(name, near) for name in may_mean[1:] for near in nearest.find(name, label.label, from_elsewhere=True)]
        return own + [(name, near) for name, near in moved if near.similarity >= ALIKE][:EXAMPLES]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decide, or take a decision back."""
        steps = {"map": self._map, "create": self._create, "ignore": self._ignore, "take_back": self._take_back}
        step = steps.get(request.POST.get("then", ""))
        if step is None:
            return self.show([_("Choose one of the buttons.")])
        try:
            return step()
        except ValidationError as error:
            self.object.refresh_from_db()
            return self.show(sentences(error))

    def _map(self) -> HttpResponse:
        may_mean = labels.MEANINGS[self.object.vocabulary]
        if not may_mean:
            raise ValidationError(_("This label cannot be mapped. It can be ignored."))
        vocabulary = self.request.POST.get("as", may_mean[0])
        if vocabulary not in may_mean:
            raise ValidationError(_("This label cannot be mapped to that."))
        form = ChooseForm(self.request.POST, vocabulary=vocabulary)
        if not form.is_valid():
            return self.show([_("Choose what the label means.")], choose=form)
        return self._mapped(form.cleaned_data["target"])

    def _create(self) -> HttpResponse:
        if self.creates is None:
            raise PermissionDenied
        form = CreateForm(self.request.POST, model=self.creates)
        if not form.is_valid():
            return self.show([_("A new entry needs a name in English and in Spanish.")], create=form)
        try:
            with transaction.atomic():
                entry = form.entry()
                entry.save()
                return self._mapped(entry)
        except ValidationError as error:
            return self.show(sentences(error), create=form)

    def _mapped(self, target: labels.Target) -> HttpResponse:
        count = labels.map_label(self.object, target, by=self.request.user)  # type: ignore[arg-type]
        text = ngettext(
            "“%(label)s” means “%(target)s” from now on. %(count)d recommendation got it.",
            "“%(label)s” means “%(target)s” from now on. %(count)d recommendations got it.",
            count,
        )
        return self._done(text % {"label": self.object, "target": target, "count": count})

    def _ignore(self) -> HttpResponse:
        form = IgnoreForm(self.request.POST)
        if not form.is_valid():
            return self.show([_("Say in a few words why it is ignored.")], ignore=form)
        labels.ignore_label(self.object, form.cleaned_data["reason"], by=self.request.user)  # type: ignore[arg-type]
        return self._done(_("“%(label)s” is ignored from now on.") % {"label": self.object})

    def _take_back(self) -> HttpResponse:
        labels.take_back(self.object, by=self.request.user)  # type: ignore[arg-type]
        messages.success(self.request, _("Taken back. “%(label)s” waits again.") % {"label": self.object})
        return redirect("unknown-labels:decide", self.object.pk)

    def _done(self, text: str) -> HttpResponse:
        """Go on to the next label that waits; the message leads back to what was decided."""
        here = reverse("unknown-labels:decide", args=[self.object.pk])
        messages.success(self.request, text, buttons=[messages.button(here, _("Look at it again"))])
        following = waiting_labels().first()
        return redirect("unknown-labels:decide", following.pk) if following else redirect("unknown-labels:index")


def waiting_labels() -> models.QuerySet[UnresolvedLabel]:
    """Return the labels that wait, those on most records first."""
    waiting = UnresolvedLabel.objects.filter(state=State.WAITING)
    return waiting.annotate(waiting=models.Count("recommendations")).order_by("-waiting", "label", "pk")


class LabelFilters(WagtailFilterSet):
    """Which labels to list. Unless asked, those that wait."""

    vocabulary = django_filters.ChoiceFilter(
        choices=UnresolvedLabel.Vocabulary.choices, label=gettext_lazy("Vocabulary")
    )
    state = django_filters.ChoiceFilter(choices=State.choices, label=gettext_lazy("State"))

    class Meta:
        model = UnresolvedLabel
        fields: list[str] = []


class UnresolvedLabelIndexView(RecordIndexView):
    """The list of unknown labels, those on most records first."""

    def get_base_queryset(self) -> models.QuerySet:
        """Count the records that carry each; without a wish, leave out what is decided."""
        listed = super().get_base_queryset().annotate(waiting=models.Count("recommendations"))
        return listed if "state" in self.request.GET else listed.filter(state=State.WAITING)

    def get_edit_url(self, instance: models.Model) -> str:
        """Lead to the desk."""
        return reverse("unknown-labels:decide", args=[instance.pk])


class UnresolvedLabelViewSet(ListedViewSet):
    """Labels of files that no vocabulary knows."""

    model = UnresolvedLabel
    name = "unknown-labels"
    icon = "help"
    menu_order = 52
    index_view_class = UnresolvedLabelIndexView
    filterset_class = LabelFilters
    list_display = [
        "label",
        "vocabulary",
        NumberColumn("waiting", label=gettext_lazy("Recommendations"), sort_key="waiting"),
        "state",
        Column("target", label=gettext_lazy("Means")),
        DateColumn("first_seen", label=gettext_lazy("First seen"), sort_key="first_seen"),
    ]
    list_export = ["vocabulary", "label", "waiting", "state", "target", "reason", "first_seen"]
    search_fields = ["label"]
    ordering = ["-waiting", "label"]

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the desk."""
        return [*super().get_urlpatterns(), path("decide/<int:pk>/", self.construct_view(LabelView), name="decide")]
