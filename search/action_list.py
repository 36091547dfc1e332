"""Lists of city actions, filtered by what they are and by the recommendations they serve.

    wanted = ActionFilter.parse(request.GET)          # all cities
    wanted = ActionFilter.parse(request.GET, city)    # one city
    wanted.actions()                                  # none while there are problems

Values are those of the search (slugs, keys); a parameter repeated means any of them. A name or value nobody knows is a
problem, said in words; it never widens the list.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import ExtractYear
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.models import ActionContribution, City, CityAction
from cities.models.action import CityActionQuerySet
from recommendations.models import Recommendation
from recommendations.querysets import RecommendationQuerySet
from search.selection.parameters import is_tracking
from search.selection.problems import shown
from search.selection.vocabulary import Vocabularies

PER_PAGE = 25
LAST_PAGE = 10_000
UNDATED = "none"

LABELS = {
    "city": gettext_lazy("City"),
    "status": gettext_lazy("Status of the action"),
    "kind": gettext_lazy("Kind"),
    "year": gettext_lazy("Year"),
    "theme": gettext_lazy("Theme of what it serves"),
    "mechanism": gettext_lazy("Mechanism of what it serves"),
    "review": gettext_lazy("Review of what it serves"),
}
"""The filters in the order of the panel."""

_SERVED = {"theme": "recommendation_themes__tag__slug", "mechanism": "review__mechanism__slug", "review": "review__key"}
_OWN = {"city": "city__slug", "status": "status", "kind": "kind"}


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter: what the address writes, what people read, how many actions it alone would leave."""

    value: str
    label: str
    count: int
    selected: bool


class ActionFacet(NamedTuple):
    """One filter with the values that some action has, and those that are chosen."""

    name: str
    label: str
    values: list[Option]

    @property
    def selected(self) -> list[Option]:
        """The chosen values."""
        return [option for option in self.values if option.selected]


class ActionChip(NamedTuple):
    """One chosen value, with the address of the list without it."""

    facet: str
    value: str
    url: str


@dataclass(frozen=True)
class ActionFilter:
    """What is asked for: chosen values by filter, the page, and what could not be understood."""

    chosen: Mapping[str, tuple[str, ...]]
    city: City | None = None
    page: int = 1
    problems: tuple[str, ...] = ()
    vocabularies: Vocabularies = field(default_factory=Vocabularies, compare=False, repr=False)

    @classmethod
    def parse(cls, query: QueryDict, city: City | None = None) -> "ActionFilter":
        """Read an address. Never raises: what is wrong becomes ``problems``."""
        reader = _Reader(city)
        for name, values in query.lists():
            if not is_tracking(name):
                reader.read(name, values)
        return cls(reader.chosen, city, reader.page, tuple(reader.problems), reader.vocabularies)

    def actions(self) -> CityActionQuerySet:
        """The published actions found, the latest first."""
        if self.problems:
            return CityAction.objects.none()
        return self._matching().with_number_of_recommendations().newest_first()

    @cached_property
    def total(self) -> int:
        """How many are found."""
        return 0 if self.problems else self._matching().count()

    def facets(self) -> list[ActionFacet]:
        """Each filter with its counts, which ignore what is chosen in it (one query each)."""
        names = [name for name in LABELS if name != "city" or self.city is None]
        return [self._facet(name) for name in names]

    def chips(self) -> list[ActionChip]:
        """What is chosen, each with the address without it."""
        return [
            ActionChip(str(LABELS[name]), self.label(name, value), self._without(name, value).url)
            for name in LABELS
            for value in self.chosen.get(name, ())
        ]

    @property
    def shows_cities(self) -> bool:
        """Whether the list is about several cities, so that each action has to name its own."""
        return self.city is None

    @property
    def url(self) -> str:
        """The address of this list, in the active language."""
        pairs = [(name, value) for name in LABELS for value in self.chosen.get(name, ())]
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return f"{self.clear_url}?{urlencode(pairs)}" if pairs else self.clear_url

    @property
    def clear_url(self) -> str:
        """The address of the list without any filter."""
        return reverse("city_actions", args=[self.city.slug]) if self.city else reverse("actions")

    def page_url(self, number: int) -> str:
        """The address of another page."""
        return replace(self, page=number).url

    def label(self, name: str, value: str) -> str:
        """What people call a value."""
        if name == "kind":
            return str(CityAction.Kind(value).label)
        if name == "year":
            return _("Date not recorded") if value == UNDATED else value
        vocabulary = {"status": "action"}.get(name, name)
        return self.vocabularies.entries(vocabulary)[value].label

    def _without(self, name: str, value: str) -> "ActionFilter":
        kept = tuple(each for each in self.chosen[name] if each != value)
        return replace(self, chosen={**self.chosen, name: kept}, page=1)

    def _matching(self, but: str = "") -> CityActionQuerySet:
        actions = CityAction.objects.public()
        if self.city:
            actions = actions.of_city(self.city)
        for name, values in self.chosen.items():
            if name != but and values and name not in _SERVED:
                actions = actions.filter(_own(name, values))
        # One recommendation must satisfy theme, mechanism and review together: it is the one the action serves.
        served = {name: values for name, values in self.chosen.items() if name in _SERVED and values and name != but}
        return actions.filter(_serves(served)) if served else actions

    def _facet(self, name: str) -> ActionFacet:
        counts = self._counts(name)
        chosen = self.chosen.get(name, ())
        values = list(dict.fromkeys([*counts, *chosen]))
        options = [Option(each, self.label(name, each), counts.get(each, 0), each in chosen) for each in values]
        options.sort(key=_ORDERS.get(name, lambda option: (option.label.casefold(),)))
        return ActionFacet(name, str(LABELS[name]), options)

    def _counts(self, name: str) -> dict[str, int]:
        actions = self._matching(but=name).order_by()
        if name in _SERVED:
            path = f"contributions__recommendation__{_SERVED[name]}"
            # The recommendation that carries the value must stand, and satisfy what else is asked of it.
            others = {other: values for other, values in self.chosen.items() if other in _SERVED and other != name}
            these = _recommendations({other: values for other, values in others.items() if values})
            rows = actions.filter(contributions__recommendation__in=these).values_list(path)
        elif name == "year":
            rows = actions.values_list(ExtractYear("starts_on"))
        else:
            rows = actions.values_list(_OWN[name])
        counted = rows.annotate(Count("pk", distinct=True))
        if name == "year":
            return {UNDATED if value is None else str(value): count for value, count in counted}
        return {str(value): count for value, count in counted if value is not None}


class _Reader:
    """Reads one address, name by name."""

    def __init__(self, city: City | None) -> None:
        self.vocabularies = Vocabularies()
        self.chosen: dict[str, tuple[str, ...]] = {}
        self.page = 1
        self.problems: list[str] = []
        self._names = [name for name in LABELS if name != "city" or city is None]

    def read(self, name: str, values: list[str]) -> None:
        """Take in one parameter with all its values; empty ones are fields nobody filled in."""
        given = [value.strip() for value in values if value.strip()]
        if name == "page":
            self._read_page(given)
        elif name not in self._names:
            self.problems.append(_("There is no filter called “%(name)s” here.") % {"name": shown(name)})
        else:
            known = [value for value in given if self._is_known(name, value)]
            self.problems += [
                _("“%(value)s” is no value of the filter “%(name)s”.") % {"value": shown(value), "name": LABELS[name]}
                for value in given
                if value not in known
            ]
            if known:
                self.chosen[name] = tuple(dict.fromkeys(known))

    def _read_page(self, given: list[str]) -> None:
        if not given:
            return
        if len(given) == 1 and given[0].isascii() and given[0].isdigit() and 1 <= int(given[0][:9]) <= LAST_PAGE:
            self.page = int(given[0])
        else:
            self.problems.append(_("The page must be a whole number, from 1."))

    def _is_known(self, name: str, value: str) -> bool:
        if name == "year":
            return value == UNDATED or (value.isascii() and value.isdigit() and len(value) == 4 and value != "0000")
        if name in ("status", "kind"):
            return value in (CityAction.Status if name == "status" else CityAction.Kind).values
        return value in self.vocabularies.entries(name)


def _own(name: str, values: tuple[str, ...]) -> Q:
    """Return the condition on the action itself."""
    if name != "year":
        return Q(**{f"{_OWN[name]}__in": values})
    years = [int(value) for value in values if value != UNDATED]
    dated = Q(starts_on__year__in=years)
    return dated | Q(starts_on__isnull=True) if UNDATED in values else dated


def _recommendations(served: Mapping[str, tuple[str, ...]]) -> RecommendationQuerySet:
    """Return the standing recommendations that satisfy all of it."""
    standing = Recommendation.objects.public()
    for name, values in served.items():
        standing = standing.filter(**{f"{_SERVED[name]}__in": values})
    return standing


def _serves(served: Mapping[str, tuple[str, ...]]) -> Exists:
    return Exists(ActionContribution.objects.filter(action=OuterRef("pk"), recommendation__in=_recommendations(served)))


_STATUSES, _KINDS = CityAction.Status.values, CityAction.Kind.values
_ORDERS: dict[str, Callable[[Option], tuple[Any, ...]]] = {
    "status": lambda option: (_STATUSES.index(option.value),),
    "kind": lambda option: (_KINDS.index(option.value),),
    # The latest year first, what has no date at the end.
    "year": lambda option: (option.value == UNDATED, -int(option.value) if option.value != UNDATED else 0),
    "theme": lambda option: (-option.count, option.label.casefold()),
}
