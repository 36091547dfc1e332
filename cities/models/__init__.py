"""What is done: cities, whose word it is, their actions and the progress they record."""

from cities.models.action import ActionContribution, ActionSource, CityAction
from cities.models.approval import CoordinatorApproval
from cities.models.assessor import Assessor, Membership
from cities.models.city import City
from cities.models.drafting import DraftFile, ProgressDraft
from cities.models.joining import AssessorApplication, Invitation
from cities.models.progress import Evidence, Implementation, ProgressReply, ProgressUpdate
from cities.models.redaction import ProblemReport, Redaction

__all__ = [
    "ActionContribution",
    "ActionSource",
    "Assessor",
    "AssessorApplication",
    "City",
    "CityAction",
    "CoordinatorApproval",
    "DraftFile",
    "Evidence",
    "Implementation",
    "Invitation",
    "Membership",
    "ProblemReport",
    "ProgressDraft",
    "ProgressReply",
    "ProgressUpdate",
    "Redaction",
]
