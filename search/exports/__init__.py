"""The same search taken away: tables, Word, citations, JSON and feed, each at the page's address with another ending.

A mistake in the address answers 400 in words (``search/problem_details.py``) and gives nothing away.
"""

from search.exports.atom_feed import as_atom
from search.exports.citations import as_citations, record_citation
from search.exports.csv_file import as_csv
from search.exports.json_document import as_json
from search.exports.memo import as_memo
from search.exports.thematic_list import as_thematic_list
from search.exports.xlsx_file import as_xlsx

__all__ = [
    "as_atom",
    "as_citations",
    "as_csv",
    "as_json",
    "as_memo",
    "as_thematic_list",
    "as_xlsx",
    "record_citation",
]
