"""The same search taken away: CSV, spreadsheet, JSON and feed, each at the page's address with another ending.

A mistake in the address answers 400 in words (``search/problem_details.py``) and gives nothing away.
"""

from search.exports.atom_feed import as_atom
from search.exports.csv_file import as_csv
from search.exports.json_document import as_json
from search.exports.xlsx_file import as_xlsx

__all__ = ["as_atom", "as_csv", "as_json", "as_xlsx"]
