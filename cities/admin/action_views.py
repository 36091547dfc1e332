"""Views of city actions, where each question is about this action and its assessor.

What Wagtail's snippets leave open, and what closes it, stands in docs/decisions/0006-who-may-do-what-in-the-admin.md.
"""

from collections.abc import Iterable

from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import BaseColumn, BulkActionsCheckboxColumn
from wagtail.models import TaskState
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.views import snippets

from cities.admin.action_form import free_slug
from cities.admin.one_at_a_time import hold, saved_a_moment_ago
from cities.admin.well_formed import WellFormedMixin
from cities.models import CityAction
from cities.permissions import action_policy
from mechanisms.admin.inspection import PlainInspectMixin
from mechanisms.admin.policy_views import PolicyListMixin


class ActionIndexView(PolicyListMixin, snippets.IndexView):
    """The list of actions a person may see; nothing is done to many at once."""

    def get_base_queryset(self) -> models.QuerySet:
        """Fetch cities and assessors."""
        return super().get_base_queryset().select_related("city", "recorded_by__city", "latest_revision")

    @property
    def columns(self) -> list[BaseColumn]:
        """Leave out the boxes for bulk actions; name the title, which is no field, in the reader's language."""
        columns = [column for column in super().columns if not isinstance(column, BulkActionsCheckboxColumn)]
        for column in columns:
            if column.name == "title":
                column.label = _("Title")
        return columns


class ActionCreateView(WellFormedMixin, snippets.CreateView):
    """A new action. Whether it may be published is a question about the assessor chosen in the form."""

    action: str

    def form_valid(self, form: ModelForm) -> HttpResponse:
        """Keep a draft where the person may not publish for this assessor, and say so.

        Pressed twice, the action is there once.
        """
        hold(form.instance.city)
        there = saved_a_moment_ago(form.instance, self.request.user)
        if there and not self.expects_json_response:
            messages.info(self.request, _("You have saved this already. Here it is; nothing was saved twice."))
            return redirect(self.edit_url_name, quote(there.pk))
        # Somebody else may have taken the address since the form was read.
        form.instance.slug = free_slug(form.instance.city, form.instance.title_en or form.instance.title_es)
        if self.action == "publish" and not action_policy.user_has_permission_for_instance(
            self.request.user, "publish", form.instance
        ):
            self.action = "create"
            messages.warning(self.request, _("Saved as a draft: only a coordinator of this assessor can publish it."))
        return super().form_valid(form)


class ActionEditView(WellFormedMixin, snippets.EditView):
    """The edit form."""

    def is_valid(self, form: ModelForm) -> bool:
        """Refuse to submit what is submitted: the stock view fails."""
        if self.action == "submit" and self.object.workflow_in_progress:
            self.produced_error_message = _("You have submitted this already. It waits for a coordinator.")
            return False
        return super().is_valid(form)


class ActionInspectView(PlainInspectMixin, snippets.InspectView):
    """An action as its latest draft has it, with what hangs on it."""

    def get_object(self, *args: object, **kwargs: object) -> CityAction:
        """Return the latest draft."""
        return super().get_object(*args, **kwargs).get_latest_revision_as_object()

    def hanging(self) -> Iterable[tuple[str, Iterable[str]]]:
        """Return the recommendations it serves and its sources."""
        served = (f"{one.recommendation}: {one.contribution}" for one in self.object.contributions.all())
        sources = (f"{one.title} {one.url}".strip() for one in self.object.sources.all())
        return ((_("Contributes to"), served), (_("Sources"), sources))


class OfThisActionMixin:
    """For steps of a workflow: only for those who publish, and only on a task of this very action.

    The stock views take the number of any task that is under way, and let a group approve for every city.
    """

    object: CityAction
    request: HttpRequest
    task_state_id: int

    def get_task_state(self) -> TaskState:
        """Return the task, if it is one of this action."""
        if not action_policy.user_has_permission_for_instance(self.request.user, "publish", self.object):
            raise PermissionDenied
        states = TaskState.objects.filter(
            workflow_state__base_content_type=self.object.get_base_content_type(),
            workflow_state__object_id=quote(self.object.pk),
        )
        return get_object_or_404(states, pk=self.task_state_id).specific


class ActionWorkflowView(OfThisActionMixin, snippets.WorkflowActionView):
    """A step of a workflow."""


class ActionWorkflowDataView(OfThisActionMixin, snippets.CollectWorkflowActionDataView):
    """What a step of a workflow asks for."""


class NoBulkDelete(DeleteBulkAction):
    """Takes the place of Wagtail's bulk deletion, which names every title, own or not, and deletes."""

    models = [CityAction]

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Refuse: actions are not deleted."""
        raise PermissionDenied
