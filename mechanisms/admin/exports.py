"""Every spreadsheet that the admin hands out, stock reports included."""

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from mechanisms.spreadsheet import neutralise_formula

_write_value = SpreadsheetExportMixin.preprocess_field_value


def _preprocess_field_value(self: SpreadsheetExportMixin, field: str, value: object, export_format: str) -> object:
    written = _write_value(self, field, value, export_format)
    # Excel files mark text as text; a CSV file cannot.
    return neutralise_formula(written) if export_format == self.FORMAT_CSV else written


def neutralise_formulas_in_exports() -> None:
    """Keep formulas out of the CSV files of all admin lists and reports.

    Wagtail writes cells as they are and offers no setting, and its own reports (site history, users, form submissions)
    cannot be told to use another view; so the one function they all share is replaced. A second call changes nothing.
    """
    SpreadsheetExportMixin.preprocess_field_value = _preprocess_field_value
