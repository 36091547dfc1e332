"""The rows of one page under headings: by review, or by theme."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from django.utils.translation import gettext as _

from search.selection import Selection


class HasHeadings(Protocol):
    """What can stand under headings: a row, or a card."""

    @property
    def review_title(self) -> str:
        """What its review is called."""

    @property
    def theme_labels(self) -> tuple[str, ...]:
        """What its themes are called."""


Row = TypeVar("Row", bound=HasHeadings)


@dataclass(frozen=True, slots=True)
class Group(Generic[Row]):
    """Rows under one heading; the heading is empty where nothing is grouped."""

    heading: str
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to show the results: its name and address. The one in force has no need of its address."""

    label: str
    url: str
    is_current: bool


def grouped(rows: Sequence[Row], group_by: str) -> list[Group[Row]]:
    """Return the rows of a page under their headings, each in the order found.

    By theme, a row stands under each of its themes, as the UN's thematic lists print it; themes go by name and rows
    without any come last.
    """
    if group_by == "review":
        return _collected([(row.review_title, row) for row in rows])
    if group_by == "theme":
        pairs = [(theme, row) for row in rows for theme in row.theme_labels]
        without = [(_("No theme recorded"), row) for row in rows if not row.theme_labels]
        return sorted(_collected(pairs), key=lambda group: group.heading) + _collected(without)
    return [Group("", list(rows))] if rows else []


def _collected(pairs: list[tuple[str, Row]]) -> list[Group[Row]]:
    groups: dict[str, Group[Row]] = {}
    for heading, row in pairs:
        groups.setdefault(heading, Group(heading)).rows.append(row)
    return list(groups.values())


def views(selection: Selection) -> list[Choice]:
    """Return the ways to show the rows: as cards or as a table."""
    names = [("list", _("List")), ("table", _("Table"))]
    return [Choice(label, selection.only(view=name).url, name == selection.view) for name, label in names]


def groupings(selection: Selection) -> list[Choice]:
    """Return the ways to group the rows."""
    names = [("", _("Not grouped")), ("review", _("By review")), ("theme", _("By theme"))]
    return [Choice(label, selection.only(group_by=name).url, name == selection.group_by) for name, label in names]
