"""Watch over the models that search shows: what is saved, deleted or linked is noted as a change.

One table (``TOUCHED``) says for each model which recommendations look different when a row of it is written. Bulk
writes pass Django's signals by; they are told by the signals of ``recommendations.signals``.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save

from cities import models as cities
from mechanisms import models as mechanisms
from recommendations import models as recommendations
from recommendations.models import Recommendation
from recommendations.signals import recommendation_changed, recommendations_imported, recommendations_merged
from search.changes.pending import record, record_rebuild
from search.models import Synonyms

Ids = Iterable[int]


def watch() -> None:
    """Connect the receivers; a second call changes nothing."""
    for model in (*TOUCHED, *VOCABULARIES):
        for signal in (post_save, post_delete):
            signal.connect(_written, sender=model, dispatch_uid=f"search.changes.{model._meta.label}")
    for relation in (Recommendation.groups, Recommendation.sdg_goals, Recommendation.sdg_targets):
        name = relation.through._meta.label
        m2m_changed.connect(_linked, sender=relation.through, dispatch_uid=f"search.changes.{name}")
    for bulk in (recommendation_changed, recommendations_merged):
        bulk.connect(_named, dispatch_uid="search.changes.named")
    recommendations_imported.connect(_imported, dispatch_uid="search.changes.imported")


def _of_entry(entry: cities.ProgressUpdate) -> Ids:
    """An entry that waits for its coordinator shows nowhere."""
    return [entry.recommendation_id] if entry.state == entry.State.PUBLISHED else []


def _of_action(action: cities.CityAction) -> Ids:
    return cities.ActionContribution.objects.filter(action=action).values_list("recommendation", flat=True)


def _of_city(city: cities.City) -> Ids:
    words = cities.Implementation.objects.filter(city=city).values_list("recommendation", flat=True)
    actions = cities.ActionContribution.objects.filter(action__city=city).values_list("recommendation", flat=True)
    return {*words, *actions}


def _of_assessor(assessor: cities.Assessor) -> Ids:
    return cities.Implementation.objects.filter(assessor=assessor).values_list("recommendation", flat=True)


def _of_redaction(redaction: cities.Redaction) -> Ids:
    if redaction.action:
        return _of_action(redaction.action)
    update = redaction.update or (redaction.reply.update if redaction.reply else None)
    return [update.recommendation_id] if update else []


def _of_document(document: mechanisms.Document) -> Ids:
    return Recommendation.objects.filter(document=document).values_list("pk", flat=True)


def _its_own(row: Any) -> Ids:
    return [row.recommendation_id]


TOUCHED: dict[type[Model], Callable[[Any], Ids]] = {
    recommendations.Recommendation: lambda record: [record.pk],
    recommendations.RecommendationTheme: lambda link: [link.content_object_id],
    recommendations.RecommendingState: _its_own,
    recommendations.RecommendationText: _its_own,
    mechanisms.Document: _of_document,
    mechanisms.Milestone: lambda milestone: [],
    cities.City: _of_city,
    cities.Assessor: _of_assessor,
    cities.CityAction: _of_action,
    cities.ActionContribution: _its_own,
    cities.ActionSource: lambda source: [],
    cities.ProgressUpdate: _of_entry,
    cities.Evidence: lambda evidence: _of_entry(evidence.update),
    cities.ProgressReply: lambda reply: [reply.update.recommendation_id],
    cities.Implementation: _its_own,
    cities.Redaction: _of_redaction,
    # What a search finds changes, but no text that is indexed.
    Synonyms: lambda words: [],
}
"""Models whose rows belong to a few recommendations, or to none but to the pages around them."""

VOCABULARIES: tuple[type[Model], ...] = (
    mechanisms.Country,
    mechanisms.Mechanism,
    mechanisms.Review,
    recommendations.Theme,
    recommendations.AffectedGroup,
    recommendations.SdgGoal,
    recommendations.SdgTarget,
)
"""Models that thousands of recommendations share. A new value touches none of them yet, a changed one very many."""


def _written(sender: type[Model], instance: Model, raw: bool = False, created: bool = False, **kwargs: object) -> None:
    if sender not in TOUCHED:
        record((), rebuild=not created, vocabularies=True)
        return
    touched = TOUCHED[sender](instance)
    if sender in _SHOWN_WHEN_PUBLISHED and not touched:
        return
    record(touched, vocabularies=sender in (cities.City, Synonyms))


_SHOWN_WHEN_PUBLISHED = (cities.ProgressUpdate, cities.Evidence)
"""Models whose rows are no change at all while their entry is not published."""


def _linked(
    sender: type[Model], instance: Model, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: object
) -> None:
    """Groups and goals of a record were set; or, the other way round, the records of a group."""
    if not action.startswith("post_"):
        return
    if not reverse:
        record([instance.pk])
    elif pk_set is None:
        record_rebuild()
    else:
        record(pk_set)


def _named(recommendations: Ids, **kwargs: object) -> None:
    record(recommendations)


def _imported(**kwargs: object) -> None:
    record_rebuild()
