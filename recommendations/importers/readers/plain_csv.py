"""Plain CSV: any table with titles we know. The guide for people is ``docs/importing.md``.

====================  ==========================================================  ====================================
column                also understood                                             holds
====================  ==========================================================  ====================================
text                  official_text, recommendation                               the official words
paragraph             para, paragraph_number                                      26.101, "49 (a)"
part                                                                              (a), a-ii
document_symbol       symbol, document, cerd_document                             A/HRC/46/15
kind                  type                                                        recommendation, concern, pledge; any
                                                                                  other word is "other"
country               state_under_review, countries_concerned                     the State that was told
mechanism             body, committee, recommending_body                          UPR, CERD, CCPR
review                review_key                                                  upr-3-usa
cycle, session                                                                    3, 36
date                  document_date, publication_date                             2020-12-15
position              response, upr_position, upr_info_response                   Supported, Noted, Supported/Noted
position_source       source_of_position                                          A/HRC/46/15/Add.1, para. 20
recommending_states   recommending_state, states                                  States, ``;`` between them
themes                theme, primary_theme                                        labels, ``|`` between them
issues                issue, upr_info_issues                                      UPR Info's issues, ``;`` between them
affected_persons      groups, affected_groups                                     labels, ``|`` between them
sdgs                  sdg                                                         labels, ``|`` between them
action_category       action, upr_info_action                                     1 to 5
annotation_id         ohchr_annotation_id                                         UHRI's UUID
text_language         language                                                    en, es …; en where not given
text_fingerprint      fingerprint                                                 32 hexadecimal digits, instead of the
                                                                                  words
====================  ==========================================================  ====================================

A table needs ``text`` or ``paragraph``; a row needs one of them filled. Where there is no ``paragraph`` column, the
number that opens the text is taken. Columns we do not know are named in a warning of the first row. ``statement`` and
``summary`` are not read: what somebody else wrote about a recommendation is not its official text.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from mechanisms.normalise import label_key
from recommendations.importers.csv_text import CsvRecord, CsvTable, columns_of, open_table, table_problem
from recommendations.importers.field_values import (
    NoSuchDay,
    action_category_of,
    cycle_of,
    document_day,
    kind_of,
    position_of,
    session_of,
    upr_cycle,
    uuid_of,
)
from recommendations.importers.parsed import OTHER, ParsedRecommendation, ReadContext, RowError, UnreadableFile
from recommendations.importers.plain_text import plain_text, split_leading_number
from recommendations.importers.source_file import SourceFile
from recommendations.importers.text_encoding import REPLACED
from recommendations.normalise import split_paragraph

NAME = "csv"
PRECEDENCE = 20

ALIASES: dict[str, tuple[str, ...]] = {
    "text": ("official_text", "recommendation"),
    "paragraph": ("para", "paragraph_number"),
    "part": (),
    "document_symbol": ("symbol", "document", "cerd_document"),
    "kind": ("type",),
    "country": ("state_under_review", "countries_concerned", "country_concerned"),
    "mechanism": ("body", "committee", "recommending_body", "reccomending_body"),
    "review": ("review_key",),
    "cycle": ("upr_cycle",),
    "session": ("upr_session",),
    "date": ("document_date", "publication_date", "document_publication_date"),
    "position": ("response", "upr_position", "upr_info_response"),
    "position_source": ("source_of_position",),
    "recommending_states": ("recommending_state", "states", "upr_recommending_states", "upr_reccomending_states"),
    "themes": ("theme",),
    "primary_theme": (),
    "issues": ("issue", "upr_info_issues"),
    "affected_persons": ("groups", "affected_groups"),
    "sdgs": ("sdg",),
    "action_category": ("action", "upr_info_action"),
    "annotation_id": ("ohchr_annotation_id",),
    "text_language": ("language",),
    "text_fingerprint": ("fingerprint",),
}
"""Each column and the titles it is also known by; case, spaces and underscores do not count."""

_FIELD_OF = {label_key(title): field for field, titles in ALIASES.items() for title in (field, *titles)}
_BARS = re.compile(r"\s*[|\n]\s*(?:-\s+)?")
_SEMICOLONS = re.compile(r"\s*[;|\n]\s*(?:-\s+)?")
_FINGERPRINT = re.compile(r"[0-9a-f]{32}\Z")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z]{2,4})?\Z")


class _Unusable(Exception):
    """The row cannot be read; the message says why."""


def matches(source: SourceFile) -> bool:
    """Tell whether the header has at least one column we know."""
    return bool(_FIELD_OF.keys() & set(columns_of(source)))


def read(source: SourceFile, context: ReadContext) -> Iterator[ParsedRecommendation | RowError]:
    """Yield each row of the table."""
    table = open_table(source)
    fields = fields_of(table.columns, context.columns or {})
    if not {"text", "paragraph"} & set(fields):
        raise UnreadableFile(
            _(
                "“%(name)s” has neither a “text” nor a “paragraph” column; it needs one of them and may have: "
                "%(columns)s."
            )
            % {"name": source.name, "columns": ", ".join(ALIASES)}
        )
    parser = _RowParser(table, fields)
    for record in table.records():
        yield parser.parse(record)


def fields_of(titles: Sequence[str], said: Mapping[str, str]) -> list[str | None]:
    """Return the field each column holds: as a person said (``said``), else by its title; None: it is not read."""
    return [said[title] or None if title in said else _FIELD_OF.get(label_key(title)) for title in titles]


class _RowParser:
    """Reads the rows of one table."""

    def __init__(self, table: CsvTable, fields: list[str | None]) -> None:
        """Take the table and the field each of its columns holds."""
        self._fields = fields
        self._width = len(fields)
        self._first_warnings = _about_columns(table, fields)
        self._warnings: list[str] = []
        self._number_in_text = "paragraph" not in fields

    def parse(self, record: CsvRecord) -> ParsedRecommendation | RowError:
        """Return what the row says, or why it cannot be read."""
        self._warnings, self._first_warnings = self._first_warnings, []
        problem = table_problem(record, self._width)
        if problem:
            return RowError(record.row, problem)
        try:
            return self._parse(record)
        except _Unusable as problem_with_value:
            return RowError(record.row, str(problem_with_value))

    def _parse(self, record: CsvRecord) -> ParsedRecommendation:
        cells: dict[str, str] = {}
        lists: dict[str, str] = {}
        for field, cell in zip(self._fields, record.cells, strict=False):
            if field and not cells.get(field):
                cells[field] = plain_text(cell)
                lists[field] = cell
        text, paragraph, part = self._words(cells)
        fingerprint = cells.get("text_fingerprint", "").lower()
        if not (text or paragraph or fingerprint):
            raise _Unusable(_("There is neither a text nor a paragraph number."))
        if fingerprint and not _FINGERPRINT.match(fingerprint):
            raise _Unusable(_("The text fingerprint is not 32 hexadecimal digits."))
        session = self._number(cells.get("session", ""), session_of, "session")
        return ParsedRecommendation(
            row=record.row,
            text=text,
            text_fingerprint=fingerprint,
            text_language=self._language(cells.get("text_language", "")),
            kind=_kind(cells.get("kind", "")),
            body=_one_label(cells.get("mechanism", "")),
            country=_one_label(cells.get("country", "")),
            review_key=cells.get("review") or None,
            cycle=self._cycle(cells.get("cycle", ""), session),
            session=session,
            document_symbol=cells.get("document_symbol") or None,
            document_date=_date(cells.get("date", "")),
            paragraph=paragraph,
            part=part,
            position=self._position(lists.get("position", "")),
            position_source=cells.get("position_source", ""),
            recommending_states=_labels(_SEMICOLONS, lists.get("recommending_states", "")),
            themes=_themes(lists),
            groups=_labels(_BARS, lists.get("affected_persons", "")),
            sdgs=_labels(_BARS, lists.get("sdgs", "")),
            action_category=self._action_category(cells.get("action_category", "")),
            annotation_id=self._annotation_id(cells.get("annotation_id", "")),
            warnings=tuple(self._warnings),
        )

    def _words(self, cells: dict[str, str]) -> tuple[str, str, str]:
        text = cells.get("text", "")
        if REPLACED in text:
            self._warnings.append(_("A character of the text was lost before the file was made."))
        if self._number_in_text:
            paragraph, part, text = split_leading_number(text)
        else:
            paragraph, part = split_paragraph(cells.get("paragraph", ""))
        extra = "-".join(re.findall(r"[a-z0-9]+", cells.get("part", "").lower()))
        return text, paragraph, "-".join(filter(None, (part, extra)))

    def _position(self, printed: str) -> str | None:
        answers = _labels(_SEMICOLONS, printed)
        positions = {position_of(answer) for answer in answers}
        if len(positions) > 1:
            self._warnings.append(
                _("There are different answers to this text (%(answers)s); the position was left empty.")
                % {"answers": ", ".join(answers)}
            )
            return None
        position = positions.pop() if positions else None
        if answers and position is None:
            self._warnings.append(
                _("“%(answer)s” is no position we know; it was left empty.") % {"answer": answers[0][:60]}
            )
        return position

    def _number(self, printed: str, read_number: Callable[[str], int | None], column: str) -> int | None:
        number = read_number(printed)
        if number is None and printed:
            self._warnings.append(
                _("“%(value)s” in column “%(column)s” is no number; it was left empty.")
                % {"value": printed[:60], "column": column}
            )
        return number

    def _cycle(self, printed: str, session: int | None) -> int | None:
        cycle = self._number(printed, cycle_of, "cycle")
        return upr_cycle("", session) if cycle is None else cycle

    def _action_category(self, printed: str) -> int | None:
        return self._number(printed, action_category_of, "action_category")

    def _annotation_id(self, printed: str) -> UUID | None:
        annotation_id = uuid_of(printed) if printed else None
        if printed and annotation_id is None:
            self._warnings.append(_("The annotation id “%(id)s” is no UUID; it was left out.") % {"id": printed[:60]})
        return annotation_id

    def _language(self, printed: str) -> str:
        language = printed.lower().replace("_", "-")
        if language and not _LANGUAGE.match(language):
            raise _Unusable(_("“%(value)s” is no language code such as en or es.") % {"value": printed[:60]})
        return language or "en"


def _about_columns(table: CsvTable, fields: list[str | None]) -> list[str]:
    """Say which columns are not read: unknown ones, and second ones of the same name."""
    unknown = [title for title, field in zip(table.columns, fields, strict=True) if title and not field]
    known = [field for field in fields if field]
    double = sorted({field for field in known if known.count(field) > 1})
    warnings = []
    if unknown:
        warnings.append(_("Columns that were not read: %(columns)s.") % {"columns": ", ".join(unknown)[:500]})
    if double:
        warnings.append(
            _("Two columns hold the same; the second counts only where the first is empty: %(columns)s.")
            % {"columns": ", ".join(double)}
        )
    return warnings


def _kind(printed: str) -> str | None:
    return (kind_of(printed) or OTHER) if printed else None


def _date(printed: str) -> date | None:
    try:
        return document_day(printed)
    except NoSuchDay as problem:
        raise _Unusable(str(problem)) from problem


def _one_label(printed: str) -> str | None:
    return printed.removeprefix("- ") or None


def _themes(cells: dict[str, str]) -> tuple[str, ...]:
    """Unite the columns that hold themes; the primary theme comes first."""
    primary = plain_text(cells.get("primary_theme", ""))
    found = (primary, *_labels(_BARS, cells.get("themes", "")), *_labels(_SEMICOLONS, cells.get("issues", "")))
    return tuple(dict.fromkeys(label for label in found if label))


def _labels(separator: re.Pattern[str], printed: str) -> tuple[str, ...]:
    found = (plain_text(label) for label in separator.split(printed.strip().removeprefix("- ")))
    return tuple(dict.fromkeys(label for label in found if label))
