"""How to cite: the UN's own style as text, BibTeX and RIS, for one record and for a whole search.

``cited`` gathers what a citation needs, ``styles`` writes it, ``answer`` gives it away.
"""

from search.exports.citations.answer import as_citations, record_citation
from search.exports.citations.cited import Cited
from search.exports.citations.styles import STYLES

__all__ = ["STYLES", "Cited", "as_citations", "record_citation"]
