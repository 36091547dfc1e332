"""The parameters of a search address, in their canonical order (DESIGN.md §6). This table is their one definition.

Names, order and defaults are used by links all over the world: they change only by a decision of the project.
"""

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

NONE = "none"
"""The value that means "nothing is recorded here"."""

NOT_ASSESSED = "not_assessed"
"""The status that is the absence of every word; it needs a city, else it would be true of nearly everything."""

MANY = ("theme", "group", "state", "sdg")
"""Parameters of which a record may have several values: they can be matched all at once, and be excluded."""

PER_PAGE = (25, 50, 100)
PAGING_ENDS_AT = 10_000
"""Hits that pages show; exports go on."""

FIRST_YEAR, LAST_YEAR = 1945, 2200


class Shape(Enum):
    """What the value of a parameter looks like."""

    TEXT = "text"
    VALUES = "values"
    CHOICE = "choice"
    FLAG = "flag"
    YEAR = "year"
    NUMBER = "number"


@dataclass(frozen=True)
class Parameter:
    """One parameter: its name, shape and, for values, the vocabulary they come from.

    ``choices`` are the words a CHOICE may take, the default first; the default is never written into an address.
    """

    name: str
    shape: Shape
    label: LazyText | str = ""
    vocabulary: str = ""
    has_none: bool = False
    choices: tuple[str, ...] = ()


def _values(name: str, label: LazyText, vocabulary: str = "", *, has_none: bool = False) -> Parameter:
    return Parameter(name, Shape.VALUES, label, vocabulary or name, has_none)


def _choice(name: str, *choices: str) -> Parameter:
    return Parameter(name, Shape.CHOICE, choices=choices)


PARAMETERS: tuple[Parameter, ...] = (
    Parameter("q", Shape.TEXT, _("Words")),
    _values("mechanism", _("Mechanism")),
    _values("review", _("Review")),
    _values("country", _("Country under review"), "country"),
    _values("kind", _("Kind")),
    _values("position", _("Position"), has_none=True),
    _values("theme", _("Theme"), has_none=True),
    _values("group", _("Affected group"), has_none=True),
    _values("sdg", _("SDG"), has_none=True),
    _values("state", _("Recommending State"), "country", has_none=True),
    _values("reach", _("Reach")),
    _values("city", _("City")),
    _values("by", _("Whose word")),
    _values("status", pgettext_lazy("of implementation", "Status")),
    Parameter("differs", Shape.FLAG, _("Assessors disagree")),
    _values("action", _("City action")),
    Parameter("year_from", Shape.YEAR, _("From year")),
    Parameter("year_to", Shape.YEAR, _("To year")),
    *(_choice(f"match_{name}", "any", "all") for name in MANY),
    _values("not_theme", _("Without theme"), "theme"),
    _values("not_group", _("Without affected group"), "group"),
    _values("not_state", _("Without recommending State"), "country"),
    _values("not_sdg", _("Without SDG"), "sdg"),
    # The default of "sort" depends on the words: relevance with them, newest without; it is written as "".
    _choice("sort", "", "relevance", "newest", "paragraph", "updated"),
    Parameter("page", Shape.NUMBER),
    Parameter("per_page", Shape.NUMBER),
    _choice("view", "list", "table"),
    _choice("group_by", "", "theme", "review"),
    _choice("header", "human", "machine"),
)

BY_NAME: dict[str, Parameter] = {parameter.name: parameter for parameter in PARAMETERS}

TRACKING_NAMES = ("fbclid", "gclid")
TRACKING_PREFIX = "utm_"


def is_tracking(name: str) -> bool:
    """Whether ``name`` is one of the known names that others append to links in order to follow people."""
    return name in TRACKING_NAMES or name.startswith(TRACKING_PREFIX)
