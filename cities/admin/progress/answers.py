"""The form "Record progress" as it was filled in: what was posted, right or wrong, and what it says.

The form is shown from what was typed (``Answers``), so that nothing typed is ever lost.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cities import progress
from cities.admin.progress.form import EvidenceForm, ProgressForm
from cities.evidence_files import clean_upload
from cities.models import DraftFile, Evidence, ProgressDraft, ProgressUpdate
from cities.models.drafting import Answers
from mechanisms.bilingual import localised

MOST_ROWS = 20
_LONGEST_ANSWER = 20_000
_REFUSED = "refused"
"""Where a row keeps what is wrong with its file: our own word, never posted."""


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
