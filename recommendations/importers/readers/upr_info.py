"""UPR Info's files, CSV or Excel: one row per recommending State, so one paragraph of a report may be several rows.

Older files are Mac Roman with the old Mac's line ends; newer ones are UTF-8 with other titles and column orders. The
columns are found by their titles:

==================  =========================================================================
what we need        titles
==================  =========================================================================
State under review  To, SuR, State under Review, State reviewed
recommending State  From, RS, Recommending State(s)
text                Text, Recommendation
answer              Response, Position (Accepted, Supported, Noted, Rejected …)
action category     Action, Action category (1 to 5)
issues              Issue, Issues, Themes: several in one cell, between commas, semicolons or ``|``
session             Session, UPR session
kind                Type, Recommendation type: "Voluntary pledge" makes the row a pledge
==================  =========================================================================

Regional groups and organisations of States are not read. A row whose State under review and recommending State are
the same is a pledge too: nobody recommends to itself.
"""

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from mechanisms.normalise import label_key
from recommendations.importers.csv_text import CsvRecord, columns_of, open_table, table_problem
from recommendations.importers.field_values import (
    UPR,
    action_category_of,
    kind_of,
    position_of,
    session_of,
    upr_cycle,
)
from recommendations.importers.parsed import (
    PLEDGE,
    RECOMMENDATION,
    ParsedRecommendation,
    ReadContext,
    RowError,
    UnreadableFile,
)
from recommendations.importers.plain_text import plain_text, same_states, split_numbered_paragraph
from recommendations.importers.source_file import SourceFile
from recommendations.importers.text_encoding import REPLACED
from recommendations.importers.workbook import SheetTable, cell_text, find_table, is_workbook, sentence_for_crashes

NAME = "upr-info"
PRECEDENCE = 10

_COUNTRY = ("to", "sur", "state under review", "state reviewed", "country under review", "recommended state")
_STATE = ("from", "rs", "recommending state", "recommending states", "recommending country")
_TEXT = ("text", "recommendation", "recommendation text")
_FIELDS = {
    **dict.fromkeys(_COUNTRY, "country"),
    **dict.fromkeys(_STATE, "state"),
    **dict.fromkeys(_TEXT, "text"),
    **dict.fromkeys(("response", "position", "state response", "upr position"), "response"),
    **dict.fromkeys(("action", "action category", "action categories"), "action"),
    **dict.fromkeys(("issue", "issues", "theme", "themes"), "issues"),
    **dict.fromkeys(("session", "upr session", "sessions"), "session"),
    **dict.fromkeys(("cycle", "upr cycle"), "cycle"),
    **dict.fromkeys(("type", "recommendation type", "document type"), "kind"),
}
_LARGEST_WORKBOOK = 20_000_000
"""Bytes. UPR Info's whole database is half of that; the full export of UHRI is larger and need not be opened twice."""
_LIST = re.compile(r"\s*[,;|]\s*")
_STATES = re.compile(r"\s*[;|]\s*")
_NOBODY = frozenset(("unknown", "(unknown)", "-", "n/a"))
_PLEDGED = frozenset(("pledge", "voluntary pledge", "voluntary pledges"))


def matches(source: SourceFile) -> bool:
    """Tell whether a header names who recommends what to whom, in UPR Info's words."""
    return _is_header(columns_of(source)) or _sheet(source) is not None


def read(source: SourceFile, context: ReadContext) -> Iterator[ParsedRecommendation | RowError]:
    """Yield each row: one recommendation by one State."""
    sheet = _sheet(source)
    if sheet is None:
        table = open_table(source)
        columns, records = table.columns, table.records()
    else:
        columns, records = sheet.header, _records(source, sheet)
    fields = [_FIELDS.get(label_key(title)) for title in columns]
    missing = {"country", "state", "text"} - {field for field in fields if field}
    if missing:
        raise UnreadableFile(
            _("“%(name)s” lacks columns of UPR Info's files: it needs To, From and Text (its header: %(columns)s).")
            % {"name": source.name, "columns": ", ".join(columns)[:200]}
        )
    for record in records:
        yield _parse(record, fields, len(columns))


def _is_header(keys: Iterable[str]) -> bool:
    return all(set(titles).intersection(keys) for titles in (_COUNTRY, _STATE, _TEXT))


def _sheet(source: SourceFile) -> SheetTable | None:
    """Return the table of a workbook that has UPR Info's columns, None where there is none."""
    if not is_workbook(source) or source.size > _LARGEST_WORKBOOK:
        return None
    with sentence_for_crashes(source):
        return find_table(source, lambda header: _is_header([label_key(title) for title in header]))


def _records(source: SourceFile, sheet: SheetTable) -> Iterator[CsvRecord]:
    """Yield the rows of a sheet as CSV would have them."""
    empty = True
    for number, cells in enumerate(sheet.rows, sheet.header_row + 1):
        printed = [cell_text(cell) for cell in cells]
        if any(text.strip() for text in printed):
            empty = False
            yield CsvRecord(number, printed)
    if empty:
        raise UnreadableFile(_("“%(name)s” has a header but no rows below it.") % {"name": source.name})


def _parse(record: CsvRecord, fields: list[str | None], width: int) -> ParsedRecommendation | RowError:
    problem = table_problem(record, width)
    if problem:
        return RowError(record.row, problem)
    cells: dict[str, str] = {}
    for field, cell in zip(fields, record.cells, strict=False):
        if field and not cells.get(field):
            cells[field] = plain_text(cell)
    if not cells["text"] or not cells["country"]:
        return RowError(record.row, _("The row has no text or names no State under review."))
    warnings: list[str] = []
    if REPLACED in cells["text"]:
        warnings.append(_("A character of the text was lost before the file was made."))
    session = session_of(cells.get("session", ""))
    if session is None and cells.get("session"):
        return RowError(
            record.row,
            _("“%(value)s” is no session of the UPR.") % {"value": cells["session"][:60]},
        )
    pledge = _is_pledge(cells)
    paragraph, part, text = split_numbered_paragraph(cells["text"])
    return ParsedRecommendation(
        row=record.row,
        text=text,
        kind=PLEDGE if pledge else RECOMMENDATION,
        body=UPR,
        country=cells["country"],
        cycle=upr_cycle(cells.get("cycle", ""), session),
        session=session,
        paragraph=paragraph,
        part=part,
        position=None if pledge else _position(cells.get("response", ""), warnings),
        recommending_states=() if pledge else _states(cells["state"], warnings),
        themes=tuple(dict.fromkeys(issue for issue in _LIST.split(cells.get("issues", "")) if issue)),
        action_category=_action_category(cells.get("action", ""), warnings),
        warnings=tuple(warnings),
    )


def _is_pledge(cells: dict[str, str]) -> bool:
    return (
        kind_of(cells.get("kind", "")) == PLEDGE
        or cells["state"].casefold() in _PLEDGED
        or cells.get("response", "").casefold() in _PLEDGED
        or same_states(cells["state"], (cells["country"],))
    )


def _position(printed: str, warnings: list[str]) -> str | None:
    position = position_of(printed)
    if position is None and printed:
        # "No response", "General response": the State did not say yes or no.
        warnings.append(
            _("“%(response)s” is no clear answer; the position was left empty.") % {"response": printed[:60]}
        )
    return position


def _states(printed: str, warnings: list[str]) -> tuple[str, ...]:
    states = tuple(name for name in _STATES.split(printed) if name and name.casefold() not in _NOBODY)
    if not states:
        warnings.append(_("The recommending State is not known."))
    return states


def _action_category(printed: str, warnings: list[str]) -> int | None:
    # Newer files print the words behind the number: "4 - General action".
    category = action_category_of(printed[:1]) if not printed[1:2].isdigit() else None
    if category is None and printed:
        warnings.append(_("“%(action)s” is no action category; it was left empty.") % {"action": printed[:60]})
    return category
