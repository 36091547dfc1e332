"""Whether a row is a recommendation that the database already holds.

Every key that both sides hold is compared: annotation id; document symbol with paragraph, part and kind; review with
the fingerprint of the words. Two different annotation ids or paragraphs forbid a match. The fingerprint decides only
where one side lacks a paragraph and exactly one candidate exists. Nothing is matched by guess.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from recommendations.importers.grouping import FileGroups
from recommendations.importers.resolved import ResolvedRow
from recommendations.models import Recommendation


class Held(NamedTuple):
    """The keys of a recommendation in the database."""

    pk: int
    annotation_id: UUID | None
    document: str
    paragraph: str
    part: str
    kind: str
    fingerprint: str


class Conflict(NamedTuple):
    """The row cannot be placed; the reason is a sentence for the person who imports."""

    reason: str


class IdentityIndex:
    """The keys of every recommendation of the reviews that a file touches."""

    def __init__(self, reviews: Iterable[str], groups: FileGroups) -> None:
        """Read the keys of the ``reviews`` (by their keys), and every annotation id, which must be unique."""
        self._groups = groups
        self._by_annotation: dict[UUID, tuple[str, Held] | None] = {}
        self._by_paragraph: dict[tuple[str, str, str], list[Held]] = defaultdict(list)
        self._by_fingerprint: dict[tuple[str, str], list[Held]] = defaultdict(list)
        self._claimed: set[int] = set()
        wanted = set(reviews)
        rows = Recommendation.objects.filter(merged_into__isnull=True).values_list(
            "review__key", "pk", "annotation_id", "document__symbol", "paragraph", "part", "kind", "fingerprint"
        )
        for review, pk, annotation_id, document, paragraph, part, kind, fingerprint in rows.iterator(chunk_size=5000):
            if review not in wanted:
                if annotation_id is not None:
                    self._by_annotation[annotation_id] = None
                continue
            held = Held(pk, annotation_id, document or "", paragraph, part, kind, fingerprint)
            if annotation_id is not None:
                self._by_annotation[annotation_id] = (review, held)
            if paragraph:
                self._by_paragraph[review, paragraph, part].append(held)
            if fingerprint:
                self._by_fingerprint[review, fingerprint].append(held)

    def find(self, row: ResolvedRow) -> int | Conflict | None:
        """Return the primary key of the record that ``row`` is, None for a new one, or why it cannot be placed."""
        found = self._by_key(row)
        if isinstance(found, Held):
            self._claimed.add(found.pk)
            return found.pk
        return found

    def _by_key(self, row: ResolvedRow) -> Held | Conflict | None:
        if row.annotation_id is not None and row.annotation_id in self._by_annotation:
            known = self._by_annotation[row.annotation_id]
            if known is None:
                return Conflict("The annotation id belongs to a recommendation of another review.")
            review, held = known
            if review != row.review or not _paragraphs_agree(row, held):
                return Conflict(f"The annotation id belongs to paragraph {held.paragraph or 'without number'}.")
            return held
        if row.paragraph:
            same = [held for held in self._by_paragraph[row.review, row.paragraph, row.part] if self._may_be(row, held)]
            if same:
                return self._choose(row, same)
        return self._by_words(row)

    def _may_be(self, row: ResolvedRow, held: Held) -> bool:
        """Whether no key that both sides hold forbids it."""
        return (
            held.pk not in self._claimed
            and not (row.annotation_id and held.annotation_id)
            and not (row.kind and row.kind != held.kind)
            and not (row.document and held.document and row.document != held.document)
            and _paragraphs_agree(row, held)
        )

    def _choose(self, row: ResolvedRow, candidates: list[Held]) -> Held | Conflict | None:
        """Choose among the records under one paragraph number; equal words decide where there are several."""
        same_words = [held for held in candidates if row.fingerprint and held.fingerprint == row.fingerprint]
        if len(same_words) == 1:
            return same_words[0]
        alone_in_file = self._groups.paragraphs[row.review, row.paragraph, row.part] == 1
        if len(candidates) == 1 and (alone_in_file or not candidates[0].fingerprint):
            return candidates[0]
        if alone_in_file:
            return Conflict(f"{len(candidates)} recommendations stand under this paragraph, and none has these words.")
        return None

    def _by_words(self, row: ResolvedRow) -> Held | None:
        """Match by words alone: only where one side lacks a paragraph, and only one to one."""
        if not row.fingerprint or self._groups.wordings[row.review, row.fingerprint] != 1:
            return None
        candidates = [held for held in self._by_fingerprint[row.review, row.fingerprint] if self._may_be(row, held)]
        candidates = [held for held in candidates if not (row.paragraph and held.paragraph)]
        without = [held for held in candidates if not held.paragraph]
        if len(without) == 1:
            return without[0]
        return candidates[0] if len(candidates) == 1 else None


def _paragraphs_agree(row: ResolvedRow, held: Held) -> bool:
    if not row.paragraph or not held.paragraph:
        return True
    return (row.paragraph, row.part) == (held.paragraph, held.part)
