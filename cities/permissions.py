"""Who may do what with cities, assessors, actions and progress (the design, section 5).

Members of an assessor hold no Django permission but the one to enter the admin: what they may do, these policies read
from their current memberships. Editors and admins hold Django's permissions, which count for what the alliance itself
recorded; what an assessor recorded they read and never change (docs/decisions/0006-who-may-do-what-in-the-admin.md).
"""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q

from cities.models import (
    Assessor,
    AssessorApplication,
    City,
    CityAction,
    Membership,
    ProblemReport,
    ProgressUpdate,
    Redaction,
)
from mechanisms.permissions import EDITABLE, READABLE, RecordPolicy, User

PUBLISHING = frozenset({"publish", "lock", "unlock"})
"""What a coordinator does and a contributor does not."""

_KEPT_ON_USER = "_current_memberships"


def memberships_of(user: User) -> dict[int, Membership]:
    """Return the user's current memberships by assessor. Read once a request: the user object keeps them."""
    if not user.is_authenticated or not user.is_active:
        return {}
    known: dict[int, Membership] | None = getattr(user, _KEPT_ON_USER, None)
    if known is None:
        current = Membership.objects.current().filter(user=user.pk).select_related("assessor__city")
        known = {membership.assessor_id: membership for membership in current}
        setattr(user, _KEPT_ON_USER, known)
    return known


class AssessorsWordPolicy(RecordPolicy):
    """For records that carry somebody's word: the field ``word_of`` names the assessor, empty for the alliance itself.

    ``members`` are the actions open to any member of that assessor, ``coordinators`` those open to its coordinators
    besides (once the assessor is verified). Whoever holds Django's permission reads all, and does the rest of
    ``actions`` only where the record is the alliance's own.
    """

    def __init__(
        self,
        model: type[models.Model],
        *,
        word_of: str,
        actions: frozenset[str],
        members: frozenset[str],
        coordinators: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(model, actions)
        self.word_of = word_of
        self.members = members
        self.coordinators = coordinators

    @property
    def editor_permissions(self) -> set[str]:
        """Code names for the group "Editors": who may change the alliance's records publishes them, too."""
        return self._get_permission_codenames(self.actions - PUBLISHING)

    def user_has_permission(self, user: User, action: str) -> bool:
        """Tell whether there is anybody's word with which the user may do ``action``."""
        return self._holds_permission(user, action) or bool(self._assessors(user, action))

    def user_has_permission_for_instance(self, user: User, action: str, instance: models.Model) -> bool:
        """Tell whether the user may do ``action`` with this record.

        Where words were taken away, nobody adds new ones.
        """
        if action != "view" and getattr(instance, "redacted", False):
            return False
        assessor = getattr(instance, f"{self.word_of}_id")
        if assessor in self._assessors(user, action):
            return True
        return (assessor is None or action == "view") and self._holds_permission(user, action)

    def instances_user_has_any_permission_for(self, user: User, actions: Iterable[str]) -> models.QuerySet:
        """Return the records with which the user may do any of ``actions``."""
        allowed = Q(pk__in=[])
        for action in actions:
            allowed |= Q(**{f"{self.word_of}__in": self._assessors(user, action)})
            if self._holds_permission(user, action):
                allowed |= Q() if action == "view" else Q(**{f"{self.word_of}__isnull": True})
                if action == "view":
                    return self.model._default_manager.all()
        return self.model._default_manager.filter(allowed)

    def users_with_any_permission(self, actions: Iterable[str]) -> models.QuerySet:
        """Return members as well as those who hold Django's permission."""
        actions = set(actions)
        held = super().users_with_any_permission({self._model_action(action) for action in actions & self.actions})
        current = Membership.objects.current()
        if not actions & self.members:
            current = (
                current.filter(role=Membership.Role.COORDINATOR) if actions & self.coordinators else current.none()
            )
        members = Q(pk__in=current.values("user"))
        return get_user_model().objects.filter(Q(pk__in=held.values("pk")) | members, is_active=True)

    def assessors_to_record_for(self, user: User) -> list[Assessor]:
        """Return the assessors for which the user may add records."""
        return [memberships_of(user)[pk].assessor for pk in self._assessors(user, "add")]

    def speaks_for_the_alliance(self, user: User) -> bool:
        """Tell whether the user may add records of the alliance itself."""
        return self._holds_permission(user, "add")

    def _model_action(self, action: str) -> str:
        """Return Django's permission behind an action: who may change a record of the alliance publishes it, too."""
        return "change" if action in PUBLISHING else action

    def _holds_permission(self, user: User, action: str) -> bool:
        return action in self.actions and super().user_has_permission(user, self._model_action(action))

    def _assessors(self, user: User, action: str) -> list[int]:
        if action in self.members:
            return list(memberships_of(user))
        if action in self.coordinators:
            return [
                pk
                for pk, membership in memberships_of(user).items()
                if membership.role == Membership.Role.COORDINATOR and membership.assessor.is_verified
            ]
        return []


class AdminsPolicy(RecordPolicy):
    """For records that only admins touch, whatever permission a group is given."""

    editor_permissions: set[str] = set()

    def user_has_permission(self, user: User, action: str) -> bool:
        """Tell whether the user is an admin, and the action exists."""
        return user.is_superuser and super().user_has_permission(user, action)

    def users_with_any_permission(self, actions: Iterable[str]) -> models.QuerySet:
        """Return the admins."""
        return super().users_with_any_permission(actions).filter(is_superuser=True)


action_policy = AssessorsWordPolicy(
    CityAction, word_of="recorded_by", actions=EDITABLE | PUBLISHING, members=EDITABLE, coordinators=PUBLISHING
)
# Editors and admins read progress and never write it: it is somebody's word.
progress_policy = AssessorsWordPolicy(
    ProgressUpdate, word_of="assessor", actions=READABLE, members=EDITABLE, coordinators=frozenset({"publish"})
)

POLICIES: dict[type[models.Model], RecordPolicy] = {
    City: RecordPolicy(City),
    Assessor: RecordPolicy(Assessor),
    Membership: AdminsPolicy(Membership),
    AssessorApplication: RecordPolicy(AssessorApplication, frozenset({"view", "change"})),
    ProblemReport: RecordPolicy(ProblemReport, frozenset({"view", "change"})),
    Redaction: RecordPolicy(Redaction, READABLE),
    CityAction: action_policy,
    ProgressUpdate: progress_policy,
}
"""The policy of each model of this room."""
