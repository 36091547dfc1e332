"""From the labels that files print to the vocabularies they mean: themes, affected groups, SDGs.

A resolver reads its table once; each look-up is then one dictionary access. Make one for an import, not for a row.
"""

import re
from dataclasses import dataclass

from mechanisms.normalise import clean_space, label_key
from recommendations.models import AffectedGroup, AffectedGroupAlias, SdgGoal, SdgTarget, Theme, ThemeAlias

# Older lists number their labels: "A12 Acceptance of international norms", "2.1. Acceptance of international norms".
_NUMBERING = re.compile(r"^[-\s]*(?:[A-H]\d{1,2}\.?|\d{1,2}(?:\.\d{1,2})*\.)\s+(?=\S)", re.ASCII)
_SDG = re.compile(
    r"^[-*\s]*(?:(?:SDGs?|ODS|goal|target|objetivo|meta)\s*)?"
    r"(?P<goal>\d{1,2})(?:\.(?P<target>\d{1,2}|[a-d])(?:\s+|\b)|(?=\s*(?:[-:]|\.(?!\S)|$)))\s*[-:.]*\s*(?P<name>.*)$",
    re.ASCII | re.IGNORECASE | re.DOTALL,
)
_DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2014", "-----")
_TARGET_NAME_LENGTH = 255


class ThemeResolver:
    """Finds the theme a label means: by the theme's names and slug and by the crosswalk of labels."""

    def __init__(self, using: str = "default") -> None:
        themes = {theme.pk: theme for theme in Theme.objects.using(using)}
        self._themes = {label_key(theme.name): theme for theme in themes.values()}
        for theme_id, key in ThemeAlias.objects.using(using).values_list("theme_id", "key"):
            self._themes.setdefault(key, themes[theme_id])
        for theme in themes.values():
            for label in (theme.slug, theme.label_es):
                if key := label_key(label):
                    self._themes.setdefault(key, theme)

    def resolve(self, label: str) -> Theme | None:
        """Return the theme that ``label`` means, or None; an unknown number before a known label does not count."""
        found = self._themes.get(label_key(label))
        if found is None and (numbering := _NUMBERING.match(label)):
            found = self._themes.get(label_key(label[numbering.end() :]))
        return found


class GroupResolver:
    """Finds the affected group a label means: by the group's names and slug and by other labels."""

    def __init__(self, using: str = "default") -> None:
        groups = {group.pk: group for group in AffectedGroup.objects.using(using)}
        self._groups = {label_key(group.name_en): group for group in groups.values()}
        for group_id, key in AffectedGroupAlias.objects.using(using).values_list("group_id", "key"):
            self._groups.setdefault(key, groups[group_id])
        for group in groups.values():
            for label in (group.slug, group.name_es):
                if key := label_key(label):
                    self._groups.setdefault(key, group)

    def resolve(self, label: str) -> AffectedGroup | None:
        """Return the affected group that ``label`` means, or None."""
        return self._groups.get(label_key(label))


@dataclass(frozen=True)
class SdgMatch:
    """What an SDG label means: a goal, or a target of it.

    ``code`` is empty for a goal. ``target`` is None for a goal, and for a target that is well-formed but not recorded
    yet: the import then makes it from ``code``, ``goal`` and ``name`` and calls :meth:`SdgResolver.add`.
    """

    goal: SdgGoal
    code: str = ""
    target: SdgTarget | None = None
    name: str = ""

    @property
    def is_new(self) -> bool:
        """Whether it names a target that is not recorded yet."""
        return bool(self.code) and self.target is None


class SdgResolver:
    """Finds the goal or target a label names: "11 - SUSTAINABLE CITIES…", "16.3 - Promote…", "11", "16.a"."""

    def __init__(self, using: str = "default") -> None:
        goals = {goal.pk: goal for goal in SdgGoal.objects.using(using)}
        self._goals = {goal.number: goal for goal in goals.values()}
        self._goal_names: dict[str, SdgGoal] = {}
        for goal in goals.values():
            for name in filter(None, (goal.name_en, goal.name_es)):
                self._goal_names.setdefault(label_key(name), goal)
        self._targets = {target.code: target for target in SdgTarget.objects.using(using)}

    def add(self, target: SdgTarget) -> None:
        """Take in a target that was just made, so that the next row finds it."""
        self._targets[target.code] = target

    def resolve(self, label: str) -> SdgMatch | None:
        """Return what ``label`` names, or None where it is neither a goal nor a well-formed target code."""
        text = clean_space(label.translate(_DASHES))
        if goal := self._goal_names.get(label_key(text)):
            return SdgMatch(goal)
        if not (parts := _SDG.match(text)):
            return None
        goal = self._goals.get(int(parts["goal"]))
        if goal is None or not parts["target"]:
            return SdgMatch(goal) if goal else None
        ending = parts["target"].lower()
        if ending.isdigit():
            ending = str(int(ending))
        if ending == "0":
            return None
        code = f"{goal.number}.{ending}"
        return SdgMatch(goal, code, self._targets.get(code), parts["name"][:_TARGET_NAME_LENGTH])
