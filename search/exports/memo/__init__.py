"""A council memo of a search: two pages of Word, in the language of the page, to carry into a meeting.

``choice`` picks the few recommendations that are told, ``said_before`` knows since when something is asked,
``content`` puts into words what stands there, ``answer`` sets it and gives it away.
"""

from search.exports.memo.answer import as_memo

__all__ = ["as_memo"]
