"""From the names and values of an address to typed fields and problems. Nothing here raises on what people send."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from search.query import QueryError, parse_query
from search.selection.parameters import (
    BY_NAME,
    FIRST_YEAR,
    LAST_YEAR,
    NONE,
    NOT_ASSESSED,
    PAGING_ENDS_AT,
    PER_PAGE,
    Parameter,
    Shape,
    is_tracking,
)
from search.selection.problems import Problem, ProblemKind
from search.selection.vocabulary import Vocabularies, nearest_of

_UNKNOWN: dict[str, LazyText] = {
    "mechanism": _("No mechanism is called “%(value)s”."),
    "review": _("No review is called “%(value)s”."),
    "country": _("No country has the code “%(value)s”."),
    "kind": _("No kind of recommendation is called “%(value)s”."),
    "position": _("No position is called “%(value)s”."),
    "theme": _("No theme is called “%(value)s”."),
    "group": _("No affected group is called “%(value)s”."),
    "sdg": _("No SDG goal or target recorded here has the number “%(value)s”."),
    "reach": _("No reach is called “%(value)s”."),
    "city": _("No city here is called “%(value)s”."),
    "by": _("No kind of assessor is called “%(value)s”."),
    "status": _("No status is called “%(value)s”."),
    "action": _("No status of a city action is called “%(value)s”."),
}
_UNKNOWN_NAME = _("There is no search option called “%(parameter)s”.")
_UNKNOWN_CHOICE = _("“%(parameter)s” cannot be “%(value)s”.")
_REPEATED = _("“%(parameter)s” stands more than once, the last time with “%(value)s”. Keep one.")
_NO_YEAR = _("“%(value)s” is no year between %(first)s and %(last)s.")
_YEARS_REVERSED = _("The first year, %(value)s, is after the last year, %(last)s.")
_NO_PAGE = _("“%(value)s” is no page number.")
_PAGE_TOO_FAR = _("Pages end at result %(limit)s, so there is no page %(value)s. Narrow the search, or export it.")
_NEEDS_CITY = _("“Not assessed” needs a city: choose the city in which nobody has assessed them.")
_HIDDEN_MARKS = _("The words hold a hidden control or direction mark: “%(value)s”.")

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'"})


@dataclass
class Parsed:
    """Fields of a selection as an address gives them, and what is wrong with it."""

    values: dict[str, object] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    given: list[tuple[str, str]] = field(default_factory=list)


def parse_parameters(query: QueryDict | Mapping[str, object], vocabularies: Vocabularies) -> Parsed:
    """Read every parameter of an address. Known tracking names and empty values are passed over."""
    parsed = Parsed()
    for name, raw_values in _lists(query):
        parsed.given += [(name, raw) for raw in raw_values]
        if is_tracking(name):
            continue
        # A text box sends line ends and spaces around a value; they are no mistake.
        values = [value for value in raw_values if value.strip()]
        parameter = BY_NAME.get(name)
        if parameter is None:
            parsed.problems += _unknown_name(name, raw_values)
        elif parameter.shape is Shape.VALUES:
            _read_values(parsed, parameter, values, vocabularies)
        elif values:
            _read_single(parsed, parameter, values)
    _check_together(parsed)
    parsed.problems = _in_order(parsed.problems)
    return parsed


def _in_order(problems: list[Problem]) -> list[Problem]:
    """Order problems as addresses order parameters, unknown names last, each mistake once."""
    once = {(problem.parameter, problem.value, problem.kind): problem for problem in problems}
    places = {name: place for place, name in enumerate(BY_NAME)}
    return sorted(once.values(), key=lambda problem: places.get(problem.parameter, len(places)))


def _lists(query: QueryDict | Mapping[str, object]) -> list[tuple[str, list[str]]]:
    if isinstance(query, QueryDict):
        return list(query.lists())
    return [(name, list(value) if isinstance(value, list | tuple) else [str(value)]) for name, value in query.items()]


def _unknown_name(name: str, values: list[str]) -> list[Problem]:
    names = list(BY_NAME)
    nearest = nearest_of(names, name)
    suggestion = names[nearest] if nearest is not None else ""
    return [Problem(name, value, ProblemKind.UNKNOWN_NAME, _UNKNOWN_NAME, suggestion) for value in values or [""]]


def _read_values(parsed: Parsed, parameter: Parameter, raw_values: list[str], vocabularies: Vocabularies) -> None:
    values: list[str] = []
    for raw in raw_values:
        written = raw.strip()
        if written == NONE and parameter.has_none:
            values.append(NONE)
        elif known := vocabularies.known(parameter.vocabulary, written):
            values.append(known)
        else:
            near = vocabularies.nearest(parameter.vocabulary, written)
            parsed.problems.append(
                Problem(
                    parameter.name,
                    raw,
                    ProblemKind.UNKNOWN_VALUE,
                    _UNKNOWN[parameter.vocabulary],
                    near.value if near else "",
                    near.label if near else "",
                )
            )
    parsed.values[parameter.name] = tuple(values)


def _read_single(parsed: Parsed, parameter: Parameter, values: list[str]) -> None:
    outcome = _SHAPES[parameter.shape](parameter, values[0])
    different = tuple(dict.fromkeys(values))
    if len(different) > 1:
        first = "" if isinstance(outcome, Problem) else values[0]
        outcome = Problem(parameter.name, different[-1], ProblemKind.SYNTAX, _REPEATED, first, refused=different)
    if isinstance(outcome, Problem):
        parsed.problems.append(outcome)
    else:
        parsed.values[parameter.name] = outcome


def _read_text(parameter: Parameter, raw: str) -> object:
    composed = unicodedata.normalize("NFC", raw)
    marks = {char for char in composed if char in _BIDI or _is_control(char)}
    invisible = {char for char in composed if unicodedata.category(char) == "Cf"}
    text = "".join(char for char in composed if char not in marks | invisible)
    text = " ".join(text.translate(_QUOTES).split())
    if marks:
        return Problem(parameter.name, raw, ProblemKind.SYNTAX, _HIDDEN_MARKS, _if_it_works(text))
    try:
        parse_query(text)
    except QueryError as error:
        return Problem(
            parameter.name, raw, ProblemKind.SYNTAX, error.sentence, _if_it_works(error.repaired), details=error.details
        )
    return text


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs") and not char.isspace()


def _if_it_works(text: str) -> str:
    """Return a text to suggest only where a search for it would be understood."""
    try:
        parse_query(text)
    except QueryError:
        return ""
    return text


def _read_choice(parameter: Parameter, raw: str) -> object:
    written = raw.strip()
    if written.lower() in parameter.choices:
        return written.lower()
    choices = [choice for choice in parameter.choices if choice]
    nearest = nearest_of(choices, written)
    suggestion = choices[nearest] if nearest is not None else ""
    return Problem(parameter.name, raw, ProblemKind.UNKNOWN_VALUE, _UNKNOWN_CHOICE, suggestion)


def _read_flag(parameter: Parameter, raw: str) -> object:
    if raw.strip().lower() == "yes":
        return True
    return Problem(parameter.name, raw, ProblemKind.UNKNOWN_VALUE, _UNKNOWN_CHOICE, "yes")


def _read_year(parameter: Parameter, raw: str) -> object:
    number = _whole_number(raw)
    if number is not None and FIRST_YEAR <= number <= LAST_YEAR:
        return number
    limits = {"first": FIRST_YEAR, "last": LAST_YEAR}
    return Problem(parameter.name, raw, ProblemKind.UNKNOWN_VALUE, _NO_YEAR, details=limits)


def _read_number(parameter: Parameter, raw: str) -> object:
    number = _whole_number(raw)
    if parameter.name == "per_page":
        if number in PER_PAGE:
            return number
        nearest = min(PER_PAGE, key=lambda size: abs(size - (number or PER_PAGE[0])))
        return Problem(parameter.name, raw, ProblemKind.UNKNOWN_VALUE, _UNKNOWN_CHOICE, str(nearest))
    return number or Problem(parameter.name, raw, ProblemKind.UNKNOWN_VALUE, _NO_PAGE, "1")


def _whole_number(raw: str) -> int | None:
    written = raw.strip()
    return int(written) if written.isascii() and written.isdigit() and len(written) <= 9 else None


_SHAPES = {
    Shape.TEXT: _read_text,
    Shape.CHOICE: _read_choice,
    Shape.FLAG: _read_flag,
    Shape.YEAR: _read_year,
    Shape.NUMBER: _read_number,
}


def _check_together(parsed: Parsed) -> None:
    """What is right alone and wrong together: "not assessed" without a city, years reversed, a page too far."""
    values = parsed.values
    status: tuple[str, ...] = values.get("status", ())  # type: ignore[assignment]
    if NOT_ASSESSED in status and not values.get("city"):
        values["status"] = tuple(each for each in status if each != NOT_ASSESSED)
        parsed.problems.append(Problem("status", NOT_ASSESSED, ProblemKind.SYNTAX, _NEEDS_CITY))
    first, last = values.get("year_from"), values.get("year_to")
    if isinstance(first, int) and isinstance(last, int) and first > last:
        del values["year_from"]
        parsed.problems.append(
            Problem("year_from", str(first), ProblemKind.SYNTAX, _YEARS_REVERSED, details={"last": last})
        )
    page, per_page = values.get("page", 1), values.get("per_page", PER_PAGE[0])
    if isinstance(page, int) and isinstance(per_page, int) and (page - 1) * per_page >= PAGING_ENDS_AT:
        del values["page"]
        limit = {"limit": PAGING_ENDS_AT}
        parsed.problems.append(Problem("page", str(page), ProblemKind.UNKNOWN_VALUE, _PAGE_TOO_FAR, details=limit))
