"""The filter panel: what it prints of each facet, in which order, and what its form carries along."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from search.facets import Facet, FacetValue
from search.finding import finder
from search.results import Results
from search.selection import Selection
from search.selection.parameters import MANY, NONE

ORDER = (
    *("theme", "mechanism", "review", "country", "city", "status", "by", "action", "position", "group", "state"),
    *("sdg", "kind", "reach"),
)
"""Facets as the panel prints them; the years close it."""

SHORT_LIST = 40
"""A facet with more values than this shows the chosen ones and the first few; a link leads to all of them."""

FIRST_VALUES = 8
_SHOW_ALL: dict[str, LazyText] = {
    "theme": gettext_lazy("Show all %(number)s themes"),
    "group": gettext_lazy("Show all %(number)s groups"),
    "state": gettext_lazy("Show all %(number)s States"),
    "sdg": gettext_lazy("Show all %(number)s goals and targets"),
    "review": gettext_lazy("Show all %(number)s reviews"),
    "country": gettext_lazy("Show all %(number)s countries"),
    "city": gettext_lazy("Show all %(number)s cities"),
    "mechanism": gettext_lazy("Show all %(number)s mechanisms"),
}
OPEN_FACETS = ("theme", "city")


@dataclass(frozen=True, slots=True)
class Panel:
    """One facet as the panel shows it.

    ``values`` are the ones printed, ``left_out`` those offered to leave out; ``all_url`` leads to all of them where
    some are not printed, in the words of ``all_label``. ``recorded`` says for how many records the field is recorded
    at all, where that matters.
    """

    facet: Facet
    title: str
    values: list[FacetValue]
    left_out: list[FacetValue]
    all_url: str
    is_open: bool
    recorded: str = ""

    @property
    def all_label(self) -> str:
        """What the link to all values says."""
        number = sum(value.value != NONE for value in self.facet.values)
        return str(_SHOW_ALL[self.facet.name]) % {"number": number}

    @property
    def can_leave_out(self) -> bool:
        """Whether values of it can be excluded."""
        return self.facet.name in MANY

    @property
    def chosen(self) -> int:
        """How many of its values are chosen or excluded."""
        return len(self.facet.selected) + len(self.facet.excluded)


def panels(selection: Selection, results: Results) -> list[Panel]:
    """Return the panel's facets in its order; none while the address has a problem."""
    found = {facet.name: facet for facet in results.facets}
    return [_panel(selection, found[name], results) for name in ORDER if name in found]


def _panel(selection: Selection, facet: Facet, results: Results) -> Panel:
    others, all_url = [value for value in facet.values if not value.selected], ""
    if len(facet.values) > SHORT_LIST and facet.name in _SHOW_ALL:
        others = [value for value in others if value.count and value.value != NONE][:FIRST_VALUES]
        others += [value for value in facet.values if value.value == NONE and not value.selected]
        all_url = reverse("recommendations_values", args=[facet.name])
        all_url += f"?{selection.query}" if selection.query else ""
    left_out = left_out_values(facet)
    return Panel(
        facet,
        title(selection, facet),
        [*facet.selected, *others],
        left_out if not all_url else [*facet.excluded, *_first(left_out)],
        all_url,
        bool(facet.selected or facet.excluded) or facet.name in OPEN_FACETS,
        recorded(selection, facet, results),
    )


def left_out_values(facet: Facet) -> list[FacetValue]:
    """Return the values a search may exclude: "not recorded" is none of them."""
    return [value for value in facet.values if value.value != NONE] if facet.name in MANY else []


def _first(values: list[FacetValue]) -> list[FacetValue]:
    return [value for value in values if value.count and not value.excluded][:FIRST_VALUES]


def title(selection: Selection, facet: Facet) -> str:
    """Return a facet's name; a status says where it is asked."""
    if facet.name != "status":
        return facet.label
    if not selection.city:
        return _("Status in at least one city")
    if len(selection.city) > 1:
        return _("Status in one of these cities")
    return _("Status in %(city)s") % {"city": selection.label("city", selection.city[0])}


def recorded(selection: Selection, facet: Facet, results: Results) -> str:
    """Say for how many records the goals are recorded: for most they are not, and totals would mislead."""
    if facet.name != "sdg":
        return ""
    # What the facet's numbers are counted among: its own values left aside unless all of them must hold.
    among = results.total
    if selection.sdg and selection.match_sdg == "any":
        among = finder().total(selection.without("sdg"))
    without = next((value.count for value in facet.values if value.value == NONE), 0)
    return _("Recorded for %(number)s of %(total)s.") % {"number": among - without, "total": among}


CARRIED = ("per_page", "view", "group_by")
"""Parameters that links change and the form only carries along."""


def hidden_fields(selection: Selection) -> list[tuple[str, str]]:
    """Return what the form must carry along because no field of it shows them.

    While the address has a mistake no filter is printed, so all that was understood is carried: nobody starts afresh.
    """
    if selection.problems:
        return [(name, value) for name, value in selection.without_problems().pairs if name not in ("q", "page")]
    return [(name, value) for name, value in selection.pairs if name in CARRIED]


def numbers(selection: Selection, results: Results) -> dict[str, dict[str, object]]:
    """Return what changes beside the boxes when only the results are swapped.

    ``counts``: by facet and value, zeros left out; ``said``: by the name of its place, each changing line.
    """
    said: dict[str, object] = {}
    for panel in panels(selection, results):
        said[f"title-{panel.facet.name}"] = panel.title
        said[f"recorded-{panel.facet.name}"] = panel.recorded
    counts: dict[str, object] = {
        facet.name: {value.value: value.count for value in facet.values if value.count} for facet in results.facets
    }
    return {"counts": counts, "said": said}


def filter_count(selection: Selection, chips: Sequence[object]) -> int:
    """Return the number in "Filters (3)": the chips, for each is one filter."""
    return len(chips) if not selection.problems else 0
