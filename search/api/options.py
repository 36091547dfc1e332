"""Parameters: how the schema describes them, and how the smaller lists read theirs. What is unknown is refused.

The parameters of a search are those of ``search/selection/parameters.py``, read by ``Selection``; the others stand in
``Option`` objects beside the address that takes them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from cities.models import Assessor, CityAction, Implementation
from recommendations.models import Recommendation
from search.selection import Problem, ProblemKind
from search.selection.parameters import BY_NAME, NONE, NOT_ASSESSED, PER_PAGE, Parameter, Shape, is_tracking
from search.selection.vocabulary import Vocabularies, nearest_of

LANGUAGES = tuple(code for code, _label in settings.LANGUAGES)

_UNKNOWN_NAME = _("There is no search option called “%(parameter)s”.")
_UNKNOWN_VALUE = _("“%(parameter)s” cannot be “%(value)s”.")
_REPEATED = _("“%(parameter)s” stands more than once, the last time with “%(value)s”. Keep one.")
_NO_DAY = _("“%(value)s” is no day like 2026-03-27.")


class RefusedError(Exception):
    """An address with mistakes: answered 400 with all of them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Option:
    """One parameter of a smaller list; it takes one value: of ``choices``, of a vocabulary, or a day."""

    name: str
    description: str
    example: str = ""
    choices: tuple[str, ...] = ()
    vocabulary: str = ""
    is_day: bool = False


LANG = Option("lang", "The language of labels, summaries and links: `en` or `es`.", choices=LANGUAGES)
CURSOR = Option("cursor", "Where to go on. Take it from `next`; it is good for the same search only.")
PAGE_SIZE = Option("per_page", "Results a page.", choices=tuple(map(str, PER_PAGE)))


def read_options(request: HttpRequest, *options: Option) -> dict[str, str]:
    """Return the values given, by name. Raises ``RefusedError`` with every mistake."""
    values, problems = _read_all(dict(request.GET.lists()), options)
    if problems:
        raise RefusedError(problems)
    return values


def problems_of(given: Mapping[str, list[Any]], *options: Option) -> list[Problem]:
    """Return the mistakes in the values given, by name."""
    return _read_all(given, options)[1]


def _read_all(given: Mapping[str, list[Any]], options: Sequence[Option]) -> tuple[dict[str, str], list[Problem]]:
    known, vocabularies = {option.name: option for option in options}, Vocabularies()
    values: dict[str, str] = {}
    problems: list[Problem] = []
    for name, raw in given.items():
        written = [value.strip() for value in raw if value.strip()]
        if is_tracking(name):
            continue
        if name not in known:
            problems.append(_unknown_name(name, raw, list(known)))
        elif len(set(written)) > 1:
            problems.append(Problem(name, written[-1], ProblemKind.SYNTAX, _REPEATED, written[0]))
        elif written:
            outcome = _read(known[name], written[0], vocabularies)
            if isinstance(outcome, Problem):
                problems.append(outcome)
            else:
                values[name] = outcome
    return values, problems


def _unknown_name(name: str, given: Sequence[object], names: list[str]) -> Problem:
    value = str(given[-1]) if given else ""
    return Problem(name, value, ProblemKind.UNKNOWN_NAME, _UNKNOWN_NAME, _nearest(names, name))


def _nearest(candidates: Sequence[str], written: str) -> str:
    place = nearest_of(list(candidates), written)
    return candidates[place] if place is not None else ""


def _read(option: Option, written: str, vocabularies: Vocabularies) -> str | Problem:
    if option.is_day:
        return written if _is_day(written) else Problem(option.name, written, ProblemKind.SYNTAX, _NO_DAY)
    if option.vocabulary:
        known = vocabularies.known(option.vocabulary, written)
        near = None if known else vocabularies.nearest(option.vocabulary, written)
        return known or _unknown_value(option, written, near.value if near else "")
    if option.choices and written not in option.choices:
        return _unknown_value(option, written, _nearest(option.choices, written))
    return written


def _unknown_value(option: Option, written: str, suggestion: str) -> Problem:
    return Problem(option.name, written, ProblemKind.UNKNOWN_VALUE, _UNKNOWN_VALUE, suggestion)


def _is_day(written: str) -> bool:
    """Whether it is a day of the calendar in the form 2026-03-27; ISO 8601 has other forms."""
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


def language_of(query: QueryDict | Mapping[str, Any]) -> str:
    """Return the language an address asks for; the first one where it asks for none or for one we do not have."""
    asked = str(query.get("lang") or "")
    return asked if asked in LANGUAGES else LANGUAGES[0]


# For the schema


def described(*options: Option) -> list[dict[str, Any]]:
    """Return the schema of parameters of smaller lists."""
    return [_described(option) for option in options]


def _described(option: Option) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if option.choices:
        schema |= {"enum": list(option.choices), "default": option.choices[0]}
    if option.is_day:
        schema["format"] = "date"
    parameter = {"in": "query", "name": option.name, "required": False, "allowEmptyValue": True, "schema": schema}
    example = {"example": option.example} if option.example else {}
    return parameter | {"description": option.description} | example


_SEARCH: dict[str, tuple[str, str]] = {
    "q": ('Words: all must occur. Also `"exact phrase"`, `OR`, `-word`, brackets, `prefix*`.', "rent OR eviction"),
    "mechanism": ("Who made it: slugs of mechanisms.", "upr"),
    "review": ("In which review: keys of reviews.", "upr-3-usa"),
    "country": ("The country it was made to, ISO alpha-3. Without it, the home country.", "USA"),
    "kind": ("What the paragraph is.", "recommendation"),
    "position": ("What the State answered; `none` for no recorded answer.", "supported"),
    "theme": ("Slugs of themes; `none` for no recorded theme.", "housing"),
    "group": ("Slugs of affected groups; `none` for none recorded.", "women-girls"),
    "sdg": ("Goals (`11`) or targets (`11.1`); `none` for none recorded.", "11"),
    "state": ("Recommending States, ISO alpha-3; `none` for none recorded.", "NOR"),
    "reach": ("Whether a local government can act on it.", "local_can_act"),
    "city": (
        "Slugs of cities. Alone: anything published there. It scopes `by`, `status` and `action`.",
        "example-falls",
    ),
    "by": ("Whose word.", "community"),
    "status": ("How far it is, in the word of at least one assessor. `not_assessed` needs a city.", "limited_progress"),
    "differs": ("`yes`: assessors of one city give different words.", "yes"),
    "action": ("The status of a city's action, `any` or `none`.", "any"),
    "year_from": ("The first year of the review.", "2015"),
    "year_to": ("The last year of the review.", "2022"),
    "match_theme": ("Whether one of the themes is enough or all must be there.", "all"),
    "match_group": ("The same for groups.", "all"),
    "match_state": ("The same for States.", "all"),
    "match_sdg": ("The same for SDGs.", "all"),
    "not_theme": ("Without these themes.", "death-penalty"),
    "not_group": ("Without these groups.", "children"),
    "not_state": ("Not by these States.", "FRA"),
    "not_sdg": ("Without these SDGs.", "5"),
    "sort": ("The order. With words by relevance, else the newest review first.", "paragraph"),
    "page": ("The page, for orders without a stable place (`relevance`, `updated`). Pages end at 10,000 results.", "2"),
    "per_page": ("Results a page.", "50"),
}
"""What the schema says of each parameter of a search. Those of the page alone (view, group_by, header) change nothing
here; they are read, so that the page's address can be used as it is."""


def described_search() -> list[dict[str, Any]]:
    """Return the schema of a search's parameters."""
    return [_described_parameter(BY_NAME[name], *told) for name, told in _SEARCH.items()]


def _described_parameter(parameter: Parameter, description: str, example: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    choices = [choice for choice in parameter.choices if choice] or _fixed_values(parameter)
    if parameter.name == "per_page":
        schema = {"type": "integer", "enum": list(PER_PAGE), "default": PER_PAGE[0]}
    elif parameter.shape in (Shape.YEAR, Shape.NUMBER):
        schema = {"type": "integer", "minimum": 1}
    elif parameter.shape is Shape.FLAG:
        schema["enum"] = ["yes"]
    elif parameter.name == "q":
        schema["maxLength"] = 500
    elif choices:
        schema["enum"] = choices
    told = {"in": "query", "name": parameter.name, "required": False, "allowEmptyValue": True}
    told["description"] = description
    if parameter.shape is Shape.VALUES:
        several = {"schema": {"type": "array", "items": schema}, "style": "form", "explode": True}
        return told | several | {"example": [example]}
    number = schema["type"] == "integer"
    return told | {"schema": schema, "example": int(example) if number else example}


_FIXED: dict[str, list[str]] = {
    "kind": list(Recommendation.Kind.values),
    "position": list(Recommendation.Position.values),
    "reach": list(Recommendation.Reach.values),
    "by": list(Assessor.Kind.values),
    "status": [NOT_ASSESSED, *Implementation.Status.values],
    "action": ["any", NONE, *CityAction.Status.values],
}
"""Vocabularies that lie in the code. They are not asked of ``Vocabularies``: that would ask the database at import."""


def _fixed_values(parameter: Parameter) -> list[str]:
    values = _FIXED.get(parameter.vocabulary, [])
    return [*values, NONE] if values and parameter.has_none else values
