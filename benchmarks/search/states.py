"""What is asked: the states S0 to S5 of PERFORMANCE, as our address and as Datasette's."""

from dataclasses import dataclass
from urllib.parse import urlencode

FACETS = ("mechanism", "review", "theme", "kind", "position", "reach")
"""The six facets that both show."""
LISTS = ("theme",)
"""Facets of which a record may have several values: lists in the peer's table."""


@dataclass(frozen=True)
class State:
    """One search: words, theme, position."""

    name: str
    words: str = ""
    theme: str = ""
    position: str = ""

    @property
    def ours(self) -> str:
        """Our address."""
        pairs = [("q", self.words), ("position", self.position), ("theme", self.theme)]
        query = urlencode([pair for pair in pairs if pair[1]])
        return f"/en/recommendations/?{query}" if query else "/en/recommendations/"

    @property
    def peer(self) -> str:
        """Datasette's address: the same conditions, the six facets, 25 rows, newest first."""
        pairs = [("_facet_array" if name in LISTS else "_facet", name) for name in FACETS]
        pairs += [("_size", "25")]
        if self.words:
            pairs.append(("_search", self.words))
        else:
            pairs.append(("_sort_desc", "year"))
        if self.theme:
            pairs.append(("theme__arraycontains", self.theme))
        if self.position:
            pairs.append(("position__exact", self.position))
        return f"/peer/recommendations?{urlencode(pairs)}"


_WOMEN = "discrimination-against-women"
STATES = (
    State("S0"),
    State("S1", theme=_WOMEN),
    State("S2", words="racial discrimination"),
    State("S3", words="racial discrimination", theme=_WOMEN, position="supported"),
    State("S4", words="rights", theme=_WOMEN, position="supported"),
    State("S5", words="rights"),
)
GATES = {
    "sqlite": {"S0": 100, "S1": 100, "S2": 4, "S3": 4, "S4": 25, "S5": 25},
    "postgres": {"S0": 100, "S1": 100, "S2": 3, "S3": 3, "S4": 10, "S5": 10},
    "elastic": {"S0": 50, "S1": 50, "S2": 5, "S3": 5, "S4": 25, "S5": 25},
}
"""How many times faster than the peer, at 270,000 rows."""
