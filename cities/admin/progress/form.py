"""The form "Record progress": plain fields, one language, and a form for each piece of evidence."""

from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.links import validate_public_link
from cities.models import Assessor, CityAction, DraftFile, Evidence, ProgressUpdate
from cities.models.progress import Confidence

_LANGUAGES = [("en", gettext_lazy("English")), ("es", gettext_lazy("Spanish"))]


class DayInput(forms.DateInput):
    """A browser's own date field: works on a phone, by keyboard and without script."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ProgressForm(forms.Form):
    """What one says about a recommendation. Whose word, and about what, stands in the draft."""

    status = forms.ChoiceField(
        label=gettext_lazy("How far is it now?"), widget=forms.RadioSelect, choices=ProgressUpdate.Status.choices
    )
    as_of = forms.DateField(
        label=gettext_lazy("As of"),
        widget=DayInput,
        help_text=gettext_lazy("The day for which this is true: today or earlier."),
        error_messages={"invalid": gettext_lazy("The “as of” date must be a day, like 3/27/2026.")},
    )
    note = forms.CharField(
        label=gettext_lazy("What happened?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        max_length=5000,
        help_text=gettext_lazy(
            "Plain words, in one language. What you type may be a public record. "
            "Name no private person and nobody’s immigration status."
        ),
    )
    where_looked = forms.CharField(
        label=gettext_lazy("Where did you look?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("Needed for “No information” and “No action”: such as council minutes, budget 2025."),
    )
    language = forms.ChoiceField(label=gettext_lazy("I write in"), choices=_LANGUAGES, widget=forms.RadioSelect)
    confidence = forms.ChoiceField(
        label=gettext_lazy("How sure are you?"), widget=forms.RadioSelect, choices=Confidence.choices
    )
    actions = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Which of our actions does this rest on?"),
        queryset=CityAction.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, assessor: Assessor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.assessor = assessor
        actions = cast(forms.ModelMultipleChoiceField, self.fields["actions"])
        actions.queryset = actions_to_name(assessor)
        cast(forms.ChoiceField, self.fields["status"]).choices = [
            (status.value, format_html("<b>{}</b> <span>{}</span>", status.label, status.meaning))
            for status in ProgressUpdate.Status
        ]

    @property
    def has_actions(self) -> bool:
        """Whether there is any action to tick."""
        return actions_to_name(self.assessor).exists()


class EvidenceForm(forms.Form):
    """One piece of evidence: a link or a file."""

    title = forms.CharField(label=gettext_lazy("Title"), required=False, max_length=255)
    url = forms.URLField(
        label=gettext_lazy("Link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": gettext_lazy("This is no link. It starts with https://")},
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        validators=[validate_public_link],
    )
    file = forms.FileField(
        label=gettext_lazy("or a file"),
        required=False,
        help_text=gettext_lazy("Under 10 MB. We remove location data from photos."),
    )
    stored = forms.CharField(required=False, widget=forms.HiddenInput)
    publisher = forms.CharField(label=gettext_lazy("Who published it"), required=False, max_length=200)
    date = forms.DateField(label=gettext_lazy("Its date"), required=False, widget=DayInput)
    bearing = forms.ChoiceField(
        label=gettext_lazy("What it does to what you say"), choices=Evidence.Bearing.choices, required=False
    )
    shows_effect = forms.BooleanField(
        label=gettext_lazy("It shows what changed for people, not only that a text was adopted."), required=False
    )
    remove = forms.BooleanField(label=gettext_lazy("Leave this one out"), required=False)

    number: int
    attached: DraftFile | Evidence | None = None
    refused_file: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        if self.refused_file:
            return False
        typed = ("title", "url", "stored", "publisher", "date")
        return not any(self.data.get(self.add_prefix(name), "").strip() for name in typed)

    @property
    def attached_name(self) -> str:
        """The name of the file that is attached, as its owner knows it."""
        if isinstance(self.attached, DraftFile):
            return self.attached.name
        return self.attached.title if self.attached else ""

    def clean(self) -> dict[str, Any]:
        """A link or a file, and a title."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("remove"):
            return cleaned
        if self.refused_file:
            self.add_error("file", self.refused_file)
        if not cleaned.get("title") and "title" not in self.errors:
            self.add_error("title", _("Give the evidence a title."))
        link = cleaned.get("url")
        if link and self.attached:
            self.add_error("url", _("A link or a file, not both: use two pieces of evidence."))
        elif not link and not self.attached and "url" not in self.errors and "file" not in self.errors:
            self.add_error("url", _("Add a link or a file."))
        return cleaned


def actions_to_name(assessor: Assessor) -> Any:
    """Return the actions an entry of ``assessor`` may rest on: its own, and what is public in its city."""
    own_or_public = Q(recorded_by=assessor) | Q(live=True)
    return CityAction.objects.of_city(assessor.city).filter(own_or_public).newest_first()
