"""Who may do what with the records of this room (the design, section 5).

Recommendations come from files only, so nobody adds one by hand; editors correct, summarise and withdraw them.
Imports, unknown labels and possible duplicates are written by the importers and read by people.
"""

from django.db import models

from mechanisms.permissions import EDITABLE, READABLE, RecordPolicy
from recommendations.models import (
    AffectedGroup,
    AffectedGroupAlias,
    ImportBatch,
    PossibleDuplicate,
    Recommendation,
    Theme,
    ThemeAlias,
    UnresolvedLabel,
)

POLICIES: dict[type[models.Model], RecordPolicy] = {
    Recommendation: RecordPolicy(Recommendation, EDITABLE - {"add"}),
    **{model: RecordPolicy(model) for model in (Theme, ThemeAlias, AffectedGroup, AffectedGroupAlias)},
    **{model: RecordPolicy(model, READABLE) for model in (ImportBatch, UnresolvedLabel, PossibleDuplicate)},
}
"""The policy of each model of this room."""
