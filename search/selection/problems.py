"""What a search address has wrong, in one sentence each."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _

SHOWN_CHARACTERS = 60


class ProblemKind(StrEnum):
    """What sort of mistake it is; API answers carry the word."""

    UNKNOWN_NAME = "unknown_name"
    UNKNOWN_VALUE = "unknown_value"
    SYNTAX = "syntax"


@dataclass(frozen=True)
class Problem:
    """One mistake in a search address.

    ``parameter`` and ``value`` are as given, so that the address can be written again; ``suggestion`` is the nearest
    valid value (for ``unknown_name`` the nearest name, for ``q`` a text that would work), or empty. ``refused`` lists
    all values of a parameter that was given several times and may stand but once.
    """

    parameter: str
    value: str
    kind: ProblemKind
    sentence: LazyText | str
    suggestion: str = ""
    suggestion_label: str = ""
    details: Mapping[str, object] = field(default_factory=dict, compare=False)
    refused: tuple[str, ...] = ()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What the address held, so that the mistake stays in it until the person corrects it."""
        return [(self.parameter, value) for value in self.refused or (self.value,)]

    @property
    def message(self) -> str:
        """The whole explanation in the active language, with the suggestion where there is one."""
        said = str(self.sentence) % {"value": shown(self.value), "parameter": shown(self.parameter), **self.details}
        if not self.suggestion:
            return said
        nearest = shown(self.suggestion_label or self.suggestion)
        return said + " " + _("Did you mean “%(suggestion)s”?") % {"suggestion": nearest}


def shown(text: str) -> str:
    """Return ``text`` fit for a sentence: one line, no control or direction marks, at most 60 characters."""
    visible = "".join("\ufffd" if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char for char in text)
    visible = " ".join(visible.split())
    return visible if len(visible) <= SHOWN_CHARACTERS else f"{visible[: SHOWN_CHARACTERS - 1]}…"
