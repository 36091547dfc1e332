"""Editing a recommendation: our own words freely, what the UN wrote only field by field and on purpose."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from mechanisms.admin.forms import RecordForm
from mechanisms.admin.reviews import reviews_to_choose
from mechanisms.models import Country, Document
from recommendations import plain_words
from recommendations.models import Recommendation, RecommendingState, Theme
from recommendations.signals import recommendation_changed

UPSTREAM: dict[str, str] = {
    "review": "review",
    "document": "document",
    "paragraph": "paragraph",
    "part": "part",
    "kind": "kind",
    "text": "text",
    "text_language": "text_language",
    "position": "position",
    "position_source": "position_source",
    "action_category": "action_category",
    "annotation_id": "annotation_id",
    "published_on": "published_on",
    "states": "states",
    "groups": "groups",
    "sdg_goals": "goals",
    "sdg_targets": "targets",
}
"""Fields that only files fill: name in the form → name by which ``locked_fields`` and the importers know it."""

LOCKABLE = {**UPSTREAM, "themes": "themes"}
"""The same, and the themes, which files and editors both add to."""


class TickBoxes(forms.CheckboxSelectMultiple):
    """Tick boxes for a long vocabulary, with a box above that narrows them (a script; all are shown without it)."""

    def render(self, name: str, value: Any, *args: Any, **kwargs: Any) -> SafeString:
        """Wrap the boxes so that the script finds them."""
        boxes = super().render(name, value, *args, **kwargs)
        return format_html(
            '<div class="tick-boxes" data-tick-boxes data-narrow-label="{}">{}</div>',
            _("Type to narrow the list"),
            boxes,
        )

    class Media:
        css = {"all": ["recommendations/admin/tick-boxes.css"]}
        js = ["recommendations/admin/tick-boxes.js"]


class UnlockBoxes(forms.CheckboxSelectMultiple):
    """Tick boxes that unlock fields of the same form; without script, save once to unlock."""

    class Media:
        js = ["recommendations/admin/unlock.js"]


class RecommendationForm(RecordForm):
    """A recommendation.

    ``corrected`` names the fields that an editor corrects by hand (``UPSTREAM``). All other upstream fields are
    read-only: a value posted for one of them is refused, whatever the browser shows. A correction is locked against
    imports. Themes are open, since files and editors both add some; one that an editor takes away locks the themes,
    so that the next import does not bring it back.
    """

    corrected = forms.MultipleChoiceField(
        label=_("Fields I correct by hand"),
        required=False,
        widget=UnlockBoxes,
        help_text=_(
            "These fields come from UN files. Tick one to change it here. Imports then report what they find in it "
            "and leave your words alone. Untick it to let the next import write it again."
        ),
    )
    themes = forms.ModelMultipleChoiceField(
        label=_("Themes"), queryset=Theme.objects.all(), required=False, widget=TickBoxes
    )
    states = forms.ModelMultipleChoiceField(
        label=_("Recommending States"), queryset=Country.objects.all(), required=False, widget=TickBoxes
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        locked = set(self.instance.locked_fields)
        self.fields["corrected"].choices = [(name, self.fields[name].label) for name in LOCKABLE]
        self.initial["corrected"] = [name for name, key in LOCKABLE.items() if key in locked]
        self.initial["states"] = [made.country_id for made in self.instance.recommending.all()]
        country = self.instance.review.country_id
        self.fields["review"].queryset = reviews_to_choose().filter(country=country)
        self.fields["document"].queryset = Document.objects.filter(
            Q(review__country=country) | Q(pk=self.instance.document_id)
        )
        for name in UPSTREAM:
            self.fields[name].disabled = name not in self.ticked

    @property
    def ticked(self) -> set[str]:
        """Names of the fields that this person corrects by hand."""
        if not self.is_bound:
            return set(self.initial["corrected"])
        return set(self.data.getlist(self.add_prefix("corrected"))).intersection(LOCKABLE)

    def clean(self) -> dict[str, object]:
        """Refuse values for fields that were not unlocked: they would be lost without a word."""
        cleaned = super().clean()
        for name in UPSTREAM:
            if self.fields[name].disabled and self._was_posted_differently(name):
                self.add_error(
                    name,
                    ValidationError(
                        _("To change “%(field)s”, tick it under “Fields I correct by hand”."),
                        code="locked",
                        params={"field": self.fields[name].label},
                    ),
                )
        return cleaned

    def _was_posted_differently(self, name: str) -> bool:
        field, key = self.fields[name], self.add_prefix(name)
        posted = field.widget.value_from_datadict(self.data, self.files, key)
        if field.widget.value_omitted_from_data(self.data, self.files, key) or posted in (None, [], ""):
            return False
        field.disabled = False
        try:
            return field.has_changed(self.get_initial_for_field(field, name), posted)
        finally:
            field.disabled = True

    def save(self, commit: bool = True) -> Recommendation:
        """Save, and lock what was corrected by hand."""
        ticked = self.ticked
        if set(self.initial["themes"]) - set(self.cleaned_data["themes"]):
            ticked.add("themes")
        self.instance.locked_fields = sorted(LOCKABLE[name] for name in ticked)
        plain_words.keep(self.instance, [name for name in self.changed_data if name in plain_words.OURS])
        record: Recommendation = super().save(commit=commit)  # type: ignore[assignment]
        if commit and "states" in self.changed_data:
            set_recommending_states(record, self.cleaned_data["states"])
        return record

    @property
    def corrections(self) -> list[str]:
        """Names of the upstream fields that this submission changes."""
        return [name for name in self.changed_data if name in UPSTREAM]


def set_recommending_states(record: Recommendation, countries: Iterable[Country]) -> None:
    """Let exactly these States have made the recommendation: the order of those that stay is kept, new ones follow."""
    wanted = {country.pk: country for country in countries}
    record.recommending.exclude(country__in=wanted).delete()
    held = list(record.recommending.all())
    next_place = max((made.order for made in held), default=-1) + 1
    new = [country for pk, country in wanted.items() if pk not in {made.country_id for made in held}]
    RecommendingState.objects.bulk_create(
        RecommendingState(recommendation=record, country=country, order=next_place + place)
        for place, country in enumerate(new)
    )
    recommendation_changed.send(sender=Recommendation, recommendations=[record.pk])
