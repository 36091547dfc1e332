"""What a row changes, in words: fields by their names, records by theirs, old and new side by side."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple, Protocol

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mechanisms.models import Country
from recommendations.admin.differences import Piece, marked
from recommendations.admin.wizard.names import field_name
from recommendations.importers.history import ADDED, OTHER_TEXT, REMOVED
from recommendations.models import AffectedGroup, Recommendation, Theme, UnresolvedLabel
from recommendations.provenance import SET_NAMES
from recommendations.runs.summary import DIFFERS

_CHOICES = {
    "kind": dict(Recommendation.Kind.choices),
    "position": dict(Recommendation.Position.choices),
}
_NOT_SHOWN = frozenset(("field_sources", "fingerprint", "text_language", "fields", "review"))
_DATES = frozenset(("published_on", "withdrawn_on"))
_PREFIXES = (ADDED, REMOVED, DIFFERS)


class FieldChange(NamedTuple):
    """One field of a row: what the record says, and what it would say."""

    label: str
    was: list[Piece]
    becomes: list[Piece]
    is_refused: bool = False
    """Whether an editor corrected it by hand, so that it stays as it is."""

    @property
    def texts(self) -> tuple[str, str]:
        """Both sides without marks."""
        return "".join(piece.words for piece in self.was), "".join(piece.words for piece in self.becomes)


class Row(Protocol):
    """A planned row or a change of an import."""

    before: dict[str, Any]
    after: dict[str, Any]


class Names:
    """The names of the records that some rows add or take away, read in at most four queries."""

    def __init__(self, rows: Iterable[Row]) -> None:
        """Read them."""
        wanted: dict[str, set[int]] = {"states": set(), "themes": set(), "groups": set(), "unknown": set()}
        for row in rows:
            for key, values in row.after.items():
                name = _set_of(key)
                if name in wanted and isinstance(values, list):
                    wanted[name].update(value for value in values if isinstance(value, int))
        self._names = {
            "states": _named(Country.objects.filter(pk__in=wanted["states"])) if wanted["states"] else {},
            "themes": _named(Theme.objects.filter(pk__in=wanted["themes"])) if wanted["themes"] else {},
            "groups": _named(AffectedGroup.objects.filter(pk__in=wanted["groups"])) if wanted["groups"] else {},
            "unknown": _named(UnresolvedLabel.objects.filter(pk__in=wanted["unknown"])) if wanted["unknown"] else {},
        }

    def of(self, name: str, values: Iterable[object]) -> str:
        """Return the names of the members of a set, with "; " between them."""
        known = self._names.get(name, {})
        return "; ".join(known.get(value, str(value)) if isinstance(value, int) else str(value) for value in values)


def changes_of(row: Row, names: Names) -> list[FieldChange]:
    """Return what a row changes, field by field."""
    return list(_changes(row.before, row.after, names))


def left_fields(row: Row) -> list[str]:
    """Return the names of the fields that an undo leaves, as somebody edited them since."""
    return [field_name(name) for name in row.after.get("fields", ()) if name not in _NOT_SHOWN]


def _changes(before: dict[str, Any], after: dict[str, Any], names: Names) -> Iterator[FieldChange]:
    for key, value in after.items():
        if key in _NOT_SHOWN:
            continue
        if key == OTHER_TEXT:
            for language, text in value.items():
                sides = marked(before.get(OTHER_TEXT, {}).get(language) or "", text or "")
                title = _("Text in the language “%(code)s”") % {"code": language}
                yield FieldChange(title, sides.first, sides.second)
            continue
        refused = key.startswith(DIFFERS)
        name = _set_of(key)
        label = field_name(name)
        if name in SET_NAMES:
            listed = names.of(name, value)
            sides = marked("", listed) if not key.startswith(REMOVED) else marked(listed, "")
        else:
            sides = marked(_told(name, before.get(key)), _told(name, value))
        yield FieldChange(label, sides.first, sides.second, is_refused=refused)


def _set_of(key: str) -> str:
    return next((key.removeprefix(prefix) for prefix in _PREFIXES if key.startswith(prefix)), key)


def _told(name: str, value: object) -> str:
    if value in (None, ""):
        return ""
    if name in _CHOICES:
        return str(_CHOICES[name].get(str(value), value))
    if name in _DATES:
        day = value if isinstance(value, date) else parse_date(str(value))
        return date_format(day) if day else str(value)
    return str(value)


def _named(records: Iterable[Any]) -> dict[int, str]:
    return {record.pk: str(record) for record in records}
