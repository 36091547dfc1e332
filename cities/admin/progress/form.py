"""The form "Record progress": plain fields, one language, as many pieces of evidence as there are.

It is shown from what was typed, right or wrong (``Answers``), so that nothing typed is ever lost.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from cities import progress
from cities.evidence_files import clean_upload
from cities.links import validate_public_link
from cities.models import Assessor, CityAction, DraftFile, Evidence, ProgressDraft, ProgressUpdate
from cities.models.drafting import Answers
from cities.models.progress import Confidence
from mechanisms.bilingual import localised

MOST_ROWS = 20
_LONGEST_ANSWER = 20_000
_REFUSED = "refused"
"""Where a row keeps what is wrong with its file: our own word, never posted."""

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


@dataclass(slots=True)
class FilledIn:
    """The whole form as filled in: the fields, and a row for each piece of evidence."""

    form: ProgressForm
    rows: list[EvidenceForm]

    def is_valid(self) -> bool:
        """Tell whether all that was filled in holds by itself. (The rules of progress come after.)"""
        return all([self.form.is_valid(), *(row.is_valid() for row in self.rows if not row.is_empty)])

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Every problem: (id of the field, sentence). For the summary at the top."""
        found = [
            (self.form[name].id_for_label if name in self.form.fields else "", str(message))
            for name, messages in self.form.errors.items()
            for message in messages
        ]
        for row in self.rows:
            for name, messages in ({} if row.is_empty else row.errors).items():
                place = _("Evidence %(number)s") % {"number": row.number}
                found += [(row[name].id_for_label, f"{place}: {message}") for message in messages]
        return found

    def claim(self) -> progress.Claim:
        """Return what was said; the form is valid."""
        said = self.form.cleaned_data
        return progress.Claim(
            status=said["status"],
            confidence=said["confidence"],
            as_of=said["as_of"],
            language=said["language"],
            note=said["note"].strip(),
            where_looked=said["where_looked"].strip(),
            sources=[_source(row) for row in self.rows if not row.is_empty and not row.cleaned_data["remove"]],
            actions=list(said["actions"]),
        )


def actions_to_name(assessor: Assessor) -> Any:
    """Return the actions an entry of ``assessor`` may rest on: its own, and what is public in its city."""
    own_or_public = Q(recorded_by=assessor) | Q(live=True)
    return CityAction.objects.of_city(assessor.city).filter(own_or_public).newest_first()


def answers_of(posted: QueryDict) -> Answers:
    """Return what was posted of the form's own fields, without bytes that no database takes."""
    rows = _number_of_rows(posted)
    names = {*ProgressForm.base_fields, "rows"}
    names |= {f"evidence-{row}-{name}" for row in range(rows) for name in EvidenceForm.base_fields if name != "file"}
    return {
        name: [value.replace("\x00", "")[:_LONGEST_ANSWER] for value in posted.getlist(name)[:200]]
        for name in names
        if name in posted
    }


def filled_in(draft: ProgressDraft) -> FilledIn:
    """Return the form filled in with a draft's answers, to be checked."""
    data: MultiValueDict = MultiValueDict(draft.answers)
    form = ProgressForm(draft.assessor, data)
    rows = []
    for place in range(_number_of_rows(data)):
        row = EvidenceForm(data, prefix=f"evidence-{place}")
        row.number = place + 1
        row.attached = _attached(draft, data.get(f"evidence-{place}-stored", ""))
        row.refused_file = data.get(f"evidence-{place}-{_REFUSED}", "")
        rows.append(row)
    return FilledIn(form, rows)


def as_typed(filled: FilledIn) -> FilledIn:
    """Return the same form to go on with: all that was typed, no word about mistakes yet."""
    form = ProgressForm(filled.form.assessor, initial=_typed(filled.form))
    rows = []
    for typed in filled.rows:
        row = EvidenceForm(prefix=typed.prefix, initial=_typed(typed))
        row.number, row.attached = typed.number, typed.attached
        rows.append(row)
    return FilledIn(form, rows)


def take_files(draft: ProgressDraft, answers: Answers, files: MultiValueDict) -> None:
    """Keep the files that were attached and are what they say; of the others, note at their row what is wrong."""
    for place in range(_number_of_rows(answers_dict(answers))):
        upload: UploadedFile | None = files.get(f"evidence-{place}-file")
        if upload is None:
            continue
        try:
            clean = clean_upload(upload)
        except ValidationError as error:
            answers[f"evidence-{place}-{_REFUSED}"] = error.messages
        else:
            kept = DraftFile.objects.create(draft=draft, file=clean.content, name=clean.name)
            answers[f"evidence-{place}-stored"] = [f"new-{kept.pk}"]


def first_answers(entry: ProgressUpdate | None, today: datetime.date, *, whole: bool) -> Answers:
    """Return what the form starts with. ``entry``: the one to revise or correct, ``whole`` with its evidence."""
    language = "es" if (get_language() or "en").startswith("es") else "en"
    if entry is None:
        return {"as_of": [today.isoformat()], "language": [language], "confidence": ["medium"], "rows": ["1"]}
    if not getattr(entry, f"note_{language}") and (entry.note_en or entry.note_es):
        language = "en" if entry.note_en else "es"
    answers: Answers = {
        "status": [entry.status],
        "as_of": [entry.as_of.isoformat()],
        "note": [getattr(entry, f"note_{language}")],
        "where_looked": [getattr(entry, f"where_looked_{language}") or localised(*_looked(entry))],
        "language": [language],
        "confidence": [entry.confidence],
        "actions": [str(action.pk) for action in entry.actions.all()],
    }
    evidence = list(entry.evidence.all()) if whole else []
    answers["rows"] = [str(max(1, len(evidence)))]
    for place, one in enumerate(evidence):
        row = {
            "title": one.title,
            "url": one.url,
            "stored": f"kept-{one.pk}" if one.file else "",
            "publisher": one.publisher,
            "date": one.date.isoformat() if one.date else "",
            "bearing": one.bearing,
        }
        answers |= {f"evidence-{place}-{name}": [value] for name, value in row.items()}
        if one.shows_effect:
            answers[f"evidence-{place}-shows_effect"] = ["on"]
    return answers


def answers_dict(answers: Answers) -> MultiValueDict:
    """Return answers as a form takes them."""
    return MultiValueDict(answers)


def _looked(entry: ProgressUpdate) -> tuple[str, str]:
    return entry.where_looked_en, entry.where_looked_es


def _typed(form: forms.Form) -> dict[str, Any]:
    return {
        name: field.widget.value_from_datadict(form.data, {}, form.add_prefix(name))
        for name, field in form.fields.items()
        if name != "file"
    }


def _number_of_rows(data: Mapping[str, Any]) -> int:
    asked = data.get("rows", "1")
    return min(max(int(asked), 1), MOST_ROWS) if str(asked).isdecimal() and len(str(asked)) < 4 else 1


def _attached(draft: ProgressDraft, stored: str) -> DraftFile | Evidence | None:
    """Return the file a row refers to: one of this draft, or one of the entry the draft starts from; no other."""
    origin, _dash, number = stored.partition("-")
    if not number.isdecimal() or len(number) > 18:
        return None
    if origin == "new":
        return draft.files.filter(pk=number).first() if draft.pk else None
    start = draft.revises_id or draft.corrects_id
    return Evidence.objects.filter(pk=number, update=start).exclude(file="").first() if start else None


def _source(row: EvidenceForm) -> progress.Source:
    said = row.cleaned_data
    return progress.Source(
        title=said["title"],
        bearing=said["bearing"] or Evidence.Bearing.SUPPORTS,
        url=said["url"],
        file=row.attached,
        publisher=said["publisher"],
        date=said["date"],
        shows_effect=said["shows_effect"],
    )


def in_words(problems: Iterable[object]) -> str:
    """Return the heading of the summary of problems."""
    count = len(list(problems))
    return ngettext("There is %(count)s problem", "There are %(count)s problems", count) % {"count": count}
