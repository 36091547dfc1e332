"""What is done: cities, whose word it is, their actions and the progress they record."""

from cities.models.action import ActionContribution, ActionSource, CityAction
from cities.models.assessor import Assessor, Membership
from cities.models.city import City
from cities.models.progress import Evidence, Implementation, ProgressReply, ProgressUpdate, Redaction

__all__ = [
    "ActionContribution",
    "ActionSource",
    "Assessor",
    "City",
    "CityAction",
    "Evidence",
    "Implementation",
    "Membership",
    "ProgressReply",
    "ProgressUpdate",
    "Redaction",
]
