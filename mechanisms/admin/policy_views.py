"""Views that ask the permission policy about the record at hand.

Stock views of Wagtail ask about the model only, so that whoever may edit one record may open every other by its number.
"""

from collections.abc import Iterable, Sequence

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.views.generic import View
from wagtail.admin.views import generic
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import policy_registry

from mechanisms.permissions import PolicyOnObject

LONGEST_QUERY = 200
"""Characters of a search in a list. A longer one finds nothing: no list holds such a thing, and databases choke."""


class AsksPolicyMixin:
    """For every view that has ``get_object``: nobody sees or changes a record that the policy refuses."""

    model: type[models.Model]
    request: HttpRequest

    @property
    def permission_policy(self) -> BasePermissionPolicy | PolicyOnObject:
        """The registered policy; bound to the record once there is one."""
        policy = policy_registry.get_by_type(self.model)
        record = getattr(self, "object", None)
        return policy if record is None or record.pk is None else PolicyOnObject(policy, record)

    def get_object(self, *args: object, **kwargs: object) -> models.Model | None:
        """Return the record. Whoever may not see it learns no more than that there is none here.

        A view that creates has no record.
        """
        try:
            record = super().get_object(*args, **kwargs)  # type: ignore[misc]
        except PermissionDenied:
            raise Http404 from None
        if record is not None and record.pk is not None:
            policy = policy_registry.get_by_type(self.model)
            if not policy.user_has_permission_for_instance(self.request.user, "view", record):
                raise Http404
        return record

    def user_has_permission(self, permission: str) -> bool:
        """Let the policy have the last word where a view would wave somebody through (superusers, moderators)."""
        policy = self.permission_policy
        if isinstance(policy, PolicyOnObject) and not policy.user_has_permission(self.request.user, permission):
            return False
        return super().user_has_permission(permission)  # type: ignore[misc]


def asks_policy(view_class: type[View]) -> type[View]:
    """Return ``view_class`` with the policy asked about its object, where it has one."""
    if hasattr(view_class, "get_object") and not issubclass(view_class, AsksPolicyMixin):
        return type(view_class.__name__, (AsksPolicyMixin, view_class), {"__doc__": view_class.__doc__})
    return view_class


class PolicyListMixin:
    """For lists: only records that the policy shows, links only where they lead, a search that never fails."""

    model: type[models.Model]
    request: HttpRequest
    any_permission_required: Sequence[str]
    search_fields: Sequence[str] | None
    search_query: str
    is_searching: bool

    def get_base_queryset(self) -> models.QuerySet:
        """Return the records this person may see."""
        policy = policy_registry.get_by_type(self.model)
        return policy.instances_user_has_any_permission_for(self.request.user, self.any_permission_required)

    def search_queryset(self, queryset: models.QuerySet) -> models.QuerySet:
        """Find the records that hold every word of the query in some search field."""
        return search(queryset, self.search_query, self.search_fields or ()) if self.is_searching else queryset

    def get_edit_url(self, instance: models.Model) -> str | None:
        """Return the address of the edit form, for those who may edit this very record."""
        policy = policy_registry.get_by_type(self.model)
        if policy.user_has_permission_for_instance(self.request.user, "change", instance):
            return super().get_edit_url(instance)  # type: ignore[misc]
        return None


class RecordIndexView(PolicyListMixin, generic.IndexView):
    """The list of one kind of record."""


def search(queryset: models.QuerySet, query: str, fields: Iterable[str]) -> models.QuerySet:
    """Return the records of ``queryset`` in which each word of ``query`` occurs in one of ``fields``, in any case."""
    if len(query) > LONGEST_QUERY:
        return queryset.none()
    fields = tuple(fields)
    # A subquery, so that a field of a second table gives no record twice.
    matching = queryset.model._default_manager.order_by()
    for word in query.split():
        anywhere = Q()
        for name in fields:
            anywhere |= Q(**{f"{name}__icontains": word})
        matching = matching.filter(anywhere)
    return queryset.filter(pk__in=matching.values("pk"))
