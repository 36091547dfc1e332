"""Reads the present state of records, some hundreds at a time, in a fixed number of queries."""

from collections.abc import Iterable

from recommendations.importers.compare import SETS, Current
from recommendations.models import (
    Recommendation,
    RecommendationSource,
    RecommendationText,
    RecommendationTheme,
    RecommendingState,
    UnresolvedLabel,
)

SCALARS = (
    "text",
    "text_language",
    "fingerprint",
    "paragraph",
    "part",
    "kind",
    "position",
    "position_source",
    "action_category",
    "annotation_id",
    "published_on",
)


def read_current(primary_keys: Iterable[int]) -> dict[int, Current]:
    """Return the records by primary key (nine queries, whatever their number)."""
    pks = list(primary_keys)
    if not pks:
        return {}
    records: dict[int, Current] = {}
    for values in Recommendation.objects.filter(pk__in=pks).values(
        "pk", "field_sources", "locked_fields", "document__symbol", "withdrawn_on", "withdrawn_by_undo_of", *SCALARS
    ):
        scalars = {name: values[name] for name in SCALARS}
        scalars["annotation_id"] = values["annotation_id"].hex if values["annotation_id"] else None
        scalars["document"] = values["document__symbol"] or ""
        if values["withdrawn_by_undo_of"]:
            scalars["withdrawn_on"] = values["withdrawn_on"]
        records[values["pk"]] = Current(
            pk=values["pk"],
            scalars=scalars,
            field_sources=values["field_sources"],
            locked=frozenset(values["locked_fields"]),
            sets={name: set() for name in SETS},
            unknown=set(),
            other_texts={},
            read_as=set(),
        )
    _read_sets(pks, records)
    for pk, vocabulary, key in UnresolvedLabel.recommendations.through.objects.filter(
        recommendation__in=pks
    ).values_list("recommendation", "unresolvedlabel__vocabulary", "unresolvedlabel__key"):
        records[pk].unknown.add((vocabulary, key))
    for pk, language, text in RecommendationText.objects.filter(recommendation__in=pks).values_list(
        "recommendation", "language", "text"
    ):
        records[pk].other_texts[language] = text
    for pk, key, citation in RecommendationSource.objects.filter(recommendation__in=pks).values_list(
        "recommendation", "external_key", "citation"
    ):
        records[pk].read_as.add((key, citation))
    return records


def _read_sets(pks: list[int], records: dict[int, Current]) -> None:
    """Read states, themes, groups and SDGs, each as the values that rows carry."""
    through = Recommendation
    pairs = {
        "states": RecommendingState.objects.filter(recommendation__in=pks).values_list("recommendation", "country"),
        "themes": RecommendationTheme.objects.filter(content_object__in=pks).values_list("content_object", "tag"),
        "groups": through.groups.through.objects.filter(recommendation__in=pks).values_list(
            "recommendation", "affectedgroup"
        ),
        "goals": through.sdg_goals.through.objects.filter(recommendation__in=pks).values_list(
            "recommendation", "sdggoal__number"
        ),
        "targets": through.sdg_targets.through.objects.filter(recommendation__in=pks).values_list(
            "recommendation", "sdgtarget__code"
        ),
    }
    for name, rows in pairs.items():
        for pk, value in rows:
            records[pk].sets[name].add(value)
