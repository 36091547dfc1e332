"""Who may do what with the records of this room (the design, section 5).

Recommendations come from files only, so nobody adds one by hand; editors correct, summarise and withdraw them.
Editors upload files, and approve, stop and take back imports (``ImportRun``). Imports are written by the importers and
read by people; they also find unknown labels and possible duplicates, about which editors decide.
"""

from django.db import models

from mechanisms.permissions import EDITABLE, READABLE, RecordPolicy
from recommendations.models import (
    AffectedGroup,
    AffectedGroupAlias,
    ImportBatch,
    ImportChange,
    ImportRun,
    PossibleDuplicate,
    Recommendation,
    Theme,
    ThemeAlias,
    UnresolvedLabel,
)

POLICIES: dict[type[models.Model], RecordPolicy] = {
    Recommendation: RecordPolicy(Recommendation, EDITABLE - {"add"}),
    **{model: RecordPolicy(model) for model in (Theme, ThemeAlias, AffectedGroup, AffectedGroupAlias)},
    ImportRun: RecordPolicy(ImportRun),
    **{model: RecordPolicy(model, READABLE) for model in (ImportBatch, ImportChange)},
    **{model: RecordPolicy(model, EDITABLE - {"add"}) for model in (UnresolvedLabel, PossibleDuplicate)},
}
"""The policy of each model of this room."""
