"""A table that an editor pastes: from a text program, a spreadsheet or a web page."""

import re
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail_localize.segments import StringSegmentValue

Rows = list[list[str]]
BETWEEN = " | "
_RULE = re.compile(r"[\s|:+-]*")
_ADDRESS = re.compile(r"https?://\S+")
_HAS_LETTER = re.compile(r"[^\W\d_]")


class CellsBlock(blocks.TextBlock):
    """Cells as text: a line for each row, cells apart by tabs, as programs copy them, or by bars. Kept with bars.

    Translations have each different cell as a text of its own, so they keep it when rows move.
    """

    def clean(self, value: Any) -> str:
        """Bring the cells into order; refuse what is no table, with the row that does not fit."""
        rows = rows_of(super().clean(value))
        if len(rows) < 2 or len(rows[0]) < 2:
            raise ValidationError(_("A table has a row of headings, one more row, and two columns or more."))
        for number, row in enumerate(rows, 1):
            if len(row) > len(rows[0]):
                said = _("Row %(number)s has %(cells)s cells, and the row of headings has %(headings)s.")
                params = {"number": number, "cells": len(row), "headings": len(rows[0])}
                raise ValidationError(said, params=params)
        return as_text(rows)

    def get_translatable_segments(self, value: str) -> list[StringSegmentValue]:
        """Return every different cell with words in it; numbers and addresses are the same in every language."""
        every = (cell for row in rows_of(value) for cell in row)
        cells = dict.fromkeys(cell for cell in every if _HAS_LETTER.search(cell) and not _ADDRESS.fullmatch(cell))
        return [StringSegmentValue(key_of(cell), cell) for cell in cells]

    def restore_translated_segments(self, value: str, segments: list[StringSegmentValue]) -> str:
        """Return the table with the cells that are translated; a bar in a translation would make two cells of one."""
        said = {segment.path: segment.render_text().replace("|", "/") for segment in segments}
        return as_text([[said.get(key_of(cell), cell) for cell in row] for row in rows_of(value)])


class TableBlock(blocks.StructBlock):
    """A table with a title. On phones each row stands by itself, with the headings before its cells."""

    title = blocks.CharBlock(label=_("Title"), max_length=150, help_text=_("What the table shows. Readers see it."))
    cells = CellsBlock(
        label=_("Cells"),
        help_text=_(
            "Copy a table from a document, a spreadsheet or a web page, and paste it here. Or write a line for each "
            "row, with | between the cells. The first row holds the headings. Web addresses become links."
        ),
    )
    first_column_names_rows = blocks.BooleanBlock(
        label=_("The first column names the rows"), required=False, default=True
    )

    class Meta:
        icon = "table"
        label = _("Table")
        label_format = "{title}"
        template = "home/blocks/table.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the headings, and each row as pairs of heading and cell; short rows end with empty cells."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        headings, *rows = rows_of(value["cells"]) or [[]]
        filled = [[*row, *[""] * (len(headings) - len(row))] for row in rows]
        return {
            **context,
            "headings": headings,
            "rows": [list(zip(headings, row, strict=False)) for row in filled],
        }


def rows_of(text: str) -> Rows:
    """Return the rows of cells that a text holds. Empty lines, and lines that only draw a rule, are no rows."""
    with_tabs = "\t" in text
    lines = [line for line in text.splitlines() if not _RULE.fullmatch(line)]
    if with_tabs:
        return [[" ".join(cell.replace("|", "/").split()) for cell in line.split("\t")] for line in lines]
    return [[" ".join(cell.split()) for cell in line.strip().strip("|").split("|")] for line in lines]


def as_text(rows: Rows) -> str:
    """Return rows as they are kept."""
    return "\n".join(BETWEEN.join(row) for row in rows)


def key_of(cell: str) -> str:
    """Return under what translations keep a cell: the same for the same words."""
    return sha256(cell.encode()).hexdigest()[:12]
