"""A city's record in figures: how much is assessed and how far it is, one side at a time, each figure with its list.

The denominator is ``cities.scope``; nothing is added up across sides, averaged or ranked. Figures of an earlier day
(``known_on``) carry no links, for the lists are today's.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from cities.history import Entry, History
from cities.models import Assessor, City, Implementation
from cities.progress.age import out_of_date_before
from cities.scope import Scope
from cities.words import SIDES_ALWAYS_SHOWN
from mechanisms.models import Review
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
    """What one kind of assessor has said of a city: ``assessed`` of ``total``, where they are listed, and how far.

    ``old`` of the assessed have a word that may be out of date.
    """

    kind: Assessor.Kind
    assessed: int
    old: int
    total: int
    url: str
    coverage: Bar
    statuses: Bar


@dataclass(frozen=True, slots=True)
class ThemeSide:
    """One theme in the words of one side: how many of its recommendations are assessed, and all of them by status."""

    kind: Assessor.Kind
    assessed: int
    url: str
    statuses: Bar


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """One theme of the denominator, with a bar a side."""

    theme: Theme
    total: int
    url: str
    sides: list[ThemeSide]


@dataclass(frozen=True)
class Record:
    """The figures of one city in one scope, by the end of ``history.known_on`` (None: as they stand)."""

    city: City
    scope: Scope
    history: History
    themes_of: dict[int, list[Theme]] = field(repr=False)

    @classmethod
    def of(cls, city: City, known_on: date | None = None) -> "Record":
        """Read what is counted (five queries: the scope two, themes two, the history one)."""
        scope = Scope.load()
        return cls(city, scope, History.of(city, known_on), scope.themes_of_recommendations())

    @property
    def day(self) -> date:
        """The day the figures speak of."""
        return self.history.known_on or self.city.today()

    @cached_property
    def words(self) -> list[Entry]:
        """The words that count: those on recommendations of the denominator."""
        return [word for word in self.history.words.values() if word.recommendation_id in self.themes_of]

    @cached_property
    def sides(self) -> list[Side]:
        """The city and the community, silent or not, and independent bodies that spoke."""
        spoke = {word.side for word in self.words}
        kinds = [kind for kind in Assessor.Kind if kind in SIDES_ALWAYS_SHOWN or kind in spoke]
        return [self._side(kind) for kind in kinds]

    @cached_property
    def themes(self) -> list[ThemeRow]:
        """Every theme of the denominator, the one with the most recommendations first."""
        on_theme: dict[Theme, set[int]] = {}
        for recommendation, themes in self.themes_of.items():
            for theme in themes:
                on_theme.setdefault(theme, set()).add(recommendation)
        ordered = sorted(on_theme.items(), key=lambda item: (-len(item[1]), item[0].name))
        return [self._theme(theme, recommendations) for theme, recommendations in ordered]

    @cached_property
    def last_review(self) -> tuple[Review, date] | None:
        """The review completed last, and the day of its outcome; None where no day is on record."""
        dated = [
            (review, review.adopted_on or review.held_on)
            for review in (*self.scope.reviews, *self.scope.reviews_not_held)
        ]
        known = [(review, day) for review, day in dated if day]
        return max(known, key=lambda pair: pair[1]) if known else None

    @property
    def unthemed(self) -> int:
        """How many recommendations of the denominator carry no theme, so that no row of ``themes`` counts them."""
        return sum(not themes for themes in self.themes_of.values())

    @property
    def local_url(self) -> str:
        """The list of the denominator."""
        return self._selection.url

    @property
    def not_sorted_url(self) -> str:
        """The list of what nobody has sorted yet."""
        return self._selection.only(reach=str(Recommendation.Reach.NOT_SORTED)).url

    @cached_property
    def _selection(self) -> Selection:
        return selection_of(self.scope)

    def _side(self, kind: Assessor.Kind) -> Side:
        words = [word for word in self.words if word.side == kind]
        total = len(self.themes_of)
        cutoff = out_of_date_before(self.day)
        assessed = len({word.recommendation_id for word in words})
        old = len({word.recommendation_id for word in words if word.as_of < cutoff})
        silent_url = self._url(self._selection, kind, status=NOT_ASSESSED)
        url = self._url(self._selection, kind)
        coverage = Bar.of(
            [
                Part("assessed", _("Assessed"), assessed, url),
                Part(NOT_ASSESSED, _("Not assessed"), total - assessed, silent_url),
            ]
        )
        statuses = self._by_status(kind, self._selection, words, total)
        return Side(kind, assessed, old, total, url, coverage, statuses)

    def _theme(self, theme: Theme, recommendations: set[int]) -> ThemeRow:
        on_theme = self._selection.only(theme=theme.slug)
        total = len(recommendations)
        sides = []
        for side in self.sides:
            words = [word for word in self._words_by_side[side.kind] if word.recommendation_id in recommendations]
            assessed = len({word.recommendation_id for word in words})
            bar = self._by_status(side.kind, on_theme, words, total)
            sides.append(ThemeSide(side.kind, assessed, self._url(on_theme, side.kind), bar))
        return ThemeRow(theme, total, on_theme.url, sides)

    @cached_property
    def _words_by_side(self) -> dict[str, list[Entry]]:
        return {side.kind: [word for word in self.words if word.side == side.kind] for side in self.sides}

    def _by_status(self, kind: Assessor.Kind, selection: Selection, words: list[Entry], total: int) -> Bar:
        """Count recommendations by status. Two assessors of a side may give two words on one: it counts for each."""
        found = Counter(status for status, _recommendation in {(word.status, word.recommendation_id) for word in words})
        assessed = len({word.recommendation_id for word in words})
        parts = [
            Part(str(each), str(each.label), found[each], self._url(selection, kind, status=str(each)))
            for each in STATUSES
        ]
        silent_url = self._url(selection, kind, status=NOT_ASSESSED)
        return Bar.of([*parts, Part(NOT_ASSESSED, _("Not assessed"), total - assessed, silent_url)], total)

    def _url(self, selection: Selection, kind: Assessor.Kind, **more: str) -> str:
        if self.history.known_on:
            return ""
        return selection.only(city=self.city.slug, by=str(kind), **more).url
