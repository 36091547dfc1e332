"""The tables of a list: one for each review, document and kind of paragraph, its rows under their first theme."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from mechanisms.models import Document, Mechanism, Review
from recommendations.importers.readers.thematic_list.sections import Section
from recommendations.models import Recommendation, RecommendationTheme, Theme
from search.results import Row


@dataclass
class ListTable:
    """One table: what it is about, and its rows by theme (None first: rows without a theme)."""

    review: Review
    document: Document | None
    kind: str
    themed: list[tuple[Theme | None, list[Row]]] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What OHCHR's list has in its page header: "UPR of Slovenia (4th Cycle - 48th Session)"."""
        review = self.review
        # The importer reads it, so it is English in every language of the site.
        name, country = review.mechanism.acronym or review.mechanism.name_en, review.country.name_en
        times = [
            f"{_ordinal(review.cycle)} Cycle" if review.cycle else "",
            f"{_ordinal(review.session)} Session" if review.session else "",
            "" if review.cycle else str(review.year or ""),
        ]
        when = " - ".join(filter(None, times))
        return f"{name} of {country} ({when})" if when else f"{name} of {country}"

    @property
    def symbol(self) -> str:
        """The document's symbol, "" where none is recorded."""
        return self.document.symbol if self.document else ""

    @property
    def section(self) -> Section:
        """The line by which the importer knows what the table is about."""
        return Section(self.review.key, self.symbol, self.kind)

    @property
    def is_plain(self) -> bool:
        """Whether OHCHR's own form says all of this: recommendations of one numbered review of the UPR."""
        return (
            self.review.mechanism.kind == Mechanism.Kind.UPR
            and bool(self.review.cycle)
            and self.kind == Recommendation.Kind.RECOMMENDATION
        )


def tables(rows: Iterable[Row]) -> list[ListTable]:
    """Part ``rows`` into tables, in the order of the search (one query: which theme of a record comes first)."""
    rows = list(rows)
    first = _first_themes(rows)
    by_table: dict[tuple[str, str, str], tuple[ListTable, list[Row]]] = {}
    for row in rows:
        record = row.recommendation
        table = ListTable(record.review, record.document, record.kind)
        key = (record.review.key, table.symbol, record.kind)
        by_table.setdefault(key, (table, []))[1].append(row)
    for table, its in by_table.values():
        ordered = sorted(its, key=lambda row: _place(row, first))
        table.themed = [
            (first.get(found[0].recommendation.pk), found)
            for found in (list(group) for _key, group in groupby(ordered, key=lambda row: _heading(row, first)))
        ]
    return [table for table, _its in by_table.values()]


def _first_themes(rows: list[Row]) -> dict[int, Theme]:
    """Return the theme that each record was given first, which is the one its source lists it under."""
    themes = {theme.pk: theme for row in rows for theme in row.themes}
    given: dict[int, Theme] = {}
    pairs = RecommendationTheme.objects.filter(content_object__in=[row.recommendation.pk for row in rows])
    for record, theme in pairs.order_by("pk").values_list("content_object", "tag"):
        if theme in themes:
            given.setdefault(record, themes[theme])
    return given


def _heading(row: Row, first: dict[int, Theme]) -> str:
    theme = first.get(row.recommendation.pk)
    return theme.name if theme else ""


def _place(row: Row, first: dict[int, Theme]) -> tuple[str, str, int]:
    return _heading(row, first), row.recommendation.paragraph_order, row.recommendation.pk


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
