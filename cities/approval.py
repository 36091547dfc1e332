"""The workflow of actions: it exists in every installation, and what happens in it is told to the rooms above."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS
from wagtail.admin import signal_handlers
from wagtail.models import TaskState, Workflow, WorkflowContentType, WorkflowState, WorkflowTask

from cities.models import CityAction
from cities.signals import action_approved, action_published, action_returned, action_submitted

NAME = "Approval by a coordinator"


def ensure_workflow(using: str = DEFAULT_DB_ALIAS, **kwargs: object) -> None:
    """Give actions their workflow where they have none. It runs after every migration, and may run again."""
    from cities.models import CoordinatorApproval

    kind = ContentType.objects.db_manager(using).get_for_model(CityAction)
    if WorkflowContentType.objects.using(using).filter(content_type=kind).exists():
        return
    step = CoordinatorApproval.objects.using(using).filter(name=NAME).first()
    step = step or CoordinatorApproval.objects.using(using).create(name=NAME)
    workflow = Workflow.objects.using(using).create(name=NAME)
    WorkflowTask.objects.using(using).create(workflow=workflow, task=step.task_ptr)
    WorkflowContentType.objects.using(using).create(workflow=workflow, content_type=kind)


def tell_submitted(instance: TaskState, user: Any, **kwargs: object) -> None:
    """An action waits for a coordinator: sent in for the first time, or again after it came back."""
    action = instance.workflow_state.content_object
    if isinstance(action, CityAction):
        action_submitted.send(sender=CityAction, action=action, user=user)


def tell_returned(instance: TaskState, user: Any, **kwargs: object) -> None:
    """An action came back."""
    action = instance.workflow_state.content_object
    if isinstance(action, CityAction):
        action_returned.send(sender=CityAction, action=action, user=user, comment=instance.comment)


def tell_approved(instance: WorkflowState, user: Any, **kwargs: object) -> None:
    """What somebody sent in is public."""
    action = instance.content_object
    if isinstance(action, CityAction):
        action_approved.send(sender=CityAction, action=action, user=user, author=instance.requested_by)


def leave_actions_to_our_mails() -> None:
    """Take actions from Wagtail's own mails of a workflow.

    They go out at once instead of through the outbox, to every admin, and name the title of what is not yet public.
    """
    for notifier in (
        signal_handlers.workflow_submission_email_notifier,
        signal_handlers.workflow_approval_email_notifier,
        signal_handlers.workflow_rejection_email_notifier,
    ):
        notifier.can_handle = partial(_handles, notifier.can_handle)


def _handles(stock: Callable[..., bool], instance: WorkflowState, **kwargs: object) -> bool:
    return stock(instance, **kwargs) and not isinstance(instance.content_object, CityAction)


def tell_published(sender: type, instance: CityAction, **kwargs: object) -> None:
    """An action is public."""
    action_published.send(sender=CityAction, action=instance)
