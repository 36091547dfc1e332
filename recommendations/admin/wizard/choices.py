"""Saying what a file is: its format, the review it belongs to, and what the columns of a plain table hold."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mechanisms.admin.reviews import reviews_to_choose
from mechanisms.models import Review
from recommendations.admin.wizard.names import COLUMNS, FORMATS
from recommendations.importers.readers import plain_csv
from recommendations.models import ImportRun
from recommendations.runs.columns import missing


class ChoiceForm(forms.Form):
    """What the file is. The columns are those that the worker found, whatever is posted."""

    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        required=False,
        choices=[("", gettext_lazy("Tell it from the content")), *FORMATS.items()],
    )
    review = forms.ModelChoiceField(
        label=gettext_lazy("Review"),
        queryset=Review.objects.none(),
        required=False,
        to_field_name="key",
        empty_label=gettext_lazy("The file says it"),
        help_text=gettext_lazy("Gives what the rows do not say. What a row says itself stands first."),
    )

    def __init__(self, run: ImportRun, data: Mapping[str, Any] | None = None) -> None:
        initial = {"format": run.format, "review": run.review.key if run.review else ""}
        super().__init__(data, initial=initial)
        cast(forms.ModelChoiceField, self.fields["review"]).queryset = reviews_to_choose().newest_first()
        self.found: list[dict[str, Any]] = run.preview.get("columns", [])
        said = run.columns or {}
        for place, column in enumerate(self.found):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=column["title"] or _("Column %(number)d, without a title") % {"number": place + 1},
                choices=[("", _("Not read")), *COLUMNS.items()],
                required=False,
                initial=said.get(column["title"], column["guess"]),
            )

    @property
    def is_table(self) -> bool:
        """Whether the file is read as plain CSV."""
        return bool(self.found) and self.cleaned_data.get("format", "") in ("", plain_csv.NAME)

    @property
    def columns(self) -> dict[str, str] | None:
        """What the columns hold, by title; None where the file is no plain table."""
        if not self.is_table:
            return None
        return {
            column["title"]: self.cleaned_data.get(f"column-{place}", "") for place, column in enumerate(self.found)
        }

    def column_fields(self) -> list[tuple[forms.BoundField, list[str]]]:
        """Return the select box of each column with the column's first values."""
        return [(self[f"column-{place}"], column["samples"]) for place, column in enumerate(self.found)]

    def clean(self) -> dict[str, Any]:
        """Ask for what no row can do without."""
        cleaned = super().clean() or {}
        columns = self.columns
        if columns is not None and missing(columns):
            raise ValidationError(_("Say which column holds the official text or the paragraph number."))
        twice = sorted({field for field in (columns or {}).values() if field and _count(columns, field) > 1})
        if twice:
            names = ", ".join(str(COLUMNS[field]) for field in twice)
            raise ValidationError(_("Two columns cannot hold the same: %(names)s.") % {"names": names})
        return cleaned


def _count(columns: Mapping[str, str] | None, field: str) -> int:
    return list((columns or {}).values()).count(field)
