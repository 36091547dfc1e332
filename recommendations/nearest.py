"""The known entries of a vocabulary that are nearest to a label that nobody knows."""

from typing import Any, NamedTuple

from django.db import models
from rapidfuzz import fuzz, process

from mechanisms.models import Country, CountrySpelling, Mechanism, MechanismName
from mechanisms.normalise import label_key
from recommendations.models import (
    AffectedGroup,
    AffectedGroupAlias,
    SdgGoal,
    Theme,
    ThemeAlias,
    UnresolvedLabel,
)

SHOWN = 3
_LOOKED_AT = 30
"""Names that are compared in earnest: one entry may have many."""

Vocabulary = UnresolvedLabel.Vocabulary


class Near(NamedTuple):
    """A known entry whose name, or one of whose other labels, looks like the unknown label."""

    target: Any
    known_as: str
    similarity: float


class _Names(NamedTuple):
    """Where the names of a vocabulary's entries stand: in columns, and in a table of other labels."""

    entries: type[models.Model]
    columns: tuple[str, ...]
    others: type[models.Model] | None = None
    entry: str = ""
    other: str = ""


_NAMES = {
    Vocabulary.THEME: _Names(Theme, ("name", "label_es"), ThemeAlias, "theme", "label"),
    Vocabulary.GROUP: _Names(AffectedGroup, ("name_en", "name_es"), AffectedGroupAlias, "group", "label"),
    Vocabulary.COUNTRY: _Names(Country, ("name_en", "name_es"), CountrySpelling, "country", "spelling"),
    Vocabulary.SDG: _Names(SdgGoal, ("name_en", "name_es")),
    Vocabulary.MECHANISM: _Names(Mechanism, ("name_en", "name_es", "acronym"), MechanismName, "mechanism", "name"),
}


class Nearest:
    """Finds them in one vocabulary after the other; each is read once, in at most two queries."""

    def __init__(self) -> None:
        """Read nothing yet."""
        self._known: dict[str, dict[int, tuple[Any, str]]] = {}
        self._keys: dict[str, dict[int, str]] = {}

    def find(self, vocabulary: str, label: str, *, from_elsewhere: bool = False) -> list[Near]:
        """Return the three entries nearest to ``label``, each once, the nearest first.

        One of the very same name is left out: an import made it, for want of a better one, from this label. Not so
        where the label is ``from_elsewhere``, another column, where that name stands by mistake.
        """
        if vocabulary not in self._known:
            known = self._known[vocabulary] = dict(enumerate(_names_of(_NAMES[Vocabulary(vocabulary)])))
            self._keys[vocabulary] = {place: label_key(name) for place, (_entry, name) in known.items()}
        found: dict[int, Near] = {}
        wanted, keys = label_key(label), self._keys[vocabulary]
        for key, score, place in process.extract(wanted, keys, scorer=fuzz.token_sort_ratio, limit=_LOOKED_AT):
            entry, name = self._known[vocabulary][place]
            if from_elsewhere or key != wanted:
                found.setdefault(entry.pk, Near(entry, name, score))
        return list(found.values())[:SHOWN]


def _names_of(names: _Names) -> list[tuple[Any, str]]:
    """Return every name with its entry."""
    entries = names.entries._default_manager.in_bulk()
    pairs = [(entry, getattr(entry, column)) for entry in entries.values() for column in names.columns]
    if names.others is not None:
        others = names.others._default_manager.values_list(f"{names.entry}_id", names.other)
        pairs += [(entries[pk], name) for pk, name in others]
    return [(entry, name) for entry, name in pairs if name]
