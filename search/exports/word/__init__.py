"""Word files: a plain document with the settings that all of ours share, and tables written fast."""

from search.exports.word.document import CONTENT_TYPE, across, add_page_number, as_word_file, new_document
from search.exports.word.markup import Cell, Line, Run, line, paragraph, table

__all__ = [
    "CONTENT_TYPE",
    "Cell",
    "Line",
    "Run",
    "across",
    "add_page_number",
    "as_word_file",
    "line",
    "new_document",
    "paragraph",
    "table",
]
