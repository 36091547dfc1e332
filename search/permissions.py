"""Who may do what with the records of this room: editors keep the list of words that mean the same."""

from django.db import models

from mechanisms.permissions import RecordPolicy
from search.models import Synonyms

POLICIES: dict[type[models.Model], RecordPolicy] = {Synonyms: RecordPolicy(Synonyms)}
"""The policy of each model of this room."""
