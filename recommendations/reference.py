"""Loading themes with their crosswalk, affected groups, and the Sustainable Development Goals.

The files lie in ``recommendations/reference_data``. :func:`load` creates what is missing and never touches a record
that exists, because an editor may have changed it. It runs after every migration.

Theme slugs are short words a person would type (``housing``, ``voting``, ``water-sanitation``); they are part of
addresses and never change. The crosswalk maps every label of ``theme_aliases.csv`` to one theme. No UN body publishes
one: it is our reading of the words. Where a label spans several themes it goes to the nearest one:

- UPR Info's "General" and "Other" go to the universal and cross-cutting issues;
- labels about sexual orientation and gender identity to equality, since no theme is named after them;
- "Human rights defenders" to cooperation with civil society; "Internally displaced persons" to refugees, with which
  the old code G5 put them;
- "Freedom of association and peaceful assembly" to assembly; "Women" and "Women's rights" to discrimination against
  women; "Domestic violence" to violence against women; "Human rights violations by state agents" to physical and
  moral integrity; "Public security" to liberty and security; "HIV - Aids" to health; "Voluntary pledges" to the 2030
  Agenda and other voluntary commitments; the label "Context, statistics, budget, civil society" to the general
  framework, "Fundamental freedoms" to civil and political rights.
"""

from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from mechanisms.normalise import label_key
from mechanisms.reference_rows import ReferenceRow, create_missing, is_migrated, read_rows, unique
from recommendations.models import AffectedGroup, AffectedGroupAlias, SdgGoal, SdgTarget, Theme, ThemeAlias

FOLDER = Path(__file__).parent / "reference_data"

COLUMNS = {
    "themes": ("slug", "name_en", "label_es", "meaning_en", "meaning_es"),
    "theme_aliases": ("label", "theme", "generation"),
    "affected_groups": ("slug", "name_en", "name_es"),
    "affected_group_aliases": ("label", "group"),
    "sdg_goals": ("number", "name_en", "name_es"),
    "sdg_targets": ("code", "name_en", "name_es"),
}


def load(folder: Path = FOLDER, using: str = "default") -> dict[str, int]:
    """Create the vocabularies' records that are missing; return how many of each kind were created.

    Raises :class:`~mechanisms.reference_rows.ReferenceDataError` for a bad file; nothing is written then. Where the
    tables do not exist (the app was migrated to zero) nothing happens.
    """
    if not is_migrated(ThemeAlias, using):
        return {}
    with transaction.atomic(using=using):
        themes, created_themes = _load_themes(folder, using)
        groups, created_groups = _load_groups(folder, using)
        goals, created_goals = _load_goals(folder, using)
        return {
            "themes": created_themes,
            "theme labels": _load_theme_aliases(folder, using, themes),
            "affected groups": created_groups,
            "affected group labels": _load_group_aliases(folder, using, groups),
            "SDG goals": created_goals,
            "SDG targets": _load_targets(folder, using, goals),
        }


def _rows(folder: Path, name: str, key_of: Callable[[ReferenceRow], str]) -> list[ReferenceRow]:
    return unique(read_rows(folder / f"{name}.csv", COLUMNS[name]), key_of)


def _load_themes(folder: Path, using: str) -> tuple[dict[str, Theme], int]:
    present = {theme.slug: theme for theme in Theme.objects.using(using)}
    by_name = {theme.name: theme for theme in present.values()}
    planned: dict[str, Theme] = {}
    for row in _rows(folder, "themes", lambda row: row.needed("slug")):
        slug, name = row.text("slug"), row.needed("name_en")
        if slug not in present and name in by_name:
            present[slug] = by_name[name]
        if slug not in present:
            planned[slug] = row.checked(
                Theme(
                    slug=slug,
                    name=name,
                    label_es=row.text("label_es"),
                    meaning_en=row.text("meaning_en"),
                    meaning_es=row.text("meaning_es"),
                )
            )
    created = create_missing(planned, present, using)
    return present, created


def _load_theme_aliases(folder: Path, using: str, themes: dict[str, Theme]) -> int:
    present = {alias.key: alias for alias in ThemeAlias.objects.using(using)}
    planned: dict[str, ThemeAlias] = {}
    for row in _rows(folder, "theme_aliases", lambda row: label_key(row.needed("label"))):
        label, theme = row.text("label"), row.found("theme", themes)
        if (key := label_key(label)) not in present:
            alias = ThemeAlias(label=label, key=key, theme=theme, generation=row.needed("generation"))
            planned[key] = row.checked(alias)
    return create_missing(planned, present, using)


def _load_groups(folder: Path, using: str) -> tuple[dict[str, AffectedGroup], int]:
    present = {group.slug: group for group in AffectedGroup.objects.using(using)}
    by_name = {group.name_en: group for group in present.values()}
    planned: dict[str, AffectedGroup] = {}
    for row in _rows(folder, "affected_groups", lambda row: row.needed("slug")):
        slug, name = row.text("slug"), row.needed("name_en")
        if slug not in present and name in by_name:
            present[slug] = by_name[name]
        if slug not in present:
            planned[slug] = row.checked(AffectedGroup(slug=slug, name_en=name, name_es=row.text("name_es")))
    created = create_missing(planned, present, using)
    return present, created


def _load_group_aliases(folder: Path, using: str, groups: dict[str, AffectedGroup]) -> int:
    present = {alias.key: alias for alias in AffectedGroupAlias.objects.using(using)}
    planned: dict[str, AffectedGroupAlias] = {}
    for row in _rows(folder, "affected_group_aliases", lambda row: label_key(row.needed("label"))):
        label, group = row.text("label"), row.found("group", groups)
        if (key := label_key(label)) not in present:
            planned[key] = row.checked(AffectedGroupAlias(label=label, key=key, group=group))
    return create_missing(planned, present, using)


def _load_goals(folder: Path, using: str) -> tuple[dict[str, SdgGoal], int]:
    present = {str(goal.number): goal for goal in SdgGoal.objects.using(using)}
    planned: dict[str, SdgGoal] = {}
    for row in _rows(folder, "sdg_goals", lambda row: row.needed("number")):
        goal = SdgGoal(number=row.whole_number("number"), name_en=row.needed("name_en"), name_es=row.text("name_es"))
        if str(goal.number) not in present:
            planned[str(goal.number)] = row.checked(goal)
    created = create_missing(planned, present, using)
    return present, created


def _load_targets(folder: Path, using: str, goals: dict[str, SdgGoal]) -> int:
    present = {target.code: target for target in SdgTarget.objects.using(using)}
    planned: dict[str, SdgTarget] = {}
    for row in _rows(folder, "sdg_targets", lambda row: row.needed("code")):
        code = row.text("code")
        goal = goals.get(code.split(".")[0])
        if goal is None:
            raise row.error(f"the target {code!r} belongs to no goal")
        if code not in present:
            planned[code] = row.checked(
                SdgTarget(code=code, goal=goal, name_en=row.text("name_en"), name_es=row.text("name_es"))
            )
    return create_missing(planned, present, using)
