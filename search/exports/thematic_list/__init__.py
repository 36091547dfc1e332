"""A search as OHCHR's thematic list of recommendations (.docx, the layout of 2025), which our importer reads back.

``sections`` parts the records into tables, ``cells`` says what stands in a row, ``answer`` makes and gives the file.
What our lists say beyond OHCHR's form stands with its reader:
``recommendations/importers/readers/thematic_list/sections.py``.
"""

from search.exports.thematic_list.answer import as_thematic_list

__all__ = ["as_thematic_list"]
