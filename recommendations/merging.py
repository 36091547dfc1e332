"""Joining two records that are one: a person says so, and which one stays.

The other one is never deleted. It keeps its keys, so that the file it came from finds the one that stays, and its
address leads there for good. What the one that stays lacks it takes from the other; sets are united; sources move.
Other rooms move what hangs on the record when they hear ``recommendations_merged``, in the same transaction. Joining
is final (docs/decisions/0061): current words are derived anew from a history that is public at once.
"""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from recommendations.importers.precedence import source_of
from recommendations.importers.turns import take_turn
from recommendations.models import PossibleDuplicate, Recommendation, RecommendationTheme, RecommendingState
from recommendations.repeats import regroup
from recommendations.signals import recommendations_merged

MERGE_ACTION = "recommendations.merge"

_TAKEN_WHERE_EMPTY = (
    "text", "position", "position_source", "action_category", "published_on", "document", "paragraph", "part",
    "summary_en", "summary_es", "can_do_en", "can_do_es",
)  # fmt: skip
_WITH = {"text": ("text_language",), "paragraph": ("part",)}
"""Fields that say nothing without the one they go with."""


def which_stays(first: Recommendation, second: Recommendation) -> Recommendation:
    """Return the one that is better cited: with paragraph, document, UHRI's id; else the one that was there first."""

    def weight(record: Recommendation) -> tuple[bool, bool, bool, int]:
        return bool(record.paragraph), bool(record.document_id), bool(record.annotation_id), -record.pk

    return max(first, second, key=weight)


def problems_of(kept: Recommendation, gone: Recommendation) -> list[str]:
    """Return why the two cannot be joined, as sentences; empty where they can."""
    problems = []
    if kept.review_id != gone.review_id:
        problems.append(_("They stand in different reviews, so they are two. They may repeat each other."))
    if kept.kind != gone.kind and Recommendation.Kind.OTHER not in (kept.kind, gone.kind):
        problems.append(_("One is a concern, the other is not. A concern and a recommendation are never the same."))
    if kept.paragraph and gone.paragraph and (kept.paragraph, kept.part) != (gone.paragraph, gone.part):
        problems.append(_("They have two paragraph numbers, so they are two. They may repeat each other."))
    if kept.annotation_id and gone.annotation_id:
        problems.append(_("The UN's own index lists them as two."))
    if any(record.merged_into_id or record.withdrawn_on for record in (kept, gone)):
        problems.append(_("One of them was joined to another record or withdrawn meanwhile."))
    return problems


@transaction.atomic
def merge(kept: Recommendation, gone: Recommendation, *, by: User) -> Recommendation:
    """Let ``kept`` stand for ``gone``, and return it.

    Raises:
        ValidationError: they cannot be one (:func:`problems_of`).
    """
    take_turn()
    found = Recommendation.objects.select_for_update().in_bulk([kept.pk, gone.pk])
    kept, gone = found[kept.pk], found[gone.pk]
    if problems := problems_of(kept, gone):
        raise ValidationError(problems)
    filled = _fill(kept, gone)
    _unite(kept, gone)
    gone.sources.exclude(
        models.Exists(kept.sources.filter(batch=models.OuterRef("batch"), row=models.OuterRef("row")))
    ).update(recommendation=kept)
    gone.merged_into = kept
    gone.repetition = None
    gone.save(update_fields=["merged_into", "repetition", "updated_at"])
    kept.save()
    touched = _move_pairs(kept, gone)
    data = {"kept": kept.slug, "gone": gone.slug, "filled": filled}
    for record in (kept, gone):
        log(instance=record, action=MERGE_ACTION, user=by, content_changed=True, data=data)
    recommendations_merged.send(sender=Recommendation, recommendations=[kept.pk, gone.pk], kept=kept, gone=gone)
    regroup({kept.pk, gone.pk, *touched})
    return kept


def _fill(kept: Recommendation, gone: Recommendation) -> list[str]:
    """Give ``kept`` what it lacks, with the source of each; return the names of the fields."""
    filled: list[str] = []
    companions = {name for names in _WITH.values() for name in names}
    for name in _TAKEN_WHERE_EMPTY:
        if name in companions or name in kept.locked_fields:
            continue
        value = getattr(gone, name)
        if value in ("", None) or getattr(kept, name) not in ("", None):
            continue
        for each in (name, *_WITH.get(name, ())):
            setattr(kept, each, getattr(gone, each))
        if source := source_of(gone.field_sources, name):
            kept.field_sources[name] = source
        filled.append(name)
    other, not_sorted = Recommendation.Kind.OTHER, Recommendation.Reach.NOT_SORTED
    if kept.kind == other != gone.kind and "kind" not in kept.locked_fields:
        kept.kind = gone.kind
        filled.append("kind")
    if kept.reach == not_sorted != gone.reach:
        kept.reach = gone.reach
        filled.append("reach")
    return filled


def _unite(kept: Recommendation, gone: Recommendation) -> None:
    """Unite States, themes, groups, goals, targets, labels and texts; what an editor corrected by hand stays."""
    locked = kept.locked_fields
    if "states" not in locked:
        place = kept.recommending.count()
        others = gone.recommending.exclude(country__in=kept.recommending.values("country")).order_by("order")
        RecommendingState.objects.bulk_create(
            RecommendingState(recommendation=kept, country_id=country, order=place + more)
            for more, country in enumerate(list(others.values_list("country", flat=True)))
        )
    if "themes" not in locked:
        new = gone.recommendation_themes.exclude(tag__in=kept.recommendation_themes.values("tag"))
        RecommendationTheme.objects.bulk_create(
            [RecommendationTheme(content_object=kept, tag_id=tag) for tag in new.values_list("tag", flat=True)]
        )
    for name, key in (("groups", "groups"), ("sdg_goals", "goals"), ("sdg_targets", "targets")):
        if key not in locked:
            getattr(kept, name).add(*getattr(gone, name).all())
    kept.unresolved_labels.add(*gone.unresolved_labels.all())
    gone.texts.exclude(language__in=kept.texts.values("language")).update(recommendation=kept)


def _move_pairs(kept: Recommendation, gone: Recommendation) -> set[int]:
    """Let pairs of ``gone`` be pairs of ``kept``; return the other records of those pairs."""
    touched: set[int] = set()
    waiting = PossibleDuplicate.Decision.WAITING
    for pair in PossibleDuplicate.objects.filter(Q(first=gone) | Q(second=gone)):
        other = pair.second_id if pair.first_id == gone.pk else pair.first_id
        if other == kept.pk:
            continue
        touched.add(other)
        ends: dict[str, Any] = {"first_id": min(kept.pk, other), "second_id": max(kept.pk, other)}
        there = PossibleDuplicate.objects.filter(**ends).first()
        if there is None:
            PossibleDuplicate.objects.filter(pk=pair.pk).update(**ends)
            continue
        if there.decision == waiting != pair.decision:
            there.decision, there.decided_by, there.decided_at = pair.decision, pair.decided_by, pair.decided_at
            there.save(update_fields=["decision", "decided_by", "decided_at"])
        pair.delete()
    return touched
