"""Last step of an import: a plan is written, whole, inside the caller's transaction.

Rows are written in bulk, without signals for each; the record of what happened (``ImportChange``) is written with them.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import models
from django.utils import timezone

from recommendations.importers.bulk import Row, insert_rows, new_ids, update_rows
from recommendations.importers.compare import Change
from recommendations.importers.duplicates import list_possible_duplicates
from recommendations.importers.history import ADDED, OTHER_TEXT, SOURCES, as_json
from recommendations.importers.plan import Outcome, Plan, PlannedWrite
from recommendations.importers.precedence import DEFAULT_SOURCE
from recommendations.importers.prerequisites import Prerequisites
from recommendations.importers.resolved import ResolvedRow, UnknownLabel
from recommendations.importers.slugs import SlugGiver
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

_FLUSH_AT = 20_000
RECOMMENDATION_FIELDS = (
    "id", "slug", "review", "document", "paragraph", "part", "paragraph_order", "kind", "text", "text_language",
    "fingerprint", "position", "position_source", "action_category", "annotation_id", "published_on", "field_sources",
    "created_at", "updated_at", "summary_en", "summary_es", "reach", "can_do_en", "can_do_es", "locked_fields",
    "withdrawn_reason", "is_example",
)  # fmt: skip
"""What a new recommendation is written with: every column that is neither null nor filled by the database."""


@dataclass(eq=False)
class Table:
    """Rows waiting to be inserted into one table."""

    model: type[models.Model]
    fields: Sequence[str]
    rows: list[Row] = field(default_factory=list)

    def flush(self) -> None:
        """Insert what waits."""
        if self.rows:
            insert_rows(self.model, self.fields, self.rows)
            self.rows = []


class Writer:
    """Writes the plan of one file, in one pass over it."""

    def __init__(self, plan: Plan, batch: ImportBatch) -> None:
        """Create what the rows refer to (reviews, documents, SDG targets, unknown labels)."""
        self.plan = plan
        self.batch = batch
        self.now = timezone.now()
        self.needed = Prerequisites(plan)
        self.slugs = SlugGiver(self.needed.review_ids)
        self._field_sources = f'{{"{DEFAULT_SOURCE}": "{plan.format_name}"}}'
        self.recommendations = Table(Recommendation, RECOMMENDATION_FIELDS)
        links = Recommendation
        self.states = Table(RecommendingState, ("recommendation", "country", "order"))
        self.themes = Table(RecommendationTheme, ("content_object", "tag"))
        self.groups = Table(links.groups.through, ("recommendation", "affectedgroup"))
        self.goals = Table(links.sdg_goals.through, ("recommendation", "sdggoal"))
        self.targets = Table(links.sdg_targets.through, ("recommendation", "sdgtarget"))
        self.unknown = Table(UnresolvedLabel.recommendations.through, ("unresolvedlabel", "recommendation"))
        self.sources = Table(RecommendationSource, ("recommendation", "batch", "row", "external_key", "citation"))
        self.changes = Table(
            ImportChange, ("batch", "recommendation", "row", "outcome", "state", "reason", "before", "after")
        )
        self.other_texts = Table(RecommendationText, ("recommendation", "language", "text"))
        self._updates: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        self._other_texts_changed: list[Row] = []
        self._reworded: list[int] = []

    def write(self) -> int:
        """Write everything; return how many possible duplicates turned up."""
        ids = list(new_ids(Recommendation, self.plan.recommendations_created))
        waiting = iter(ids)
        for planned in self.plan.writes:
            if planned.create:
                self._create(next(waiting), planned, planned.create)
            else:
                self._change(planned)
            if len(self.themes.rows) > _FLUSH_AT or len(self.changes.rows) > _FLUSH_AT:
                self._flush()
        self._flush()
        return list_possible_duplicates([*ids, *self._reworded])

    def _flush(self) -> None:
        for table in (
            self.recommendations, self.states, self.themes, self.groups, self.goals, self.targets, self.unknown,
            self.sources, self.changes, self.other_texts,
        ):  # fmt: skip
            table.flush()
        update_rows(RecommendationText, ("text",), self._other_texts_changed, key=("recommendation", "language"))
        self._other_texts_changed.clear()
        for names, rows in self._updates.items():
            update_rows(Recommendation, names, rows)
        self._updates.clear()

    def _create(self, pk: int, planned: PlannedWrite, row: ResolvedRow) -> None:
        filled = row.scalars
        self.recommendations.rows.append(
            (
                pk, self.slugs.give(row.review, row.paragraph, row.part, row.kind), self.needed.review_ids[row.review],
                self.needed.document_ids.get(row.document), row.paragraph, row.part,
                paragraph_order(row.paragraph, row.part), row.kind, row.text, row.text_language, row.fingerprint,
                filled.get("position", ""), filled.get("position_source", ""), filled.get("action_category"),
                row.annotation_id, filled.get("published_on"), self._field_sources, self.now, self.now, "", "",
                Recommendation.Reach.NOT_SORTED.value, "", "", "[]", "", False,
            )
        )  # fmt: skip
        self._link(pk, row.states, row.themes, row.groups, row.goals, row.targets, row.unknown, first_state=0)
        self._record(pk, planned, "{}", "{}")

    def _change(self, planned: PlannedWrite) -> None:
        change = planned.change
        if change is None:
            self._record(None, planned, {}, {})
            return
        before: dict[str, object] = {name: as_json(old) for name, (old, _) in change.scalars.items()}
        before[SOURCES] = {name: change.field_sources.get(name, "") for name in (*change.scalars, *change.sources)}
        after: dict[str, object] = {name: as_json(new) for name, (_, new) in change.scalars.items()}
        after.update({f"{ADDED}{name}": list(values) for name, values in change.added.items()})
        if change.unknown:
            after[f"{ADDED}unknown"] = [
                self.needed.unknown_ids[label.vocabulary, label.key] for label in change.unknown
            ]
        if change.scalars or change.sources:
            self._update(change)
        elif change.is_update:
            self._updates["updated_at",].append((self.now, change.pk))
        added = change.added
        self._link(
            change.pk,
            added.get("states", ()),
            added.get("themes", ()),
            added.get("groups", ()),
            added.get("goals", ()),
            added.get("targets", ()),
            change.unknown,
            first_state=change.held_states,
        )
        if change.other_text:
            language, text_before, text = change.other_text
            if text_before is None:
                self.other_texts.rows.append((change.pk, language, text))
            else:
                self._other_texts_changed.append((text, change.pk, language))
            before[OTHER_TEXT], after[OTHER_TEXT] = {language: text_before}, {language: text}
        self._record(change.pk, planned, before, after)

    def _update(self, change: Change) -> None:
        """Queue the new values of a record, together with the fields that are derived from them."""
        values = {name: new for name, (_, new) in change.scalars.items()}
        if "document" in values:
            values["document"] = self.needed.document_ids[str(values["document"])]
        if "withdrawn_on" in values:
            values["withdrawn_reason"], values["withdrawn_by_undo_of"] = "", None
        if "text" in values or "paragraph" in values:
            self._reworded.append(change.pk)
        if "paragraph" in values or "part" in values:
            paragraph = values.setdefault("paragraph", change.paragraph[0])
            part = values.setdefault("part", change.paragraph[1])
            values["paragraph_order"] = paragraph_order(str(paragraph), str(part))
        written = dict.fromkeys((*change.scalars, *change.sources), self.plan.format_name)
        values["field_sources"] = {**change.field_sources, **written}
        if change.scalars:
            values["updated_at"] = self.now
        names = tuple(sorted(values))
        self._updates[names].append((*(values[name] for name in names), change.pk))

    def _link(
        self,
        pk: int,
        states: tuple[object, ...],
        themes: tuple[object, ...],
        groups: tuple[object, ...],
        goals: tuple[object, ...],
        targets: tuple[object, ...],
        unknown: tuple[UnknownLabel, ...],
        first_state: int,
    ) -> None:
        self.states.rows.extend((pk, country, first_state + place) for place, country in enumerate(states))
        self.themes.rows.extend((pk, theme) for theme in themes)
        self.groups.rows.extend((pk, group) for group in groups)
        self.goals.rows.extend((pk, self.needed.goal_ids[number]) for number in goals)
        self.targets.rows.extend((pk, self.needed.target_ids[code]) for code in targets)
        self.unknown.rows.extend((self.needed.unknown_ids[label.vocabulary, label.key], pk) for label in unknown)

    def _record(self, pk: int | None, planned: PlannedWrite, before: object, after: object) -> None:
        """Note what became of the rows, and where the record was read."""
        batch = self.batch.pk
        external_key, citation = planned.source
        for place, outcome in enumerate(planned.outcomes):
            first = place == 0
            if outcome.outcome == Outcome.UNCHANGED and not (first and planned.change and planned.change.sources):
                continue
            self.changes.rows.append(
                (batch, pk, outcome.row, outcome.outcome, ImportChange.State.APPLIED.value, outcome.reason[:500],
                 before if first else "{}", after if first else "{}")
            )  # fmt: skip
            if pk is not None:
                self.sources.rows.append((pk, batch, outcome.row, external_key, citation))
