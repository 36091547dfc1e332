"""Who may do what with the records of this room. Pages, images and documents keep Wagtail's own policies."""

from django.db import models

from cities.permissions import AdminsPolicy
from home.join.models import JoinRequest
from home.mail.models import SuppressedAddress
from mechanisms.permissions import READABLE, RecordPolicy

POLICIES: dict[type[models.Model], RecordPolicy] = {
    JoinRequest: RecordPolicy(JoinRequest, READABLE),
    SuppressedAddress: AdminsPolicy(SuppressedAddress, frozenset({"view", "change"})),
}
"""The policy of each model of this room. People join and leave by themselves: editors read and export."""
