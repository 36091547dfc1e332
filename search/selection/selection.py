"""The selection itself: its values, its address, and the selections next to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse

from search.query import parse_query
from search.selection import sentence
from search.selection.parameters import BY_NAME, MANY, NOT_ASSESSED, PARAMETERS, Shape
from search.selection.parsing import parse_parameters
from search.selection.problems import Problem, ProblemKind
from search.selection.vocabulary import Vocabularies
from search.synonyms import Understood, widened

Pairs = list[tuple[str, str]]
Values = tuple[str, ...]


class Chip(NamedTuple):
    """One active filter: its facet and value in the active language, and the address without it."""

    parameter: str
    facet: str
    value: str
    url: str


@dataclass(frozen=True)
class Selection:
    """What is searched for. Fields are the parameters of ``parameters.py`` under their own names.

    Made by ``parse`` from an address, or directly from records of ours (values are then trusted). Two selections are
    equal when they ask for the same; multi-valued fields are sorted, defaults stand for what an address leaves out.
    """

    q: str = ""
    mechanism: Values = ()
    review: Values = ()
    country: Values = ()
    kind: Values = ()
    position: Values = ()
    theme: Values = ()
    group: Values = ()
    sdg: Values = ()
    state: Values = ()
    reach: Values = ()
    city: Values = ()
    by: Values = ()
    status: Values = ()
    differs: bool = False
    action: Values = ()
    year_from: int | None = None
    year_to: int | None = None
    match_theme: str = "any"
    match_group: str = "any"
    match_state: str = "any"
    match_sdg: str = "any"
    not_theme: Values = ()
    not_group: Values = ()
    not_state: Values = ()
    not_sdg: Values = ()
    sort: str = ""
    page: int = 1
    per_page: int = 25
    view: str = "list"
    group_by: str = ""
    header: str = "human"
    problems: tuple[Problem, ...] = ()
    vocabularies: Vocabularies = field(default_factory=Vocabularies, compare=False, repr=False)
    given: Pairs | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Bring equal searches to equal fields: sorted values, nothing that says nothing."""
        given = {parameter.name: getattr(self, parameter.name) for parameter in PARAMETERS}
        for name, value in _settle(dict(given)).items():
            if value is not given[name]:
                object.__setattr__(self, name, value)

    # Reading and writing the address

    @classmethod
    def parse(cls, query: QueryDict | Mapping[str, object], vocabularies: Vocabularies | None = None) -> "Selection":
        """Return the selection an address asks for. Never raises: what is wrong becomes ``problems``.

        ``query`` is ``request.GET`` or anything with ``lists()``; a plain mapping of names to a value or to a list
        of values does as well.
        """
        vocabularies = vocabularies or Vocabularies()
        parsed = parse_parameters(query, vocabularies)
        return cls(
            **parsed.values,  # type: ignore[arg-type]
            problems=tuple(parsed.problems),
            vocabularies=vocabularies,
            given=parsed.given,
        )

    @cached_property
    def pairs(self) -> Pairs:
        """Names and values of the canonical address: fixed order, sorted values, no defaults; then what was refused."""
        written: Pairs = []
        for parameter in PARAMETERS:
            value = getattr(self, parameter.name)
            if value == _DEFAULTS[parameter.name]:
                continue
            if isinstance(value, tuple):
                written += [(parameter.name, each) for each in value]
            else:
                written.append((parameter.name, "yes" if parameter.shape is Shape.FLAG else str(value)))
        return written + [pair for problem in self.problems for pair in problem.pairs]

    @cached_property
    def query(self) -> str:
        """The canonical query string, without question mark; empty for a search without any condition."""
        return urlencode(self.pairs, errors="replace")

    @property
    def url(self) -> str:
        """The address of the search page in the active language."""
        return self._at(reverse("recommendations"))

    def export_url(self, extension: str, *, every_page: bool = True) -> str:
        """The address of the same search as a file (``csv``, ``xlsx``, ``json``, ``atom``), from its first page on."""
        whole = replace(self, page=1) if every_page and self.page > 1 else self
        return whole._at(f"{reverse('recommendations').rstrip('/')}.{extension}")

    def page_url(self, number: int) -> str:
        """The address of another page of the same search."""
        return replace(self, page=number).url

    def _at(self, path: str) -> str:
        query = self.query
        return f"{path}?{query}" if query else path

    @property
    def needs_redirect(self) -> bool:
        """Whether the address given is another spelling of ``url`` (tracking names, empty fields, other order).

        Never where there are problems: the person sees her own address and what is wrong with it.
        """
        return self.given is not None and not self.problems and self.given != self.pairs

    # The selections next to this one

    def with_(self, **values: str | int | bool | list[str] | Values) -> "Selection":
        """Add values (single-valued parameters are set), back on page 1. Values are records' own, so not checked."""
        return self._changed(values, adding=True)

    def only(self, **values: str | int | bool | list[str] | Values) -> "Selection":
        """Set parameters to exactly these values, back on page 1."""
        return self._changed(values, adding=False)

    def without(self, name: str, *values: str) -> "Selection":
        """Take values of one parameter away, or all of them, back on page 1.

        What made sense only with them goes too: "not assessed" without a city, "all" of fewer than two values.
        """
        kept: Any = _DEFAULTS[name]
        if values:
            kept = tuple(value for value in getattr(self, name) if value not in values)
        changes: dict[str, Any] = {"page": 1, name: kept}
        return replace(self, **changes)

    def _changed(self, values: Mapping[str, object], *, adding: bool) -> "Selection":
        changes: dict[str, Any] = {"page": 1}
        for name, value in values.items():
            if BY_NAME[name].shape is Shape.VALUES:
                several = tuple(map(str, value)) if isinstance(value, list | tuple) else (str(value),)
                changes[name] = (*getattr(self, name), *several) if adding else several
            else:
                changes[name] = value
        return replace(self, **changes)

    def without_problems(self) -> "Selection":
        """What "Search without it" offers: everything that was understood."""
        return replace(self, problems=(), given=None)

    def corrected(self, problem: Problem) -> "Selection":
        """The selection with ``problem.suggestion`` in the place of the mistake; other problems stay."""
        rest = [*self.without_problems().pairs]
        rest += [pair for other in self.problems if other is not problem for pair in other.pairs]
        if problem.suggestion and problem.kind is ProblemKind.UNKNOWN_NAME:
            rest.append((problem.suggestion, problem.value))
        elif problem.suggestion:
            rest.append((problem.parameter, problem.suggestion))
        collected: dict[str, list[str]] = {}
        for name, value in rest:
            collected.setdefault(name, []).append(value)
        return replace(Selection.parse(collected, self.vocabularies), given=None)

    # What it says

    @property
    def order(self) -> str:
        """The order in force: ``sort``, or relevance where there are words and newest where there are none."""
        return self.sort or ("relevance" if self.q else "newest")

    @cached_property
    def understood(self) -> Understood | None:
        """The words as engines search them, widened by what means the same; None where there are none."""
        return widened(parse_query(self.q), self.vocabularies.thesaurus) if self.q else None

    @property
    def is_empty(self) -> bool:
        """Whether nothing narrows the search: every recommendation to the home country."""
        return not self.problems and all(
            getattr(self, parameter.name) == _DEFAULTS[parameter.name] for parameter in PARAMETERS if parameter.label
        )

    def label(self, name: str, value: str) -> str:
        """What people call a value of a parameter, in the active language."""
        return self.vocabularies.label(name, value)

    def sentence(self) -> str:
        """The search in one sentence in the active language: page title, feed title."""
        return sentence.sentence(self)

    def chips(self) -> list[Chip]:
        """The active filters, each with the address of the search without it. The words have the box instead."""
        chips: list[Chip] = []
        for parameter in PARAMETERS:
            value = getattr(self, parameter.name)
            if parameter.name == "q" or not parameter.label or value == _DEFAULTS[parameter.name]:
                continue
            name, facet = parameter.name, str(parameter.label)
            if isinstance(value, tuple):
                chips += [Chip(name, facet, self.label(name, each), self.without(name, each).url) for each in value]
            else:
                chips.append(Chip(name, facet, self.label(name, str(value)), self.without(name).url))
        return chips


_DEFAULTS: dict[str, object] = {each.name: each.default for each in fields(Selection) if each.name in BY_NAME}


def _settle(values: dict[str, object]) -> dict[str, object]:
    """Sort and deduplicate values and drop what changes nothing, so that one search has one form."""
    if values["status"] and not values["city"]:
        values["status"] = tuple(set(values["status"]) - {NOT_ASSESSED})  # type: ignore[call-overload]
    for name, value in values.items():
        # Most are empty, and a page makes dozens of selections for its links.
        if value and isinstance(value, tuple | list):
            values[name] = tuple(sorted(set(value), key=_natural))
    for name in MANY:
        if len(values[name]) < 2:  # type: ignore[arg-type]
            values[f"match_{name}"] = "any"
    # A review of another country widens the scope to that country, so beside one the home country has to be said.
    if values["country"] == (settings.HOME_COUNTRY,) and not values["review"]:
        values["country"] = ()
    # What holds anyway, and relevance to no words at all, need not be said.
    pointless = ("relevance",) if values["q"] else ("newest", "relevance")
    if values["sort"] in pointless:
        values["sort"] = ""
    return values


def _natural(value: str) -> tuple[int, float, str]:
    """Sort numbers (SDG goals and targets) as numbers and before words."""
    goal, _, target = value.partition(".")
    if goal.isascii() and goal.isdigit():
        return (0, int(goal), target.zfill(3))
    return (1, 0, value)
