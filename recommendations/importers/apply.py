"""Last step of an import: a plan becomes rows, and the rows move into the record, whole or not at all.

Rows are written in bulk, without signals for each; the record of what happened (``ImportChange``) is written with them.
"""

from collections.abc import Iterator
from itertools import repeat
from types import TracebackType

from django.utils import timezone

from recommendations.importers.compare import Change
from recommendations.importers.duplicates import list_possible_duplicates
from recommendations.importers.history import before_and_after
from recommendations.importers.plan import Outcome, Plan, PlannedWrite, RowOutcome
from recommendations.importers.precedence import DEFAULT_SOURCE
from recommendations.importers.prerequisites import Prerequisites
from recommendations.importers.resolved import ResolvedRow, UnknownLabel
from recommendations.importers.slugs import SlugGiver
from recommendations.importers.staging import StagedRows, new_ids
from recommendations.models import (
    ImportBatch,
    ImportChange,
    Recommendation,
    RecommendationSource,
    RecommendationText,
    RecommendationTheme,
    RecommendingState,
    UnresolvedLabel,
)
from recommendations.normalise import paragraph_order

_STAGE_AT = 10_000
_UNCHANGED = Outcome.UNCHANGED.value
_APPLIED = ImportChange.State.APPLIED.value
RECOMMENDATION_FIELDS = (
    "id", "slug", "review", "document", "paragraph", "part", "paragraph_order", "kind", "text", "text_language",
    "fingerprint", "position", "position_source", "action_category", "annotation_id", "published_on", "field_sources",
    "created_at", "updated_at", "summary_en", "summary_es", "reach", "can_do_en", "can_do_es", "locked_fields",
    "withdrawn_reason", "is_example",
)  # fmt: skip
"""What a new recommendation is written with: every column that is neither null nor filled by the database."""
_USUAL = ("", "", Recommendation.Reach.NOT_SORTED.value, "", "", "[]", "", False)
"""The last of these, which no import knows."""


class Writer:
    """Writes the plan of one file in two steps: prepares all rows, which takes no lock, then moves them in.

    Use it as a context manager, which gives the temporary space back. Between :meth:`prepare` and :meth:`write` see
    that what the plan rests on has not changed.
    """

    def __init__(self, plan: Plan) -> None:
        """Find, or plan, what the rows refer to."""
        self._plan = plan
        self._now = timezone.now()
        (self.batch_id,) = new_ids(ImportBatch, 1)
        self._needed = Prerequisites(plan)
        self._slugs = SlugGiver(self._needed.review_ids)
        self._field_sources = f'{{"{DEFAULT_SOURCE}": "{plan.format_name}"}}'
        self._recommendations = StagedRows(Recommendation, RECOMMENDATION_FIELDS)
        links = Recommendation
        self._states = StagedRows(RecommendingState, ("recommendation", "country", "order"))
        self._themes = StagedRows(RecommendationTheme, ("content_object", "tag"))
        self._groups = StagedRows(links.groups.through, ("recommendation", "affectedgroup"))
        self._goals = StagedRows(links.sdg_goals.through, ("recommendation", "sdggoal"))
        self._targets = StagedRows(links.sdg_targets.through, ("recommendation", "sdgtarget"))
        self._unknown = StagedRows(UnresolvedLabel.recommendations.through, ("unresolvedlabel", "recommendation"))
        self._texts = StagedRows(RecommendationText, ("recommendation", "language", "text"))
        self._texts_changed = StagedRows(RecommendationText, ("text", "recommendation", "language"))
        self._sources = StagedRows(RecommendationSource, ("recommendation", "batch", "row", "external_key", "citation"))
        self._changes = StagedRows(
            ImportChange, ("batch", "recommendation", "row", "outcome", "state", "reason", "before", "after")
        )
        self._updates: dict[tuple[str, ...], StagedRows] = {}
        self._to_compare: list[int] = []
        """Records whose words or paragraph are new: they may be near to others."""

    def __enter__(self) -> "Writer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for rows in (*self._inserted(), self._texts_changed, *self._updates.values()):
            rows.drop()

    def _inserted(self) -> tuple[StagedRows, ...]:
        """Return the rows to insert, each table after those it refers to."""
        return (
            self._recommendations, self._states, self._themes, self._groups, self._goals, self._targets, self._unknown,
            self._texts, self._sources, self._changes,
        )  # fmt: skip

    def prepare(self) -> None:
        """Make every row of the plan and put it into temporary tables."""
        self._to_compare = new_ids(Recommendation, self._plan.recommendations_created)
        waiting = iter(tuple(self._to_compare))
        for place, planned in enumerate(self._plan.writes, 1):
            if planned.create:
                self._create(next(waiting), planned, planned.create)
            else:
                self._change(planned)
            if place % _STAGE_AT == 0:
                self._stage()
        self._stage()

    def _stage(self) -> None:
        for rows in (*self._inserted(), self._texts_changed, *self._updates.values()):
            rows.stage()

    def write(self, batch: ImportBatch) -> int:
        """Move all into the record, inside the caller's transaction; return how many possible duplicates turned up."""
        batch.pk = self.batch_id
        batch.save(force_insert=True)
        self._needed.create()
        for rows in self._inserted():
            rows.insert()
        self._texts_changed.update(keys=2)
        for rows in self._updates.values():
            rows.update()
        return list_possible_duplicates(self._to_compare)

    def _create(self, pk: int, planned: PlannedWrite, row: ResolvedRow) -> None:
        filled, now = row.scalars.get, self._now
        self._recommendations.waiting.append(
            (
                pk, self._slugs.give(row.review, row.paragraph, row.part, row.kind),
                self._needed.review_ids[row.review], self._needed.document_ids.get(row.document), row.paragraph,
                row.part, paragraph_order(row.paragraph, row.part), row.kind, row.text, row.text_language,
                row.fingerprint, filled("position", ""), filled("position_source", ""), filled("action_category"),
                row.annotation_id or None, filled("published_on"), self._field_sources, now, now, *_USUAL,
            )
        )  # fmt: skip
        self._link(pk, row.states, row.themes, row.groups, row.goals, row.targets, row.unknown, first_state=0)
        self._record(pk, planned, "{}", "{}")

    def _change(self, planned: PlannedWrite) -> None:
        change = planned.change
        if change is None:
            self._record(None, planned, "{}", "{}")
            return
        ids = self._needed.unknown_ids
        before, after = before_and_after(change, lambda label: ids[label.vocabulary, label.key])
        if change.scalars or change.sources:
            self._update(change)
        elif change.is_update:
            self._queue_update(change.pk, {"updated_at": self._now})
        added = change.added.get
        self._link(
            change.pk,
            added("states", ()),
            added("themes", ()),
            added("groups", ()),
            added("goals", ()),
            added("targets", ()),
            change.unknown,
            first_state=change.held_states,
        )
        if change.other_text:
            language, text_before, text = change.other_text
            if text_before is None:
                self._texts.waiting.append((change.pk, language, text))
            else:
                self._texts_changed.waiting.append((text, change.pk, language))
        self._record(change.pk, planned, before, after)

    def _update(self, change: Change) -> None:
        """Queue the new values of a record, together with the fields that are derived from them."""
        values = {name: new for name, (_, new) in change.scalars.items()}
        if "document" in values:
            values["document"] = self._needed.document_ids[str(values["document"])]
        if "withdrawn_on" in values:
            values["withdrawn_reason"], values["withdrawn_by_undo_of"] = "", None
        if "text" in values or "paragraph" in values:
            self._to_compare.append(change.pk)
        if "paragraph" in values or "part" in values:
            paragraph = values.setdefault("paragraph", change.paragraph[0])
            part = values.setdefault("part", change.paragraph[1])
            values["paragraph_order"] = paragraph_order(str(paragraph), str(part))
        written = dict.fromkeys((*change.scalars, *change.sources), self._plan.format_name)
        values["field_sources"] = {**change.field_sources, **written}
        if change.scalars:
            values["updated_at"] = self._now
        self._queue_update(change.pk, values)

    def _queue_update(self, pk: int, values: dict[str, object]) -> None:
        names = tuple(sorted(values))
        rows = self._updates.get(names)
        if rows is None:
            rows = self._updates[names] = StagedRows(Recommendation, (*names, "id"))
        rows.waiting.append((*(values[name] for name in names), pk))

    def _link(
        self,
        pk: int,
        states: tuple[int, ...],
        themes: tuple[int, ...],
        groups: tuple[int, ...],
        goals: tuple[int, ...],
        targets: tuple[str, ...],
        unknown: tuple[UnknownLabel, ...],
        first_state: int,
    ) -> None:
        needed, own = self._needed, repeat(pk)
        if states:
            self._states.waiting.extend((pk, country, place) for place, country in enumerate(states, first_state))
        if themes:
            self._themes.waiting.extend(zip(own, themes, strict=False))
        if groups:
            self._groups.waiting.extend(zip(own, groups, strict=False))
        if goals:
            self._goals.waiting.extend((pk, needed.goal_ids[number]) for number in goals)
        if targets:
            self._targets.waiting.extend((pk, needed.target_ids[code]) for code in targets)
        if unknown:
            self._unknown.waiting.extend((needed.unknown_ids[label.vocabulary, label.key], pk) for label in unknown)

    def _record(self, pk: int | None, planned: PlannedWrite, before: object, after: object) -> None:
        """Note what became of the rows, and where the record was read."""
        key, citation = planned.source
        for outcome in _recorded(planned):
            self._changes.waiting.append(
                (self.batch_id, pk, outcome.row, outcome.outcome, _APPLIED, outcome.reason[:500], before, after)
            )
            if pk is not None:
                self._sources.waiting.append((pk, self.batch_id, outcome.row, key, citation))
            before = after = "{}"  # told once, with the row that leads


def _recorded(planned: PlannedWrite) -> Iterator[RowOutcome]:
    """Yield the rows that did something. A row that only confirms what was there is a source of it as well."""
    confirms = bool(planned.change and planned.change.is_confirmed)
    for place, outcome in enumerate(planned.outcomes):
        if outcome.outcome != _UNCHANGED or (place == 0 and confirms):
            yield outcome
