"""Third step of an import: what each row would do. Writes nothing, so it is also the preview and the dry run."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from recommendations.importers.compare import Change, compare
from recommendations.importers.current import read_current
from recommendations.importers.grouping import FileGroups
from recommendations.importers.identity import Conflict, IdentityIndex, MergedAway
from recommendations.importers.parsed import ParsedRecommendation, RowError
from recommendations.importers.resolve_row import RowResolver
from recommendations.importers.resolved import Grouped, ResolvedRow, UnknownLabel
from recommendations.importers.spool import Spool
from recommendations.labels import ignored_keys
from recommendations.models import ImportChange

Outcome = ImportChange.Outcome
WORDS_SHOWN = 200
"""Characters of a text by which a person knows it again."""
_MANY_MESSAGES = 1000
_MANY_ERRORS = 10_000


@dataclass(frozen=True, slots=True)
class Message:
    """Something a person should know; ``level`` is "error", "conflict" or "warning"."""

    row: int | None
    level: str
    text: str


class RowOutcome(NamedTuple):
    """What becomes of one row."""

    row: int
    outcome: str
    reason: str = ""


class PlannedWrite(NamedTuple):
    """One recommendation to create or to change, with the outcomes of the rows that say so."""

    outcomes: list[RowOutcome]
    create: ResolvedRow | None = None
    change: Change | None = None
    source: tuple[str, str] = ("", "")
    """Key and citation in the source."""
    words: str = ""
    """First words of what met no single record (a conflict): there is nothing else to know the row by."""


class Standing(NamedTuple):
    """Rows that say what the record says already."""

    rows: tuple[int, ...]
    recommendation: int


Tell = Callable[[str, int, int], None]
"""Hears how far it is: phase, rows done, rows in all (0: not known). What it raises ends the import."""

READING, COMPARING, WRITING = "reading", "comparing", "writing"
_TELL_EVERY = 250


@dataclass
class Plan:
    """Everything a file would do. ``writes`` lies on disk; close the plan when done."""

    format_name: str
    resolver: RowResolver
    writes: Spool[PlannedWrite] = field(default_factory=Spool)
    unchanged: Spool[Standing] = field(default_factory=Spool)
    counts: Counter[str] = field(default_factory=Counter)
    messages: list[Message] = field(default_factory=list)
    messages_left_out: int = 0
    unknown_labels: dict[tuple[str, str], UnknownLabel] = field(default_factory=dict)
    """By vocabulary and key, in the spelling that came first."""
    unknown_rows: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How many rows print each of them."""
    reviews: set[str] = field(default_factory=set)
    documents: dict[str, tuple[str, date | None]] = field(default_factory=dict)
    """Symbols that the file names, with review and date."""
    recommendations_created: int = 0

    @property
    def rows(self) -> int:
        """Rows in the file; each has exactly one outcome."""
        return sum(self.counts.values())

    @property
    def has_errors(self) -> bool:
        """Whether a row cannot be imported: the file is refused then, unless errors are to be skipped."""
        return bool(self.counts[Outcome.ERROR])

    @property
    def only_errors(self) -> bool:
        """Whether no row can be imported."""
        return self.counts[Outcome.ERROR] == self.rows

    @property
    def reviews_to_create(self) -> list[str]:
        """Keys of the reviews that rows of this file name and the database lacks."""
        return [key for key in self.resolver.reviews.new_reviews if key in self.reviews]

    @property
    def labels_to_report(self) -> list[UnknownLabel]:
        """Unknown labels that a person should see: all but those that editors ignore."""
        if not self.unknown_labels:
            return []
        ignored = ignored_keys()
        return [label for key, label in self.unknown_labels.items() if key not in ignored]

    def say(self, row: int | None, level: str, text: str) -> None:
        """Keep a message; of errors the first ten thousand, others while there are fewer than a thousand."""
        if len(self.messages) >= (_MANY_ERRORS if level == "error" else _MANY_MESSAGES):
            self.messages_left_out += 1
            return
        self.messages.append(Message(row, level, text))

    def close(self) -> None:
        """Give the disk space back."""
        self.writes.close()
        self.unchanged.close()


class NothingReadable(Exception):
    """Not one of the first ten thousand rows can be imported: it is not worth the time to read on."""

    def __init__(self, rows: int, first: Message) -> None:
        """Keep how many ``rows`` were read and what is wrong with the ``first``."""
        super().__init__(first.text)
        self.rows = rows
        self.first = first


def make_plan(
    rows: Iterable[ParsedRecommendation | RowError],
    resolver: RowResolver,
    format_name: str,
    tell: Tell = lambda phase, done, total: None,
) -> Plan:
    """Read all ``rows``, compare them with the database and return what they would do. ``tell`` hears how far it is.

    Memory stays small for any number of rows: rows wait on disk, only their keys are held.

    Raises:
        UnreadableFile: from the reader, when the file turns out to be broken.
        NothingReadable: none of the many first rows can be imported.
    """
    plan = Plan(format_name, resolver)
    groups = FileGroups()
    with Spool[ResolvedRow]() as leaders:
        for resolved in _resolved(_told(rows, tell), resolver, plan):
            if groups.is_new(resolved):
                leaders.append(resolved)
        identity = IdentityIndex(plan.reviews, groups)
        compared = 0
        for chunk in leaders.chunks():
            tell(COMPARING, compared, len(leaders))
            _plan_chunk([groups.join(leader) for leader in chunk], identity, plan)
            compared += len(chunk)
    return plan


def _told(rows: Iterable[ParsedRecommendation | RowError], tell: Tell) -> Iterator[ParsedRecommendation | RowError]:
    for count, row in enumerate(rows):
        if count % _TELL_EVERY == 0:
            tell(READING, count, 0)
        yield row


def _resolved(
    rows: Iterable[ParsedRecommendation | RowError], resolver: RowResolver, plan: Plan
) -> Iterator[ResolvedRow]:
    for parsed in rows:
        resolved = parsed if isinstance(parsed, RowError) else resolver.resolve(parsed)
        if isinstance(resolved, RowError):
            plan.counts[Outcome.ERROR] += 1
            plan.say(resolved.row, "error", resolved.reason)
            if plan.counts[Outcome.ERROR] == _MANY_ERRORS and not plan.reviews:
                raise NothingReadable(_MANY_ERRORS, plan.messages[0])
            continue
        for warning in resolved.warnings:
            plan.say(resolved.row, "warning", warning)
        for unknown in resolved.unknown:
            plan.unknown_labels.setdefault((unknown.vocabulary, unknown.key), unknown)
            plan.unknown_rows[unknown.vocabulary, unknown.key] += 1
        plan.reviews.add(resolved.review)
        if resolved.document:
            plan.documents.setdefault(resolved.document, (resolved.review, resolved.document_date))
        yield resolved


def _plan_chunk(chunk: list[Grouped], identity: IdentityIndex, plan: Plan) -> None:
    found = [identity.find(grouped.leader) for grouped in chunk]
    current = read_current(pk for pk in found if isinstance(pk, int))
    for grouped, match in zip(chunk, found, strict=True):
        if isinstance(match, Conflict):
            _plan_conflict(grouped, match.reason, plan)
        elif isinstance(match, MergedAway):
            _add(plan, grouped, RowOutcome(grouped.leader.row, Outcome.UNCHANGED), met=match.pk)
        elif match is None:
            _add(plan, grouped, RowOutcome(grouped.leader.row, Outcome.CREATED), create=grouped.leader)
        else:
            change = compare(grouped, current[match], plan.format_name)
            _add(plan, grouped, _outcome_of(grouped.leader.row, change), change=change, met=match)


def _outcome_of(row: int, change: Change) -> RowOutcome:
    if change.differences:
        names = ", ".join(change.differences)
        reason = _("An editor corrected %(fields)s; the file differs there.") % {"fields": names}
        return RowOutcome(row, Outcome.CONFLICT, reason)
    return RowOutcome(row, Outcome.UPDATED if change.is_update else Outcome.UNCHANGED)


def _plan_conflict(grouped: Grouped, reason: str, plan: Plan) -> None:
    outcomes = [RowOutcome(grouped.leader.row, Outcome.CONFLICT, reason)]
    outcomes += [RowOutcome(row, Outcome.CONFLICT, reason) for row in grouped.joined_rows]
    outcomes += [RowOutcome(row, Outcome.CONFLICT, why) for row, why in grouped.conflict_rows]
    _count(plan, outcomes)
    leader = grouped.leader
    plan.writes.append(
        PlannedWrite(outcomes, source=(leader.source_key, leader.citation), words=leader.text[:WORDS_SHOWN])
    )


def _add(
    plan: Plan,
    grouped: Grouped,
    leader: RowOutcome,
    create: ResolvedRow | None = None,
    change: Change | None = None,
    met: int | None = None,
) -> None:
    """Put the write and the outcomes of its rows into the plan.

    A row that joins another is "merged" when that adds something to a new or changed record, "unchanged" otherwise.
    """
    joined = Outcome.UNCHANGED if leader.outcome == Outcome.UNCHANGED else Outcome.MERGED
    outcomes = [leader, *(RowOutcome(row, joined) for row in grouped.joined_rows)]
    outcomes += [RowOutcome(row, Outcome.CONFLICT, why) for row, why in grouped.conflict_rows]
    _count(plan, outcomes)
    plan.recommendations_created += create is not None
    source = (grouped.leader.source_key, grouped.leader.citation)
    if (
        create
        or (change and (change.is_update or change.is_confirmed))
        or any(o.outcome != Outcome.UNCHANGED for o in outcomes)
    ):
        plan.writes.append(PlannedWrite(outcomes, create, change, source))
    if met is not None:
        standing = tuple(outcome.row for outcome in outcomes if outcome.outcome == Outcome.UNCHANGED)
        if standing:
            plan.unchanged.append(Standing(standing, met))


def _count(plan: Plan, outcomes: list[RowOutcome]) -> None:
    for outcome in outcomes:
        plan.counts[outcome.outcome] += 1
        if outcome.outcome == Outcome.CONFLICT:
            plan.say(outcome.row, "conflict", outcome.reason)
