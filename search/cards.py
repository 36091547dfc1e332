"""Records as the search page prints them: each is printed once, and kept by the process while it looks the same.

    cards(selection, results.answer.ids)         # [Card(html, review_title, …), …] in this order

A published progress update, or whatever else changes a record, is in the log of changes; the next page prints it anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import get_template
from django.utils.translation import get_language

from search.changes import data_version
from search.changes.kept import KeptOfRecords
from search.marking import Marks
from search.results import Row, fetched
from search.selection import Selection

TEMPLATES = {"list": "components/recommendation_card.html", "table": "components/result_row.html"}


@dataclass(frozen=True, slots=True)
class Card:
    """One record as a page prints it, with what the page around it asks of it (see ``search.results.Row``)."""

    html: str
    review_title: str
    theme_labels: tuple[str, ...]
    has_example: bool


printed_before = KeptOfRecords[Card](most=2_000)
"""What this process remembers of cards."""


def cards(selection: Selection, ids: Sequence[int]) -> list[Card]:
    """Return these records in the selection's view, its words marked (five queries where one is not kept).

    A record that was withdrawn or merged since the ids were read is left out.
    """
    version, look = data_version(), (selection.view, selection.q, get_language())
    held = printed_before.get(version, look, ids)
    missing = [pk for pk in ids if pk not in held]
    if missing:
        marks = Marks.of(selection)
        printed = {row.recommendation.pk: _printed(row, selection.view, marks) for row in fetched(missing)}
        printed_before.put(version, look, printed)
        held |= printed
    return [held[pk] for pk in ids if pk in held]


def _printed(row: Row, view: str, marks: Marks) -> Card:
    html = get_template(TEMPLATES[view]).render({"row": row, "marks": marks})
    return Card(html, row.review_title, row.theme_labels, row.has_example)
