"""What a preview tells of a plan: a line for each row, and above them what concerns the file as a whole."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from recommendations.importers.compare import SETS, Change
from recommendations.importers.history import as_json, before_and_after
from recommendations.importers.plan import WORDS_SHOWN, Outcome, Plan, PlannedWrite
from recommendations.importers.resolved import ResolvedRow
from recommendations.importers.undo_plan import UndoRow
from recommendations.models import PlannedRow

SHIFTED_SHARE = 0.2
"""A field that changes in more than this share of the rows: perhaps a column of the file has shifted."""
_SHIFTED_ROWS = 5
_DERIVED = frozenset(("fingerprint", "text_language", "withdrawn_on"))
DIFFERS = "differs_"
"""In ``PlannedRow.after`` what the file says in a field that an editor corrected stands under this and its name."""
_MANY_LABELS = 5_000


class Line(NamedTuple):
    """A row of a preview, in the order of the columns of ``PlannedRow``."""

    row: int
    outcome: str
    recommendation: int | None
    citation: str
    words: str
    reason: str
    before: dict[str, Any]
    after: dict[str, Any]


COLUMNS = ("run", *Line._fields)


class Shown:
    """Goes through a plan once: yields its lines, then knows its digest and how often each field changes."""

    def __init__(self) -> None:
        self.changes: Counter[str] = Counter()
        """How many rows replace what a record says in a field, or add to what it has. Filling a gap does not count."""
        self.counts: Counter[str] = Counter()
        self.later: Counter[int] = Counter()
        """How many records of an undo each later import holds."""
        self._hash = hashlib.blake2b(digest_size=16)

    @property
    def digest(self) -> str:
        """What stands for all lines so far."""
        return self._hash.hexdigest()

    def lines(self, plan: Plan) -> Iterator[Line]:
        """Yield what each row of a file would do."""
        for planned in plan.writes:
            yield from map(self._seen, self._of_write(planned))
        for standing in plan.unchanged:
            for row in standing.rows:
                yield self._seen(Line(row, Outcome.UNCHANGED, standing.recommendation, "", "", "", {}, {}))
        for message in plan.messages:
            if message.level == "error":
                yield self._seen(Line(message.row or 0, Outcome.ERROR, None, "", "", message.text[:500], {}, {}))

    def undo_lines(self, rows: Iterable[UndoRow]) -> Iterator[Line]:
        """Yield what taking an import back would do."""
        for row in rows:
            citation = row.record.citation[:200]
            if row.later:
                self.later[row.later] += 1
            after = {"fields": list(row.fields)} if row.fields else row.after
            yield self._seen(
                Line(row.row, row.outcome, row.record.pk, citation, row.words, row.reason, row.before, after)
            )

    def _seen(self, line: Line) -> Line:
        self.counts[line.outcome] += 1
        self._hash.update(json.dumps(line, default=as_json).encode())
        return line

    def _of_write(self, planned: PlannedWrite) -> Iterator[Line]:
        change = planned.change
        before, after = _fields(change) if change else ({}, {})
        if change:
            self.changes.update(_replaced(change))
        words, citation = planned.words, planned.source[1]
        if planned.create:
            words, after = planned.create.text[:WORDS_SHOWN], _made(planned.create)
        pk = change.pk if change else None
        for place, outcome in enumerate(planned.outcomes):
            if outcome.outcome == Outcome.UNCHANGED:
                continue
            told = (before, after) if place == 0 else ({}, {})
            yield Line(outcome.row, outcome.outcome, pk, citation, words, outcome.reason[:500], *told)


def about(plan: Plan, shown: Shown) -> dict[str, Any]:
    """Return what concerns the file as a whole, for ``ImportRun.preview``. Call it after the lines were read."""
    labels = [
        {"vocabulary": label.vocabulary, "label": label.label, "rows": plan.unknown_rows[key]}
        for key, label in plan.unknown_labels.items()
    ]
    labels.sort(key=lambda label: (-int(str(label["rows"])), str(label["label"])))
    return {
        "counts": {outcome.value: plan.counts[outcome] for outcome in Outcome} | {"rows": plan.rows},
        "reviews": sorted(plan.reviews),
        "reviews_created": plan.reviews_to_create,
        "labels": labels[:_MANY_LABELS],
        "warnings": [[m.row, m.text] for m in plan.messages if m.level == "warning"],
        "left_out": plan.messages_left_out,
        "shifted": shifted(shown.changes, plan.rows),
    }


def shifted(changes: Counter[str], rows: int) -> list[list[object]]:
    """Return the fields that so many rows change that one asks whether a column has shifted: [name, rows] each."""
    return [
        [name, count]
        for name, count in changes.most_common()
        if count > rows * SHIFTED_SHARE and count >= _SHIFTED_ROWS
    ]


def _replaced(change: Change) -> Iterator[str]:
    for name, (held, _new) in change.scalars.items():
        if held not in (None, "") and name not in _DERIVED:
            yield name
    for name in SETS:
        if name in change.added and name in change.held_sets:
            yield name
    yield from change.differences


def _fields(change: Change) -> tuple[dict[str, Any], dict[str, Any]]:
    before, after = before_and_after(change, lambda label: label.label)
    for name, (held, offered) in change.differences.items():
        if held is not None:
            before[f"{DIFFERS}{name}"] = as_json(held)
        after[f"{DIFFERS}{name}"] = list(offered) if isinstance(offered, tuple) else as_json(offered)
    return before, after


def _made(row: ResolvedRow) -> dict[str, Any]:
    """Return what a new record will say beside its words: as the fields of a change, with nothing before."""
    made: dict[str, Any] = {"review": row.review}
    made |= {name: as_json(value) for name, value in row.scalars.items() if name == "position"}
    made |= {f"added_{name}": list(getattr(row, name)) for name in SETS if getattr(row, name)}
    if row.unknown:
        made["added_unknown"] = [label.label for label in row.unknown]
    return made


def outcomes_of(run_is_undo: bool) -> tuple[PlannedRow.Outcome, ...]:
    """Return the lists of a preview, in the order in which a person wants them."""
    shown = PlannedRow.Outcome
    if run_is_undo:
        return shown.WITHDRAWN, shown.RESTORED, shown.LEFT
    return shown.CREATED, shown.UPDATED, shown.CONFLICT, shown.ERROR, shown.MERGED, shown.UNCHANGED
