"""Numbers on pages: counts of searches, each with the address of the list it counts."""

from search.charts import Bar, Part
from search.facets import facet
from search.selection import Selection


def parts(selection: Selection, name: str, *, zeros: bool = False) -> list[Part]:
    """Return the values of one facet as parts, without those that no record has unless ``zeros``."""
    return [
        Part(value.value, value.label, value.count, value.url)
        for value in facet(selection, name).values
        if value.count or zeros
    ]


def answers(selection: Selection) -> Bar | None:
    """What the State answered, "not recorded" included; None where no answer was due."""
    bar = Bar.of(parts(selection, "position", zeros=True))
    return bar if bar.total else None
