"""Who may do what with the records of this room, and what the policies of all rooms are built from.

The table stands in the design, section 5. Editors are the members of the Django group "Editors", who hold Django's
permissions on editorial models; admins are superusers. A policy narrows both: what is no ``action`` of a model nobody
does, whatever permission they hold. So nothing of the record is deleted: no policy here knows "delete".
"""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db import models
from wagtail.permission_policies import BasePermissionPolicy, ModelPermissionPolicy

from mechanisms.models import Document, Mechanism, MechanismName, Milestone, Review

User = AbstractUser | AnonymousUser

EDITABLE = frozenset({"view", "add", "change"})
"""Actions on a record that editors keep."""

READABLE = frozenset({"view"})
"""Actions on a record that only the site itself writes."""


class RecordPolicy(ModelPermissionPolicy):
    """Whoever holds Django's permission on the model may do its ``actions``, and nobody anything else."""

    def __init__(self, model: type[models.Model], actions: frozenset[str] = EDITABLE) -> None:
        super().__init__(model)
        self.actions = actions

    @property
    def editor_permissions(self) -> set[str]:
        """Code names of the Django permissions that the group "Editors" needs for this model."""
        return self._get_permission_codenames(self.actions)

    def user_has_permission(self, user: User, action: str) -> bool:
        """Tell whether the user may do ``action`` with some record of the model."""
        return action in self.actions and super().user_has_permission(user, action)

    def users_with_any_permission(self, actions: Iterable[str]) -> models.QuerySet:
        """Return the users who may do any of ``actions``."""
        known = self.actions.intersection(actions)
        return super().users_with_any_permission(known) if known else get_user_model().objects.none()


class PolicyOnObject:
    """A policy asked about one object: questions about the model become questions about this very record.

    Wagtail's views ask the policy about the model even where they have the record at hand; given this, they ask right.
    """

    def __init__(self, policy: BasePermissionPolicy, record: models.Model) -> None:
        self.policy = policy
        self.record = record

    def __getattr__(self, name: str) -> object:
        return getattr(self.policy, name)

    def user_has_permission(self, user: User, action: str) -> bool:
        """Tell whether the user may do ``action`` with the record."""
        return self.policy.user_has_permission_for_instance(user, action, self.record)

    def user_has_any_permission(self, user: User, actions: Iterable[str]) -> bool:
        """Tell whether the user may do any of ``actions`` with the record."""
        return self.policy.user_has_any_permission_for_instance(user, actions, self.record)


POLICIES: dict[type[models.Model], RecordPolicy] = {
    model: RecordPolicy(model) for model in (Mechanism, MechanismName, Review, Milestone, Document)
}
"""The policy of each model of this room."""
