"""What was said: recommendations, the vocabularies that describe them, and where each fact came from."""

from recommendations.models.imports import ImportBatch, ImportChange, PossibleDuplicate, UnresolvedLabel
from recommendations.models.recommendation import (
    Recommendation,
    RecommendationSource,
    RecommendationText,
    RecommendingState,
)
from recommendations.models.theme import RecommendationTheme, Theme, ThemeAlias
from recommendations.models.vocabulary import AffectedGroup, AffectedGroupAlias, SdgGoal, SdgTarget

__all__ = [
    "AffectedGroup",
    "AffectedGroupAlias",
    "ImportBatch",
    "ImportChange",
    "PossibleDuplicate",
    "Recommendation",
    "RecommendationSource",
    "RecommendationText",
    "RecommendationTheme",
    "RecommendingState",
    "SdgGoal",
    "SdgTarget",
    "Theme",
    "ThemeAlias",
    "UnresolvedLabel",
]
