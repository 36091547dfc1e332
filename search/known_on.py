"""``known_on=DATE``: the record as it had been published by the end of a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cities.models import City
from search.selection.problems import shown

FIRST_YEAR = 1948
"""No record is older than the Universal Declaration of Human Rights."""


@dataclass(frozen=True, slots=True)
class KnownOn:
    """The day asked for (None: now), the date as it was typed, and what is wrong with it ("" where nothing is)."""

    day: date | None = None
    typed: str = ""
    problem: str = ""

    @classmethod
    def parse(cls, query: Mapping[str, str], city: City) -> "KnownOn":
        """Read ``known_on`` from an address: a day such as 2026-03-27, today in the city or earlier."""
        typed = query.get("known_on", "").strip()
        if not typed:
            return cls()
        try:
            day = date.fromisoformat(typed)
        except ValueError:
            # The form's field takes dates only, so it stays empty; the sentence repeats what was typed.
            return cls(problem=_("“%(value)s” is no date. Write it like 2026-03-27.") % {"value": shown(typed)})
        if day > city.today():
            return cls(typed=typed, problem=_("The date must be today or earlier, like 2026-03-27."))
        if day.year < FIRST_YEAR:
            return cls(typed=typed, problem=_("The date must be %(year)s or later.") % {"year": FIRST_YEAR})
        return cls(day, typed)
