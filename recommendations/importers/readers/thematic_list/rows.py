"""The rows of a list's tables: headings, recommendations, and what goes on from one row or table to the next."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from recommendations.importers.parsed import RECOMMENDATION, ParsedRecommendation, RowError
from recommendations.importers.readers.thematic_list.body import Row, Table
from recommendations.importers.readers.thematic_list.brackets import (
    Attribution,
    IsCountry,
    split_attribution,
    split_names,
    unique_states,
)
from recommendations.importers.readers.thematic_list.cells import (
    GROUPS,
    SDGS,
    THEMES,
    Labels,
    Words,
    read_labels,
    read_position,
    read_words,
    theme_heading,
)
from recommendations.importers.readers.thematic_list.columns import (
    NUMBER,
    OTHER,
    POSITION,
    SOURCE,
    STATES,
    WORDS,
    Columns,
    begins_recommendation,
    guessed_columns,
    header_columns,
)
from recommendations.importers.readers.thematic_list.sections import Section, holds_own_line
from recommendations.normalise import split_paragraph

UPR = "UPR"
_LONGEST_THEME = 150

Cells = dict[str, tuple[str, ...]]
"""The lines of a row's cells by what their columns hold."""


@dataclass(slots=True)
class ListReading:
    """A list being read: what was found so far, and what the rows to come go on from."""

    is_country: IsCountry
    columns: Columns | None = None
    themes: tuple[str, ...] = ()
    section: Section | None = None
    heads: list[str] = field(default_factory=list)
    outcomes: list[ParsedRecommendation | RowError] = field(default_factory=list)
    above: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """Lines of the last cell that began in each column of the grid, for the merged cells below it."""

    def read_table(self, table: Table) -> None:
        """Read a table of the list; one that only frames other tables is passed through to those."""
        lists_inside = [inner for inner in table.inner if self._beginning(inner) is not None]
        start = None if lists_inside else self._beginning(table)
        self.heads.extend(_first_lines(table.rows[:start]))
        for inner in lists_inside:
            self.read_table(inner)
        if start is None:
            return
        self.columns = header_columns(table.rows[start - 1]) if start else self.columns or self._guess(table)
        for row in table.rows[start:]:
            self._read_row(row)

    def _beginning(self, table: Table) -> int | None:
        """Return where the rows of a list begin in ``table``, None where it holds no list.

        That is behind a header row; or at once where a table goes on from the one before it, or has no header.
        """
        for index, row in enumerate(table.rows):
            if header_columns(row):
                return index + 1
        return 0 if self._goes_on(table) or self._guess(table) else None

    def _goes_on(self, table: Table) -> bool:
        """Tell whether a table without header continues the list: its rows look like those above."""
        return self.columns is not None and any(
            len(row) == len(self.columns.meanings) and any(begins_recommendation(cell.lines) for cell in row)
            for row in table.rows
        )

    def _guess(self, table: Table) -> Columns | None:
        return next(filter(None, (guessed_columns(row, self.is_country) for row in table.rows)), None)

    def _read_row(self, row: Row) -> None:
        filled = [cell for cell in row if cell.lines]
        if not filled and not any(cell.continues for cell in row):
            return
        if repeated := header_columns(row):
            self.columns = repeated
            return
        single = filled[0].lines if filled and filled[0] is row[0] and len({cell.lines for cell in filled}) == 1 else ()
        if single and (themes := theme_heading(single)) is not None:
            self.themes = themes
        elif single and self._heads_rows(single):
            self._read_plain_heading(single)
        elif len(row) == 1 and not begins_recommendation(single) and not self._names_states(single):
            return  # A note across the whole table.
        else:
            self._read_recommendation(row)

    def _heads_rows(self, lines: tuple[str, ...]) -> bool:
        """Tell whether the only text of a row is a heading without the word "Theme:": short, and no recommendation."""
        line = " ".join(lines)
        return (
            len(line) <= _LONGEST_THEME
            and not line.startswith("*")
            and not line.endswith((".", ";", ":"))
            and not begins_recommendation(lines)
            and not holds_own_line(lines)
            and not self._names_states(lines)
        )

    def _names_states(self, lines: tuple[str, ...]) -> bool:
        return bool(split_attribution(read_words(lines).text, self.is_country).states)

    def _read_plain_heading(self, lines: tuple[str, ...]) -> None:
        """Take a heading as a theme, unless it heads a section such as "Noted" or "Recommendations not supported"."""
        line = " ".join(lines)
        if read_position(lines) is None and "recommendation" not in line.lower():
            self.themes = (line,)

    def _read_recommendation(self, row: Row) -> None:
        cells: Cells = {}
        goes_on = False
        meanings = self.columns.of(row) if self.columns else {}
        for index, meaning in meanings.items():
            cell = row[index]
            if cell.continues and meaning == WORDS:
                goes_on = True
            lines = self.above.get(cell.column, ()) if cell.continues else cell.lines
            self.above[cell.column] = lines
            cells[meaning] = cells.get(meaning, ()) + lines
        if goes_on and self.outcomes:
            self._extend_last(cells)
        else:
            self.outcomes.append(self._outcome(cells))

    def _extend_last(self, cells: Cells) -> None:
        """Add the labels of a row whose recommendation is merged with that of the row above."""
        last = self.outcomes[-1]
        if isinstance(last, ParsedRecommendation):
            labels = Labels(list(last.themes), list(last.groups), list(last.sdgs))
            _add_labels(cells, labels)
            self.outcomes[-1] = replace(
                last, themes=tuple(labels.themes), groups=tuple(labels.groups), sdgs=tuple(labels.sdgs)
            )

    def _attribution(self, words: Words) -> Attribution:
        if words.states is None:
            return split_attribution(words.text, self.is_country)
        known, unknown = split_names(words.states, self.is_country)
        return Attribution(words.text, states=tuple(unique_states([*known, *unknown])), unknown=tuple(unknown))

    def _outcome(self, cells: Cells) -> ParsedRecommendation | RowError:
        row = len(self.outcomes) + 1
        words = read_words(cells.get(WORDS, ()))
        column_states, column_unknown = split_names("\n".join(cells.get(STATES, ())), self.is_country)
        attribution = self._attribution(words)
        paragraph, part = split_paragraph(words.number or " ".join(cells.get(NUMBER, ())))
        if not attribution.text and not (words.held_back and (paragraph or words.fingerprint)):
            return RowError(row, _("The row has no text of a recommendation."))
        labels = Labels()
        for theme in self.themes:
            labels.add(THEMES, theme)
        _add_labels(cells, labels)
        position = read_position(cells.get(POSITION, ()))
        states = tuple(unique_states([*column_states, *column_unknown, *attribution.states]))
        return ParsedRecommendation(
            row=row,
            text=attribution.text,
            text_fingerprint=words.fingerprint,
            kind=self.section.kind if self.section else RECOMMENDATION,
            body=None if self.section else UPR,
            review_key=self.section.review_key if self.section else None,
            document_symbol=(self.section.document_symbol or None) if self.section else None,
            paragraph=paragraph,
            part=part,
            position=position,
            position_source=words.source or " ".join(cells.get(SOURCE, ())),
            recommending_states=states,
            warnings=tuple(_warnings(cells, paragraph, position, states, attribution)),
            themes=tuple(labels.themes),
            groups=tuple(labels.groups),
            sdgs=tuple(labels.sdgs),
        )


def _add_labels(cells: Cells, labels: Labels) -> None:
    for section in (THEMES, GROUPS, SDGS):
        read_labels(cells.get(section, ()), section, labels)


def _warnings(
    cells: Cells,
    paragraph: str,
    position: str | None,
    states: tuple[str, ...],
    attribution: Attribution,
) -> Iterator[str]:
    if not paragraph:
        yield _("The recommendation has no paragraph number.")
    if position is None:
        printed = " ".join(cells.get(POSITION, ()))
        yield (
            _("“{printed}” is no position we know; the position was left empty.").format(printed=printed)
            if printed
            else _("The row states no position.")
        )
    if attribution.doubtful:
        yield _("“{name}” at the end is no State we know; it was left in the text.").format(name=attribution.doubtful)
    elif not states:
        yield _("The row names no recommending State.")
    if notes := cells.get(OTHER):
        yield _("A column we do not import says: “{note}”").format(note=" ".join(notes)[:300])


def _first_lines(rows: list[Row], most: int = 20) -> list[str]:
    return [line for row in rows[:most] for cell in row for line in cell.lines][:most]
