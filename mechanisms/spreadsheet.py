"""Cells of spreadsheets that are opened in programs which run what looks like a formula."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def neutralise_formula(value: object) -> object:
    """Return ``value`` so that a spreadsheet program shows it instead of running it.

    Text that begins like a formula gets a leading apostrophe (OWASP, "CSV injection"); anything but text stays.
    """
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value
