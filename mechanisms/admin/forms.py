"""Forms for records: fields that are given once, and rows of a second table below the form.

Wagtail's own inline panels need another kind of model (``ClusterableModel``), which only drafts and revisions need.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BaseInlineFormSet, inlineformset_factory
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.admin.panels import Panel

from mechanisms.normalise import label_key

RowSets = Mapping[str, type[BaseInlineFormSet]]


class RecordForm(WagtailAdminModelForm):
    """A form for one record.

    ``given_once`` names fields that are set when the record is made and never change. ``row_sets`` holds tables whose
    rows belong to the record (by the name of their panel); they are checked and saved with it.
    """

    given_once: ClassVar[tuple[str, ...]] = ()
    row_sets: ClassVar[RowSets] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in self.given_once:
                self.fields[name].disabled = True
        self.rows = {
            name: row_set(
                self.data if self.is_bound else None,
                self.files if self.is_bound else None,
                instance=self.instance,
                prefix=name,
            )
            for name, row_set in self.get_row_sets().items()
        }

    def get_row_sets(self) -> RowSets:
        """Return the tables that this person may edit."""
        return self.row_sets

    def is_valid(self) -> bool:
        """Tell whether form and rows can be saved."""
        rows_are_valid = all([rows.is_valid() for rows in self.rows.values()])
        return super().is_valid() and rows_are_valid

    def has_changed(self, *args: Any, **kwargs: Any) -> bool:
        """Tell whether anything was edited, rows included."""
        return super().has_changed(*args, **kwargs) or any(rows.has_changed() for rows in self.rows.values())

    def save(self, commit: bool = True) -> models.Model:
        """Save the record, then its rows."""
        record = super().save(commit=commit)
        if commit:
            for rows in self.rows.values():
                rows.instance = record
                rows.save()
        return record


def label_field(row: forms.ModelForm) -> str:
    """Return the field of a row that holds its label: the first."""
    return next(iter(row.base_fields))


class LabelRow(forms.ModelForm):
    """A row that is one label, looked up by its ``key``: nobody else may have the same."""

    def clean(self) -> dict[str, object]:
        """Say in words what the database would refuse."""
        cleaned = super().clean() or self.cleaned_data
        name = label_field(self)
        label = cleaned.get(name)
        if not label:
            return cleaned
        key = label_key(label)
        if not 0 < len(key) <= self._meta.model._meta.get_field("key").max_length:
            self.add_error(name, _("Write a label with letters or digits, of at most 255 characters."))
            return cleaned
        others = self._meta.model._default_manager.filter(key=key).exclude(pk=self.instance.pk)
        if others.exists():
            self.add_error(name, _("“%(label)s” stands for something already.") % {"label": label})
        return cleaned


class LabelRows(BaseInlineFormSet):
    """Labels of one record, each once."""

    def clean(self) -> None:
        """Refuse a label that stands there twice."""
        super().clean()
        keys = [
            label_key(form.cleaned_data[label_field(form)])
            for form in self.forms
            if form.cleaned_data.get(label_field(form)) and not form.cleaned_data.get("DELETE")
        ]
        if len(keys) != len(set(keys)):
            raise ValidationError(_("A label stands there twice."))


def rows_of(
    owner: type[models.Model],
    model: type[models.Model],
    fields: tuple[str, ...],
    *,
    form: type[forms.ModelForm] = forms.ModelForm,
    formset: type[BaseInlineFormSet] = BaseInlineFormSet,
    can_delete: bool = False,
    extra: int = 2,
) -> type[BaseInlineFormSet]:
    """Return the rows of ``model`` that belong to an ``owner``, with ``extra`` empty ones to fill in."""
    return inlineformset_factory(
        owner,
        model,
        form=form,
        formset=formset,
        fields=fields,
        can_delete=can_delete,
        extra=extra,
        formfield_callback=formfield_for_dbfield,
    )


class RowsPanel(Panel):
    """Shows one of the form's row sets. Saving the form gives further empty rows; no script is needed."""

    def __init__(self, rows: str, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.rows = rows

    def clone_kwargs(self) -> dict[str, object]:
        """Return what a copy of the panel is made from."""
        return {**super().clone_kwargs(), "rows": self.rows}

    class BoundPanel(Panel.BoundPanel):
        """The panel on one form."""

        template_name = "mechanisms/admin/rows_panel.html"

        def is_shown(self) -> bool:
            """Show it to those whose form has the rows."""
            return self.panel.rows in self.form.rows

        def get_context_data(self, parent_context: Mapping[str, object] | None = None) -> dict[str, object]:
            """Pass the rows to the template."""
            return {**super().get_context_data(parent_context), "rows": self.form.rows[self.panel.rows]}
