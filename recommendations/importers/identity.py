"""Whether a row is a recommendation that the database already holds.

Every key that both sides hold is compared: annotation id; document symbol with paragraph, part and kind; review with
the fingerprint of the words. Two different annotation ids or paragraphs forbid a match. The fingerprint decides only
where one side lacks a paragraph and exactly one candidate exists. Nothing is matched by guess.

A record whose keys an editor corrected is still known by the keys under which it was read. A record that a person
merged into its twin keeps its keys, and a row that has them is the twin's.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from recommendations.importers.grouping import FileGroups
from recommendations.importers.resolved import ResolvedRow
from recommendations.models import Recommendation, RecommendationSource

_OTHER = Recommendation.Kind.OTHER.value


class Held(NamedTuple):
    """The keys of a recommendation in the database."""

    pk: int
    review: str
    annotation_id: str
    document: str
    paragraph: str
    part: str
    kind: str
    fingerprint: str
    merged: bool
    """Whether a person merged it into its twin."""


class Conflict(NamedTuple):
    """The row cannot be placed; the reason is a sentence for the person who imports."""

    reason: str


class MergedAway(NamedTuple):
    """The row is a recommendation that a person merged into another one: there is nothing to write."""

    pk: int


class IdentityIndex:
    """The keys of the recommendations that a file may mean."""

    def __init__(self, reviews: Iterable[str], groups: FileGroups) -> None:
        """Read the keys of the ``reviews`` (by their keys), and who else has an annotation id of the file."""
        self._groups = groups
        self._by_annotation: dict[int, Held] = {}
        """By the row of the file that has the id, as the file's ids are held once already."""
        self._by_paragraph: dict[tuple[str, str, str], list[Held]] = defaultdict(list)
        self._by_fingerprint: dict[tuple[str, str], list[Held]] = defaultdict(list)
        self._by_reading: dict[tuple[str, str, str], Held | None] = {}
        self._held_reviews: set[str] = set()
        """Reviews of which the database holds anything; nothing is asked about others."""
        self._claimed: set[int] = set()
        wanted = set(reviews)
        corrected: dict[int, Held] = {}
        # An annotation id may turn up in any review.
        for held, is_corrected in _read_held(None if groups.has_annotation_ids else wanted):
            named_by = groups.row_with(held.annotation_id) if held.annotation_id else None
            if named_by is not None:
                # A row names it by the strongest key: no other row can mean it, and no other key is asked for.
                self._by_annotation[named_by] = held._replace(annotation_id="", fingerprint="")
            elif held.review in wanted:
                self._held_reviews.add(held.review)
                self._by_paragraph[held.review, held.paragraph, held.part].append(held)
                self._by_fingerprint[held.review, held.fingerprint].append(held)
                if is_corrected:
                    corrected[held.pk] = held
        self._read_former_keys(corrected)

    def _read_former_keys(self, corrected: dict[int, Held]) -> None:
        """Learn under which keys the records were read that an editor corrected since."""
        if not corrected:
            return
        sources = RecommendationSource.objects.exclude(recommendation__locked_fields=[]).exclude(external_key="")
        for pk, citation, key in sources.values_list("recommendation", "citation", "external_key"):
            held = corrected.get(pk)
            if held is not None:
                reading = (held.review, citation, key)
                # Two records that were read under the same keys: neither is to be guessed.
                self._by_reading[reading] = held if self._by_reading.get(reading, held) == held else None

    def find(self, row: ResolvedRow) -> int | Conflict | MergedAway | None:
        """Return the primary key of the record that ``row`` is, None for a new one, or why there is none to write."""
        found = self._by_key(row)
        if not isinstance(found, Held):
            return found
        if found.merged:
            return MergedAway(found.pk)
        self._claimed.add(found.pk)
        return found.pk

    def _by_key(self, row: ResolvedRow) -> Held | Conflict | None:
        if row.annotation_id:
            known = self._by_annotation.get(row.row)
            if known is not None:
                return _checked(row, known)
        if row.review not in self._held_reviews:
            return None
        before = self._by_reading.get((row.review, row.citation, row.source_key))
        if before is not None and before.pk not in self._claimed:
            return before
        return (self._under_paragraph(row) if row.paragraph else self._without_paragraph(row)) or self._by_words(row)

    def _candidates(self, row: ResolvedRow, held: Iterable[Held]) -> list[Held]:
        """Return those of ``held`` that no key which both sides hold forbids; merged ones only where none else is."""
        allowed = [
            record
            for record in held
            if record.pk not in self._claimed
            and not (row.annotation_id and record.annotation_id)
            and _kinds_agree(row, record)
            and not (row.document and record.document and row.document != record.document)
        ]
        return [record for record in allowed if not record.merged] or allowed

    def _under_paragraph(self, row: ResolvedRow) -> Held | Conflict | None:
        """Match by paragraph: equal words decide where several stand there, in the record or in the file."""
        place = (row.review, row.paragraph, row.part)
        here, so_worded = self._by_paragraph.get(place, []), self._by_fingerprint.get((row.review, row.fingerprint), [])
        shorter = here if len(here) < len(so_worded) else so_worded
        same = [
            held for held in shorter if (held.paragraph, held.part) == place[1:] and held.fingerprint == row.fingerprint
        ]
        same = self._candidates(row, same)
        if same:
            return _the_one(row, same)
        if self._groups.under_paragraph(place, row.document, row.kind if row.kind_is_given else "") > 1:
            return None
        candidates = self._candidates(row, here)
        if len(candidates) > 1:
            return Conflict(
                _("%(count)d recommendations stand under this paragraph, and none has these words.")
                % {"count": len(candidates)}
            )
        return candidates[0] if candidates else None

    def _without_paragraph(self, row: ResolvedRow) -> Held | Conflict | None:
        """Match a row without paragraph with a record without paragraph of the same words."""
        same = self._by_fingerprint.get((row.review, row.fingerprint), [])
        candidates = self._candidates(row, (held for held in same if not held.paragraph))
        return _the_one(row, candidates) if candidates else None

    def _by_words(self, row: ResolvedRow) -> Held | None:
        """Match by words alone: only where one side lacks a paragraph, and only one to one."""
        if not row.fingerprint or self._groups.with_words(row.review, row.fingerprint) != 1:
            return None
        same = self._by_fingerprint.get((row.review, row.fingerprint), [])
        candidates = self._candidates(row, (held for held in same if bool(held.paragraph) != bool(row.paragraph)))
        if len(candidates) != 1:
            return None
        (held,) = candidates
        # Another row of the file prints the record's own paragraph: the record is that row's.
        place = (held.review, held.paragraph, held.part)
        return None if held.paragraph and self._groups.under_paragraph(place, held.document, held.kind) else held


def _read_held(reviews: set[str] | None) -> Iterator[tuple[Held, bool]]:
    """Yield the keys of each recommendation of ``reviews`` (None: all), and whether an editor corrected it."""
    rows = Recommendation.objects.order_by().values_list(
        "pk", "review__key", "annotation_id", "document__symbol", "paragraph", "part", "kind", "fingerprint",
        "merged_into", "locked_fields",
    )  # fmt: skip
    if reviews is not None:
        rows = rows.filter(review__key__in=reviews)
    shared: dict[str, str] = {}
    for pk, review, annotation_id, document, paragraph, part, kind, fingerprint, merged, locked in rows.iterator(5000):
        names = (review, document or "", kind, paragraph, part)
        review, document, kind, paragraph, part = (shared.setdefault(name, name) for name in names)
        known = annotation_id.hex if annotation_id else ""
        held = Held(pk, review, known, document, paragraph, part, kind, fingerprint, merged is not None)
        yield held, bool(locked)


def _checked(row: ResolvedRow, held: Held) -> Held | Conflict:
    """Return the record that has the row's annotation id, unless another key forbids it."""
    if held.review != row.review:
        return Conflict(_("The annotation id belongs to a recommendation of another review."))
    agree = not row.paragraph or not held.paragraph or (row.paragraph, row.part) == (held.paragraph, held.part)
    return (
        held
        if agree
        else Conflict(_("The annotation id belongs to paragraph %(number)s.") % {"number": held.paragraph})
    )


def _kinds_agree(row: ResolvedRow, held: Held) -> bool:
    """Whether the kinds allow a match. "Other" says little: over the same words it agrees with every kind."""
    if not row.kind_is_given or row.kind == held.kind:
        return True
    return _OTHER in (row.kind, held.kind) and bool(row.fingerprint) and row.fingerprint == held.fingerprint


def _the_one(row: ResolvedRow, candidates: list[Held]) -> Held | Conflict:
    """Return the only candidate, or the only one whose kind and document are the row's own."""
    if len(candidates) > 1:
        exact = [held for held in candidates if (held.kind, held.document) == (row.kind, row.document)]
        if len(exact) != 1:
            return Conflict(_("%(count)d recommendations have these words.") % {"count": len(candidates)})
        candidates = exact
    return candidates[0]
