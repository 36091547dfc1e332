"""The step of a workflow in which a coordinator of the recording assessor approves an action."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState
from wagtail.permissions import policy_registry

from cities.models.action import CityAction

User = Any


class CoordinatorApproval(Task):
    """Asks the policy of actions, not a group: a group would approve for every city at once."""

    class Meta:
        verbose_name = _("approval by a coordinator")
        verbose_name_plural = _("approvals by coordinators")

    @classmethod
    def get_description(cls) -> str:
        """Say who approves."""
        return str(_("Coordinators of the office or organization that recorded the action approve it."))

    def user_can_access_editor(self, obj: models.Model, user: User) -> bool:
        """Whoever may change the action may open it."""
        return _may(user, "change", obj)

    def locked_for_user(self, obj: models.Model, user: User) -> bool:
        """While it waits, only those who decide change it: what is approved is what was read."""
        return not _may(user, "publish", obj)

    def user_can_lock(self, obj: models.Model, user: User) -> bool:
        """Those who decide may lock it."""
        return _may(user, "lock", obj)

    def user_can_unlock(self, obj: models.Model, user: User) -> bool:
        """Nobody unlocks what only this step locks."""
        return False

    def get_actions(self, obj: models.Model, user: User) -> list[tuple[str, Any, bool]]:
        """Offer approval and return to those who decide. The framework adds "and Publish" to the approval."""
        if not _may(user, "publish", obj):
            return []
        return [("reject", _("Return with a note"), True), ("approve", _("Approve"), False)]

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> models.QuerySet:
        """Return the steps under way that this person decides."""
        policy = policy_registry.get_by_type(CityAction)
        decided = policy.instances_user_has_any_permission_for(user, {"publish"})
        # The framework keeps numbers of objects as text.
        numbers = [str(pk) for pk in decided.order_by().values_list("pk", flat=True)]
        of_actions = ContentType.objects.get_for_model(CityAction)
        return self.task_states.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__base_content_type=of_actions,
            workflow_state__object_id__in=numbers,
        )


def _may(user: User, action: str, obj: models.Model) -> bool:
    return policy_registry.get_by_type(CityAction).user_has_permission_for_instance(user, action, obj)
