"""The columns of CSV and spreadsheet: one record a line, made from the record as data (``search/document.py``)."""

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from search.document import Absolute, record_data
from search.results import Place, Row
from search.selection import Selection

COLUMNS: dict[str, LazyText] = {
    "slug": _("Address"),
    "url": _("Link"),
    "mechanism": _("Mechanism"),
    "review": _("Review"),
    "country": _("Country under review"),
    "document_symbol": _("UN document"),
    "paragraph": _("Paragraph"),
    "kind": _("Kind"),
    "position": _("Position"),
    "reach": _("Reach"),
    "recommending_states": _("Recommending States"),
    "themes": _("Themes"),
    "groups": _("Affected groups"),
    "sdgs": _("SDGs"),
    "summary": _("In plain words (ours)"),
    "text": _("Official text (UN)"),
    "published_on": _("Date of the UN document"),
    "said_also": _("Said also in"),
    "cities": _("Cities"),
    "latest_word_on": _("Latest word as of"),
    "is_example": _("Example"),
}
"""Names for programs (``header=machine``), which never change, and for people."""

DATES = ("published_on", "latest_word_on")
"""Columns that hold a day, written as in 2026-03-03."""

_LABELLED = {
    "mechanism": "mechanism",
    "review": "review",
    "country": "country",
    "kind": "kind",
    "position": "position",
    "reach": "reach",
    "recommending_states": "state",
    "themes": "theme",
    "groups": "group",
    "sdgs": "sdg",
}
"""Columns whose values people read by their labels, with the parameter that knows these."""


def header(selection: Selection) -> list[str]:
    """Return the first line."""
    return list(COLUMNS) if _is_for_machines(selection) else [str(name) for name in COLUMNS.values()]


def cells(row: Row, selection: Selection, absolute: Absolute) -> list[str]:
    """Return the line of one record; several values of a cell are joined by "; "."""
    machine = _is_for_machines(selection)
    values = {name: _joined(name, value, selection) for name, value in record_data(row, absolute).items()}
    values["said_also"] = "; ".join(other.slug if machine else other.citation for other in row.said_also)
    values["is_example"] = ("yes" if machine else gettext("Yes")) if row.has_example else ""
    values["cities"] = "; ".join(_place(place, machine=machine) for place in row.places)
    said = [word.as_of for place in row.places for word in place.words]
    values["latest_word_on"] = max(said).isoformat() if said else ""
    return [values[name] for name in COLUMNS]


def _is_for_machines(selection: Selection) -> bool:
    return selection.header == "machine"


def _joined(name: str, value: object, selection: Selection) -> str:
    values = [str(each) for each in (value if isinstance(value, list) else [value]) if each]
    if name in _LABELLED and not _is_for_machines(selection):
        values = [selection.label(_LABELLED[name], each) for each in values]
    return "; ".join(values)


def _place(place: Place, *, machine: bool) -> str:
    """One city in one cell: whose word, which one, of when; then its actions."""
    said = [
        f"{word.assessor.kind}={word.status} {word.as_of.isoformat()}"
        if machine
        else f"{word.assessor.name}: {word.get_status_display()} ({word.as_of.isoformat()})"
        for word in place.words
    ]
    said += [f"action={action.status}" if machine else action.title for action in place.actions]
    named = place.city.slug if machine else place.city.name
    if place.city.is_example:
        named += " (example)" if machine else f" ({gettext('example')})"
    return f"{named}: {', '.join(said)}"
