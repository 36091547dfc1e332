"""One import from file to record: detect, read, resolve, plan, apply. The command and the admin call this."""

import gc
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.auth.models import User
from django.db import OperationalError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from mechanisms.models import Country, Document, Mechanism, Review
from recommendations.importers.apply import Writer
from recommendations.importers.detect import AUTO, detect
from recommendations.importers.parsed import ReadContext, Reader, UnreadableFile
from recommendations.importers.plan import WRITING, Message, NothingReadable, Outcome, Plan, make_plan
from recommendations.importers.resolve_row import RowResolver
from recommendations.importers.source_file import SourceFile
from recommendations.importers.turns import take_turn
from recommendations.models import ImportBatch, Recommendation, SdgTarget, UnresolvedLabel
from recommendations.signals import recommendations_imported

ATTEMPTS = 3
"""How often a plan is made again because the record changed meanwhile."""
_PLANS_REST_ON = (
    Recommendation, ImportBatch, Review, Document, Country, Mechanism, SdgTarget, UnresolvedLabel,
)  # fmt: skip


@dataclass
class ImportOutcome:
    """What an import did, or would do (``batch`` is None then)."""

    format_name: str
    rows: int
    created: int
    merged: int
    updated: int
    unchanged: int
    conflicts: int
    errors: int
    messages: list[Message] = field(default_factory=list)
    unknown_labels: list[str] = field(default_factory=list)
    reviews_created: list[str] = field(default_factory=list)
    batch: int | None = None
    refused: bool = False
    """Whether rows with errors kept the whole file out."""


class Watch:
    """Hears what an import comes to. Each of these may raise, which ends it with nothing written."""

    def tell(self, phase: str, done: int, total: int) -> None:
        """Hear how far it is (``plan.Tell``)."""

    def planned(self, plan: Plan) -> None:
        """See the plan before it is written, or thrown away after a dry run. It may be made more than once."""

    def written(self, batch: ImportBatch) -> None:
        """Add to the transaction that writes: called as its last step."""


class DatabaseKeepsChanging(Exception):
    """Other people changed the record each time the plan was ready; the import can simply be repeated."""


def import_file(
    path: Path,
    *,
    name: str = "",
    format_name: str = AUTO,
    review: Review | None = None,
    dry_run: bool = False,
    skip_errors: bool = False,
    user: User | None = None,
    columns: Mapping[str, str] | None = None,
    watch: Watch = Watch(),  # noqa: B008 - it has no state
) -> ImportOutcome:
    """Import the file at ``path``, whole, in one transaction, or nothing.

    Args:
        path: the file; its content, not its name, tells the format.
        name: what people call the file (default: the last part of ``path``).
        format_name: insist on one format of ``detect.READERS``; "auto" tells it from the content.
        review: gives what the rows lack.
        dry_run: plan only, write nothing.
        skip_errors: import the other rows where some have errors; otherwise the file is refused.
        user: who imports.
        columns: what the columns of a plain CSV file hold, as a person said (``ReadContext.columns``).
        watch: hears how far it is; what it raises ends the import, and nothing is written.

    Raises:
        UnreadableFile: the file is broken or of no known format; the message is a sentence for a person.
        DatabaseKeepsChanging: somebody else kept writing; nothing was imported.
    """
    source = SourceFile(path, name or path.name)
    reader = detect(source, format_name, has_columns=columns is not None)
    with collector_at_rest():
        job = _Job(source, reader, review, columns, watch)
        return _import(job, dry_run=dry_run, skip_errors=skip_errors, user=user)


@dataclass(frozen=True, slots=True)
class _Job:
    """A file and all that says how to read it."""

    source: SourceFile
    reader: Reader
    review: Review | None
    columns: Mapping[str, str] | None
    watch: Watch


def _import(job: _Job, *, dry_run: bool, skip_errors: bool, user: User | None) -> ImportOutcome:
    digest = "" if dry_run else _digest(job.source)
    for _attempt in range(ATTEMPTS):
        before = state_of_record()
        plan = _read_and_plan(job)
        try:
            job.watch.planned(plan)
            refused = plan.has_errors and (not skip_errors or plan.only_errors)
            if dry_run or refused:
                return _outcome(plan, refused=refused)
            job.watch.tell(WRITING, 0, plan.rows)
            outcome = apply_plan(plan, job.source, digest, user, before, job.watch)
            if outcome is not None:
                return outcome
        except OperationalError as error:
            if not is_busy(error):
                raise
            message = _("Another long change is being written. Nothing was imported; please try again.")
            raise DatabaseKeepsChanging(message) from error
        finally:
            plan.close()
    raise DatabaseKeepsChanging(_("Other changes kept coming in. Nothing was imported; please try again."))


def _read_and_plan(job: _Job) -> Plan:
    source, resolver = job.source, RowResolver(job.review)
    context = ReadContext(lambda name: resolver.countries.resolve(name, codes=False) is not None, job.columns)
    try:
        return make_plan(job.reader.read(source, context), resolver, job.reader.NAME, job.watch.tell)
    except NothingReadable as hopeless:
        reason = _("Row %(row)s of “%(name)s” cannot be imported, and none of the %(count)s rows below it: %(reason)s")
        values = {"name": source.name, "row": hopeless.first.row, "count": hopeless.rows, "reason": hopeless.first.text}
        raise UnreadableFile(reason % values, row=hopeless.first.row) from hopeless


def apply_plan(
    plan: Plan,
    source: SourceFile,
    digest: str,
    user: User | None,
    before: object,
    watch: Watch = Watch(),  # noqa: B008 - it has no state
) -> ImportOutcome | None:
    """Write the plan; None where the record changed since the plan was made, so that it must be made again."""
    with Writer(plan) as writer:
        writer.prepare()
        with transaction.atomic():
            take_turn()
            if state_of_record() != before:
                return None
            watch.written(_write(writer, plan, source, digest, user))
    outcome = _outcome(plan)
    outcome.batch = writer.batch_id
    return outcome


def _write(writer: Writer, plan: Plan, source: SourceFile, digest: str, user: User | None) -> ImportBatch:
    """Move the prepared rows in, with the batch that tells of them."""
    counts = plan.counts
    batch = ImportBatch(
        format=plan.format_name,
        file_name=source.name[:255],
        file_digest=digest,
        file_size=source.size,
        imported_by=user,
        rows=plan.rows,
        created=counts[Outcome.CREATED],
        merged=counts[Outcome.MERGED],
        updated=counts[Outcome.UPDATED],
        unchanged=counts[Outcome.UNCHANGED],
        conflicts=counts[Outcome.CONFLICT],
        errors=counts[Outcome.ERROR],
    )
    duplicates = writer.write(batch)
    if duplicates:
        plan.say(
            None,
            "warning",
            _("%(count)d pairs may be the same recommendation, or repeat each other.") % {"count": duplicates},
        )
    batch.messages = [{"row": m.row, "level": m.level, "text": m.text} for m in plan.messages]
    batch.save(update_fields=["messages"])
    recommendations_imported.send(sender=ImportBatch, batch=batch)
    return batch


def state_of_record() -> tuple[object, ...]:
    """Return figures that differ whenever something that a plan rests on was written in between."""
    changed = Recommendation.objects.aggregate(latest=Max("updated_at"))["latest"]
    newest = (model.objects.aggregate(newest=Max("pk"))["newest"] for model in _PLANS_REST_ON)
    undone = ImportBatch.objects.filter(state=ImportBatch.State.UNDONE).count()
    return changed, undone, *newest


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Keep the garbage collector from walking millions of keys again and again: a quarter of an import's time.

    Imports leave no cycles behind, so memory does not grow for it.
    """
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()


def is_busy(error: OperationalError) -> bool:
    """Whether the database gave up waiting for another writer (SQLite), or ended a deadlock (PostgreSQL)."""
    return "locked" in str(error) or "deadlock" in str(error)


def _digest(source: SourceFile) -> str:
    with source.path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _outcome(plan: Plan, *, refused: bool = False) -> ImportOutcome:
    counts = plan.counts
    messages = list(plan.messages)
    if plan.messages_left_out:
        more = _("%(count)d more messages are left out.") % {"count": plan.messages_left_out}
        messages.append(Message(None, "warning", more))
    return ImportOutcome(
        format_name=plan.format_name,
        rows=plan.rows,
        created=counts[Outcome.CREATED],
        merged=counts[Outcome.MERGED],
        updated=counts[Outcome.UPDATED],
        unchanged=counts[Outcome.UNCHANGED],
        conflicts=counts[Outcome.CONFLICT],
        errors=counts[Outcome.ERROR],
        messages=messages,
        unknown_labels=list(dict.fromkeys(label.label for label in plan.labels_to_report)),
        reviews_created=plan.reviews_to_create,
        refused=refused,
    )
