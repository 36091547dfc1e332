"""Rows of one file that are one recommendation.

UPR Info prints a row for every recommending State, so one paragraph is several rows; a list may print a paragraph
twice. Rows belong together where every key that both hold is equal (annotation id; paragraph, part, kind and words;
without a paragraph, review and words). The same words under two paragraph numbers stay two recommendations.
"""

from collections import Counter
from collections.abc import Hashable

from django.utils.translation import gettext as _

from recommendations.importers.resolved import Grouped, ResolvedRow

Aspect = tuple[str, str]
"""Document and kind under which a file prints a paragraph; each is empty where the file does not say."""


class FileGroups:
    """Learns, row by row in the order of the file, which rows belong to an earlier one."""

    def __init__(self) -> None:
        self._leader_of: dict[Hashable, int] = {}
        self._joined: dict[int, list[ResolvedRow]] = {}
        self._aspects: dict[tuple[str, str, str], dict[Aspect, int]] = {}
        self._lone: dict[Aspect, dict[Aspect, int]] = {}
        self._wordings: Counter[int] = Counter()
        """By a hash of review and words, a third of their size: if two ever had the same, neither would be matched."""
        self.has_annotation_ids = False

    def is_new(self, row: ResolvedRow) -> bool:
        """Take note of ``row``; return whether it opens a recommendation of its own."""
        leader = self._leader_of.setdefault(_group_key(row), row.row)
        if leader != row.row:
            self._joined.setdefault(leader, []).append(row)
            return False
        if row.annotation_id:
            self.has_annotation_ids = True
        if row.paragraph:
            place = (row.review, row.paragraph, row.part)
            aspect = (row.document, row.kind if row.kind_is_given else "")
            # Most paragraphs are printed once, and a file has few different aspects: equal counts are held once.
            before = self._aspects.get(place)
            self._aspects[place] = (
                {**before, aspect: before.get(aspect, 0) + 1} if before else self._lone.setdefault(aspect, {aspect: 1})
            )
        if row.fingerprint:
            self._wordings[hash((row.review, row.fingerprint))] += 1
        return True

    def join(self, leader: ResolvedRow) -> Grouped:
        """Return the leader with all that its joined rows add."""
        joined = self._joined.pop(leader.row, None)
        return Grouped(leader) if joined is None else _unite(leader, joined)

    def row_with(self, annotation_id: str) -> int | None:
        """Return the row that leads those with this annotation id, None where there is none."""
        return self._leader_of.get(annotation_id)

    def under_paragraph(self, place: tuple[str, str, str], document: str, kind: str) -> int:
        """Return how many recommendations of the file may stand there: (review, paragraph, part), document, kind.

        An empty document or kind, in the question or in the file, agrees with every other.
        """
        return sum(
            count
            for (printed, of_kind), count in self._aspects.get(place, {}).items()
            if (not document or not printed or document == printed) and (not kind or not of_kind or kind == of_kind)
        )

    def with_words(self, review: str, fingerprint: str) -> int:
        """Return how many recommendations of the file have these words in this review."""
        return self._wordings[hash((review, fingerprint))]


def _group_key(row: ResolvedRow) -> Hashable:
    if row.annotation_id:
        return row.annotation_id
    if row.paragraph:
        return (row.review, row.document, row.paragraph, row.part, row.kind, row.fingerprint)
    return (row.review, row.fingerprint)


def _unite(leader: ResolvedRow, rows: list[ResolvedRow]) -> Grouped:
    merged: list[int] = []
    conflicts: list[tuple[int, str]] = []
    disputed = False
    for row in rows:
        if _other_keys_differ(leader, row):
            # The same id over other words or another paragraph: nothing of it can be trusted.
            conflicts.append((row.row, _("The annotation id is also that of row %(row)d.") % {"row": leader.row}))
            continue
        first, second = leader.scalars.get("position"), row.scalars.get("position")
        if first and second and first != second:
            reason = _("Row %(row)d has the same words with another answer; the position is left empty.")
            conflicts.append((row.row, reason % {"row": leader.row}))
            disputed = True
        else:
            merged.append(row.row)
        leader = _with(leader, row)
    if disputed:
        leader.scalars.pop("position")
        leader.scalars.pop("position_source", None)
    return Grouped(leader, tuple(merged), tuple(conflicts))


def _other_keys_differ(leader: ResolvedRow, row: ResolvedRow) -> bool:
    """Whether two rows of one annotation id are not the same recommendation after all."""
    return bool(row.annotation_id) and (
        (row.review, row.paragraph, row.part, row.fingerprint)
        != (leader.review, leader.paragraph, leader.part, leader.fingerprint)
    )


def _with(leader: ResolvedRow, row: ResolvedRow) -> ResolvedRow:
    """Return the leader with what it lacks: values, words that it knew by fingerprint only, members of its sets."""
    changed: dict[str, object] = {"scalars": {**row.scalars, **leader.scalars}}
    if row.text and not leader.text:
        changed.update(text=row.text, text_language=row.text_language)
    for name in ("states", "themes", "groups", "goals", "targets", "unknown"):
        added = getattr(row, name)
        if added:
            changed[name] = tuple(dict.fromkeys(getattr(leader, name) + added))
    return leader._replace(**changed)  # type: ignore[arg-type]
