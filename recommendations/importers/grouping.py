"""Rows of one file that are one recommendation.

UPR Info prints a row for every recommending State, so one paragraph is several rows; a list may print a paragraph
twice. Rows belong together where every key that both hold is equal (annotation id; paragraph, part, kind and words;
without a paragraph, review and words). The same words under two paragraph numbers stay two recommendations.
"""

from collections import Counter
from collections.abc import Hashable

from recommendations.importers.resolved import Grouped, ResolvedRow


class FileGroups:
    """Learns, row by row in the order of the file, which rows belong to an earlier one."""

    def __init__(self) -> None:
        self._leader_of: dict[Hashable, int] = {}
        self._joined: dict[int, list[ResolvedRow]] = {}
        self.paragraphs: Counter[tuple[str, str, str]] = Counter()
        """How many recommendations of the file stand under a (review, paragraph, part)."""
        self.wordings: Counter[tuple[str, str]] = Counter()
        """How many recommendations of the file have a (review, fingerprint)."""

    def is_new(self, row: ResolvedRow) -> bool:
        """Take note of ``row``; return whether it opens a recommendation of its own."""
        key = _group_key(row)
        leader = self._leader_of.setdefault(key, row.row)
        if leader != row.row:
            self._joined.setdefault(leader, []).append(row)
            return False
        if row.paragraph:
            self.paragraphs[row.review, row.paragraph, row.part] += 1
        if row.fingerprint:
            self.wordings[row.review, row.fingerprint] += 1
        return True

    def join(self, leader: ResolvedRow) -> Grouped:
        """Return the leader with all that its joined rows add."""
        joined = self._joined.pop(leader.row, None)
        return Grouped(leader) if joined is None else _unite(leader, joined)


def _group_key(row: ResolvedRow) -> Hashable:
    if row.annotation_id is not None:
        return row.annotation_id
    if row.paragraph:
        return (row.review, row.document, row.paragraph, row.part, row.kind, row.fingerprint)
    if row.fingerprint:
        return (row.review, row.fingerprint)
    return row.row


def _unite(leader: ResolvedRow, rows: list[ResolvedRow]) -> Grouped:
    merged: list[int] = []
    conflicts: list[tuple[int, str]] = []
    disputed: set[str] = set()
    for row in rows:
        reason = _contradiction(leader, row)
        if reason:
            conflicts.append((row.row, reason))
        else:
            merged.append(row.row)
        if row.annotation_id is not None and row.fingerprint != leader.fingerprint:
            continue  # the same id over other words: nothing of it can be trusted
        disputed.update(name for name, value in row.scalars.items() if leader.scalars.get(name, value) != value)
        for name, value in row.scalars.items():
            leader.scalars.setdefault(name, value)
        for name in ("states", "themes", "groups", "goals", "targets", "unknown"):
            setattr(leader, name, tuple(dict.fromkeys(getattr(leader, name) + getattr(row, name))))
    if "position" in disputed:
        leader.scalars.pop("position")
        leader.scalars.pop("position_source", None)
    return Grouped(leader, tuple(merged), tuple(conflicts))


def _contradiction(leader: ResolvedRow, row: ResolvedRow) -> str:
    if row.annotation_id is not None and row.fingerprint != leader.fingerprint:
        return f"The annotation id is also that of row {leader.row}, which has other words."
    first, second = leader.scalars.get("position"), row.scalars.get("position")
    if first and second and first != second:
        return f"Row {leader.row} has the same words with another answer; the position is left empty."
    return ""
