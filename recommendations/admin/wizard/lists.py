"""The lists of a run: rows by outcome, unknown labels, warnings; a page of each, or the whole as CSV."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.http import StreamingHttpResponse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from mechanisms.spreadsheet import neutralise_formula
from recommendations.admin.listing import CITATION_PATHS
from recommendations.admin.wizard.names import field_name
from recommendations.admin.wizard.showing import FieldChange, Names, changes_of, left_fields
from recommendations.models import ImportRun, PlannedRow, UnresolvedLabel
from recommendations.nearest import Nearest
from recommendations.runs.summary import outcomes_of

PER_PAGE = 50
_AT_ONCE = 500
LABELS, WARNINGS = "labels", "warnings"
TITLES = {
    **dict(PlannedRow.Outcome.choices),
    LABELS: gettext_lazy("Unknown labels"),
    WARNINGS: gettext_lazy("Warnings"),
}
NAMES = frozenset(TITLES)
"""What a list may be called in an address."""

EXPLANATIONS = {
    "created": gettext_lazy("No record says this yet. A new one is made."),
    "updated": gettext_lazy("A record is there and would change, as shown."),
    "conflict": gettext_lazy("Sources disagree, or an editor corrected the field by hand. A person has to decide."),
    "error": gettext_lazy("These rows cannot be read. Correct them in the file, or leave them out."),
    "merged": gettext_lazy("Says the same as another row of the file. Both are one recommendation."),
    "unchanged": gettext_lazy("The record says all of this already."),
    "withdrawn": gettext_lazy("Nothing else says these. They are withdrawn; nothing is deleted."),
    "restored": gettext_lazy("These fields get back what they said before."),
    "left": gettext_lazy("A person or a later import worked on these since. They stay as they are."),
    LABELS: gettext_lazy("They are kept as printed and wait for an editor. The import does not need them."),
    WARNINGS: gettext_lazy("A value was left out or is in doubt. The row is imported without it."),
}


class ShownRow(NamedTuple):
    """A row as the list shows it."""

    row: int
    recommendation: Any
    citation: str
    words: str
    reason: str
    changes: list[FieldChange]
    left: list[str]


class ShownLabel(NamedTuple):
    """An unknown label with the nearest known ones."""

    vocabulary: str | Promise
    label: str
    rows: int
    nearest: list[str]


class Tally(NamedTuple):
    """A list and how long it is."""

    name: str
    title: str | Promise
    number: int


def tallies(run: ImportRun) -> list[Tally]:
    """Return the lists of a run that have a count worth showing, in order."""
    counts = run.counts
    rows = [Tally(outcome, outcome.label, counts.get(outcome, 0)) for outcome in outcomes_of(run.is_undo)]
    if run.is_undo:
        return rows
    named = [(LABELS, len(run.preview.get(LABELS, ()))), (WARNINGS, len(run.preview.get(WARNINGS, ())))]
    return rows + [Tally(name, TITLES[name], count) for name, count in named]


def page_of(run: ImportRun, name: str, number: str | None) -> Page:
    """Return a page of a list; an impossible number gives the nearest that there is."""
    if name == LABELS:
        page = Paginator(run.preview.get(LABELS, []), PER_PAGE).get_page(number)
        nearest = Nearest()
        page.object_list = [_label(label, nearest) for label in page.object_list]
    elif name == WARNINGS:
        page = Paginator(run.preview.get(WARNINGS, []), PER_PAGE).get_page(number)
    else:
        page = Paginator(_rows(run, name), PER_PAGE).get_page(number)
        page.object_list = shown(list(page.object_list))
    return page


def shown(rows: Sequence[PlannedRow]) -> list[ShownRow]:
    """Return rows with all names read (at most four queries)."""
    names = Names(rows)
    return [
        ShownRow(
            row.row,
            row.recommendation,
            str(row.recommendation) if row.recommendation else row.citation,
            row.words or (row.recommendation.summary or row.recommendation.text if row.recommendation else ""),
            row.reason,
            changes_of(row, names),
            left_fields(row),
        )
        for row in rows
    ]


def as_csv(run: ImportRun, name: str) -> StreamingHttpResponse:
    """Return the whole list as CSV that opens right in Excel; no cell of it is a formula."""
    response = StreamingHttpResponse(_lines(run, name), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{run.pk}-{name}.csv"'
    return response


class _Echo:
    def write(self, line: str) -> str:
        return line


def _lines(run: ImportRun, name: str) -> Iterator[str]:
    language = get_language()
    writer = csv.writer(_Echo())
    table = _cells(run, name)
    mark = "\ufeff"
    while True:
        # Between two lines the reader's language may no longer be the active one.
        with override(language):
            cells = next(table, None)
        if cells is None:
            return
        yield mark + writer.writerow([neutralise_formula(cell) for cell in cells])
        mark = ""


def _cells(run: ImportRun, name: str) -> Iterator[Sequence[object]]:
    if name == LABELS:
        nearest = Nearest()
        yield _("Vocabulary"), _("Label"), _("Rows"), *(_("Near label %(number)d") % {"number": n} for n in (1, 2, 3))
        for label in run.preview.get(LABELS, ()):
            told = _label(label, nearest)
            yield told.vocabulary, told.label, told.rows, *told.nearest
    elif name == WARNINGS:
        yield _("Row"), _("Message")
        yield from run.preview.get(WARNINGS, ())
    else:
        yield _("Row"), _("Recommendation"), _("Words"), _("Reason"), _("Field"), _("Was"), _("Becomes")
        for row in _shown_in_turn(run, name):
            yield from _cells_of(row)


def _cells_of(row: ShownRow) -> Iterator[Sequence[object]]:
    start = (row.row, row.citation, row.words, row.reason)
    if not row.changes:
        yield *start, ", ".join(row.left), "", ""
    for change in row.changes:
        yield *start, change.label, *change.texts


def _shown_in_turn(run: ImportRun, name: str) -> Iterator[ShownRow]:
    rows: list[PlannedRow] = []
    for row in _rows(run, name).iterator(_AT_ONCE):
        rows.append(row)
        if len(rows) == _AT_ONCE:
            yield from shown(rows)
            rows = []
    yield from shown(rows)


def _rows(run: ImportRun, outcome: str) -> Any:
    paths = (f"recommendation__{path}" for path in CITATION_PATHS)
    return run.rows.filter(outcome=outcome).select_related(*paths).order_by("row", "id")


def _label(label: dict[str, Any], nearest: Nearest) -> ShownLabel:
    vocabulary = UnresolvedLabel.Vocabulary(label["vocabulary"])
    near = [str(each.target) for each in nearest.find(vocabulary, label["label"])]
    return ShownLabel(vocabulary.label, label["label"], label["rows"], near)


def field_counts(shifted: Iterable[Sequence[Any]], rows: int) -> list[dict[str, object]]:
    """Return the fields that change in so many rows that a column may have shifted, by their names."""
    return [{"field": field_name(name), "count": count, "rows": rows} for name, count in shifted]
