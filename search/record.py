"""A city's record in figures: how much is assessed and how far it is, one side at a time, each figure with its list.

The denominator is ``cities.scope``; nothing is added up across sides, averaged or ranked.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cities.models import Assessor, City, Implementation
from cities.scope import Scope
from cities.words import SIDES_ALWAYS_SHOWN
from recommendations.models import Recommendation, Theme
from search.charts import Bar, Part
from search.scope import selection_of
from search.selection import Selection
from search.selection.parameters import NOT_ASSESSED

STATUSES = (
    Implementation.Status.IMPLEMENTED,
    Implementation.Status.SUBSTANTIAL_PROGRESS,
    Implementation.Status.LIMITED_PROGRESS,
    Implementation.Status.NO_ACTION,
    Implementation.Status.REGRESSED,
    Implementation.Status.NO_INFORMATION,
)
"""The order in a bar; "not assessed" closes it and is always drawn."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one kind of assessor has said of a city: ``assessed`` of ``total``, where they are listed, and how far."""

    kind: Assessor.Kind
    assessed: int
    total: int
    url: str
    coverage: Bar
    statuses: Bar


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """One theme of one side: how many of its recommendations are assessed, and all of them by status."""

    theme: Theme
    assessed: int
    assessed_url: str
    total: int
    url: str
    statuses: Bar


@dataclass(frozen=True, slots=True)
class Record:
    """The figures of one city in one scope."""

    city: City
    scope: Scope
    local_url: str
    not_sorted_url: str
    sides: list[Side]

    @classmethod
    def of(cls, city: City) -> "Record":
        """Count (four queries)."""
        scope = Scope.load()
        selection = selection_of(scope)
        assessed, statuses = scope.assessed(city), scope.statuses(city)
        sides = []
        for kind in Assessor.Kind:
            if kind in SIDES_ALWAYS_SHOWN or assessed.get(kind):
                found = {str(status): statuses.get((kind, status), 0) for status in STATUSES}
                sides.append(_side(city, kind, selection, assessed.get(kind, 0), scope.local, found))
        not_sorted = selection.only(reach=str(Recommendation.Reach.NOT_SORTED)).url
        return cls(city, scope, selection.url, not_sorted, sides)

    def themes(self, limit: int) -> dict[Assessor.Kind, list[ThemeRow]]:
        """Count each side by theme: the ``limit`` themes with the most recommendations (three more queries)."""
        selection = selection_of(self.scope)
        assessed, statuses = self.scope.assessed_by_theme(self.city), self.scope.statuses_by_theme(self.city)
        rows: dict[Assessor.Kind, list[ThemeRow]] = {side.kind: [] for side in self.sides}
        for theme, total in self.scope.themes()[:limit]:
            on_theme = selection.only(theme=theme.slug)
            for kind, its_rows in rows.items():
                found = {str(status): statuses.get((kind, theme.slug, status), 0) for status in STATUSES}
                said = assessed.get((kind, theme.slug), 0)
                bar = _by_status(self.city, kind, on_theme, found, total - said, total)
                said_url = on_theme.only(city=self.city.slug, by=str(kind)).url
                its_rows.append(ThemeRow(theme, said, said_url, total, on_theme.url, bar))
        return rows


def _side(
    city: City, kind: Assessor.Kind, selection: Selection, assessed: int, total: int, found: dict[str, int]
) -> Side:
    url = selection.only(city=city.slug, by=str(kind)).url
    silent = selection.only(city=city.slug, by=str(kind), status=NOT_ASSESSED).url
    coverage = Bar.of(
        [
            Part("assessed", _("Assessed"), assessed, url),
            Part(NOT_ASSESSED, _("Not assessed"), total - assessed, silent),
        ]
    )
    statuses = _by_status(city, kind, selection, found, total - assessed, total)
    return Side(kind, assessed, total, url, coverage, statuses)


def _by_status(
    city: City, kind: Assessor.Kind, selection: Selection, found: dict[str, int], not_assessed: int, total: int
) -> Bar:
    spoken = selection.only(city=city.slug, by=str(kind))
    said = [Part(str(each), str(each.label), found[str(each)], spoken.only(status=str(each)).url) for each in STATUSES]
    silent = Part(NOT_ASSESSED, _("Not assessed"), not_assessed, spoken.only(status=NOT_ASSESSED).url)
    return Bar.of([*said, silent], total)
