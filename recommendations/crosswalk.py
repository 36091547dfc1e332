"""The crosswalk: every label a document used for a theme, and the theme it means. No UN body publishes one."""

from typing import NamedTuple

from django.utils.functional import Promise

from mechanisms.normalise import label_key
from recommendations.models import Theme, ThemeAlias, UnresolvedLabel


class Meaning(NamedTuple):
    """One label of the crosswalk."""

    label: str
    theme: Theme | None
    """None where nobody has said yet what it means, or where it is left out on purpose."""
    source: str | Promise
    """Where the label comes from, in words."""
    code: str
    """The same for programs: a generation of ``ThemeAlias``, or "waiting", "ignored" or "mapped" (no theme)."""
    note: str = ""
    """Why it is left out, or what it means that is no theme."""


def crosswalk(query: str = "") -> list[Meaning]:
    """Return every label ever seen with its theme, by label (three queries).

    With a ``query`` only those in whose label or theme each of its words occurs, in either language.
    """
    themes = {theme.pk: theme for theme in Theme.objects.all()}
    found: dict[str, Meaning] = {}
    for alias in ThemeAlias.objects.all():
        theme = themes[alias.theme_id]
        found[alias.key] = Meaning(alias.label, theme, alias.get_generation_display(), alias.generation)
    for theme in themes.values():
        current = ThemeAlias.Generation.CURRENT
        found.setdefault(label_key(theme.name), Meaning(theme.name, theme, current.label, current.value))
    of_themes = UnresolvedLabel.objects.filter(vocabulary=UnresolvedLabel.Vocabulary.THEME, theme=None)
    for label in of_themes.select_related("group", "goal"):
        note = label.reason or str(label.target or "")
        found.setdefault(label.key, Meaning(label.label, None, label.get_state_display(), label.state, note))
    words = label_key(query).split()
    rows = [row for row in found.values() if all(word in _searched(row) for word in words)]
    return sorted(rows, key=lambda row: label_key(row.label))


def _searched(row: Meaning) -> str:
    names = (row.theme.name, row.theme.label_es) if row.theme else ()
    return label_key(" ".join((row.label, *names)))
