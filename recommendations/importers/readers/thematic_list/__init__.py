"""OHCHR's thematic lists of recommendations to one State: Word files (.docx) with one table, rows grouped by theme.

A row of the table that is neither header nor theme heading is one recommendation and becomes one
:class:`ParsedRecommendation`. In the lists we hold each paragraph stands once, under its first theme, and its cell
names all its themes. Should another list repeat a paragraph under each of its themes, each printed row is a row here,
under its own number, and the plan unites them by their paragraph.

``document`` and ``body`` turn the file into rows and lines, ``columns`` tells the layouts apart by the header row,
``rows`` goes through the list; ``cells``, ``brackets`` and ``review`` read what stands in it. ``sections`` is what
lists made by this site say in addition.
"""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from recommendations.importers.parsed import ParsedRecommendation, ReadContext, RowError, UnreadableFile
from recommendations.importers.readers.thematic_list.body import Table
from recommendations.importers.readers.thematic_list.cells import theme_heading
from recommendations.importers.readers.thematic_list.document import is_word_document, open_document
from recommendations.importers.readers.thematic_list.review import read_heading, report_symbol
from recommendations.importers.readers.thematic_list.rows import ListReading
from recommendations.importers.readers.thematic_list.sections import read_section
from recommendations.importers.source_file import SourceFile

NAME = "thematic-list"
PRECEDENCE = 30


def matches(source: SourceFile) -> bool:
    """Tell whether ``source`` is a Word file: no other format we read is one."""
    return is_word_document(source)


def read(source: SourceFile, context: ReadContext) -> Iterator[ParsedRecommendation | RowError]:
    """Yield each recommendation of the list, in its order.

    Raises:
        UnreadableFile: where the file is no Word file, is damaged, or holds no list of recommendations.
    """
    document = open_document(source)
    reading = ListReading(context.is_country)
    for block in document.body:
        if isinstance(block, Table):
            reading.read_table(block)
        elif section := read_section(block):
            reading.section = section
        elif (themes := theme_heading((block,))) is not None:
            reading.themes = themes
    if not reading.outcomes:
        raise UnreadableFile(_no_list(source.name, found_header=reading.columns is not None))
    outside = [block for block in document.body if isinstance(block, str)]
    heads = [*document.headers, *reading.heads, *outside, document.title]
    heading = read_heading(heads, context.is_country)
    parsed = [outcome for outcome in reading.outcomes if isinstance(outcome, ParsedRecommendation)]
    symbol = report_symbol(heads, (row.position_source for row in parsed))
    for outcome in reading.outcomes:
        if isinstance(outcome, RowError) or outcome.review_key:
            yield outcome
        else:
            yield replace(
                outcome,
                country=heading.country,
                cycle=heading.cycle,
                session=heading.session,
                document_symbol=symbol,
            )


def _no_list(name: str, *, found_header: bool) -> str:
    if found_header:
        return _("“%(name)s” holds the head of a list but no recommendation.") % {"name": name}
    return _("“%(name)s” is no list of recommendations: no table has the columns Recommendation and Position.") % {
        "name": name
    }
