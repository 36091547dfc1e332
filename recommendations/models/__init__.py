"""What was said: recommendations, the vocabularies that describe them, and where each fact came from."""

from recommendations.models.imports import ImportBatch, ImportChange
from recommendations.models.labels import UnresolvedLabel
from recommendations.models.recommendation import (
    Recommendation,
    RecommendationSource,
    RecommendationText,
    RecommendingState,
)
from recommendations.models.runs import ImportRun, PlannedRow
from recommendations.models.theme import RecommendationTheme, Theme, ThemeAlias
from recommendations.models.twins import PossibleDuplicate, Repetition
from recommendations.models.vocabulary import AffectedGroup, AffectedGroupAlias, SdgGoal, SdgTarget

__all__ = [
    "AffectedGroup",
    "AffectedGroupAlias",
    "ImportBatch",
    "ImportChange",
    "ImportRun",
    "PlannedRow",
    "PossibleDuplicate",
    "Recommendation",
    "RecommendationSource",
    "RecommendationText",
    "RecommendationTheme",
    "RecommendingState",
    "Repetition",
    "SdgGoal",
    "SdgTarget",
    "Theme",
    "ThemeAlias",
    "UnresolvedLabel",
]
