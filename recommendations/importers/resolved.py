"""A row with its labels resolved: what ``plan`` compares and ``apply`` writes.

Records are named by primary key, so that a row can wait on disk between the two. A review, document or SDG target
that does not exist yet is named by its natural key and made by ``apply``.
"""

from datetime import date
from typing import NamedTuple

from mechanisms.normalise import label_key


class NewReview(NamedTuple):
    """A review that the file names and the database does not have."""

    key: str
    mechanism: str
    """Slug."""
    country: str
    """ISO alpha-3 code."""
    cycle: int | None
    session: int | None
    year: int | None


class UnknownLabel(NamedTuple):
    """A label that no vocabulary knows, as printed; ``key`` tells the same label in another spelling."""

    vocabulary: str
    key: str
    label: str

    @classmethod
    def of(cls, vocabulary: str, label: str) -> "UnknownLabel":
        """Return the unknown label, cut to what the database holds."""
        label = label[:255]
        return cls(vocabulary, label_key(label) or label, label)


class ResolvedRow(NamedTuple):
    """One row, ready to be compared with the record. ``scalars`` holds only the fields that the row fills.

    A tuple, as those wait on disk in half the time of other objects.
    """

    row: int
    review: str
    """Key of the review, existing or new."""
    document: str
    """Symbol of the document, or empty."""
    document_date: date | None
    paragraph: str
    part: str
    kind: str
    """Where the row does not say: a recommendation in the UPR, which makes nothing else; otherwise "other"."""
    kind_is_given: bool
    annotation_id: str
    """UHRI's id as 32 hexadecimal digits, or empty."""
    fingerprint: str
    text: str
    text_language: str
    scalars: dict[str, object]
    states: tuple[int, ...]
    themes: tuple[int, ...]
    groups: tuple[int, ...]
    goals: tuple[int, ...]
    targets: tuple[str, ...]
    unknown: tuple[UnknownLabel, ...]
    warnings: tuple[str, ...] = ()

    @property
    def citation(self) -> str:
        """How the file cites it: symbol, paragraph and part, as far as it names them; kept with the record."""
        return f"{self.document}, {self.paragraph} {self.part}".strip(" ,")[:200]

    @property
    def source_key(self) -> str:
        """What tells it from others in its source: UHRI's id, or the fingerprint of its words; kept with the record."""
        known = self.annotation_id
        if not known:
            return self.fingerprint
        return f"{known[:8]}-{known[8:12]}-{known[12:16]}-{known[16:20]}-{known[20:]}"


class Grouped(NamedTuple):
    """The rows of one file that are one recommendation, joined: sets united in order, answers compared."""

    leader: ResolvedRow
    joined_rows: tuple[int, ...] = ()
    conflict_rows: tuple[tuple[int, str], ...] = ()
    """Rows that contradict the leader, with the reason. What they disagree on is left empty."""
