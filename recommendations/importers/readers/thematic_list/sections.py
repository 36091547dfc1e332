"""What our own lists say beyond OHCHR's form, so that they can be read back (docs/taking-data-away.md).

OHCHR's list is about one report of one UPR review. Ours may hold several reviews, of any mechanism, a table each. The
line before a table then names the record it is about. Where we hold no official words, ours stand in their place,
marked, so that no import takes them for the UN's. And where the official words have brackets of their own that could be
taken for the recommending States, the States stand in a line below instead; so does a number of an unusual form. A
record with neither number nor official words is known again by the fingerprint of the words that stand for it.
"""

import re
from dataclasses import dataclass

from recommendations.importers.parsed import CONCERN, OTHER, PLEDGE, RECOMMENDATION

NOT_OFFICIAL = "In plain words (not official):"
"""Opens words of ours in the cell of a recommendation whose official words are not held."""

PARAGRAPH = "Paragraph:"
"""Opens the line of a number that OHCHR's form has no place for, such as 39-40."""
RECOMMENDED_BY = "Recommended by:"
"""Opens the line of recommending States; all that stands before it is the official words, brackets included."""

FINGERPRINT = "Fingerprint:"
"""Opens the line that a record without number and official words is known by."""

_KINDS = "|".join((RECOMMENDATION, CONCERN, PLEDGE, OTHER))
_LINE = re.compile(
    rf"Record: review (?P<key>[a-z0-9-]{{1,60}})(?:, document (?P<symbol>[^\s,]{{1,120}}))?, kind (?P<kind>{_KINDS})"
)


@dataclass(frozen=True, slots=True)
class Section:
    """What all rows of a table are about: a review by its key, a document by its symbol ("": none), a kind."""

    review_key: str
    document_symbol: str
    kind: str

    @property
    def line(self) -> str:
        """The line before the table."""
        document = f", document {self.document_symbol}" if self.document_symbol else ""
        return f"Record: review {self.review_key}{document}, kind {self.kind}"


def holds_own_line(lines: tuple[str, ...]) -> bool:
    """Whether a cell holds one of the lines above: it then is a recommendation, however short, and no heading."""
    return any(line.startswith((NOT_OFFICIAL, PARAGRAPH, RECOMMENDED_BY, FINGERPRINT)) for line in lines)


def read_section(line: str) -> Section | None:
    """Return the section that ``line`` opens, None where it is any other line."""
    match = _LINE.fullmatch(line)
    return Section(match["key"], match["symbol"] or "", match["kind"]) if match else None
