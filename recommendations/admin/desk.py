"""What the desks have in common: one thing at a time, previous and next in the list that was asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin


@dataclass(frozen=True)
class Steps:
    """Where one stands in a list, with the addresses of the neighbours ("" where there is none)."""

    place: int
    """From 1; 0 where it is not in the list any more."""
    total: int
    previous: str
    next: str


class _HasPk(Protocol):
    pk: Any


def steps(route: str, pks: Sequence[int], here: _HasPk, query: str) -> Steps:
    """Return the steps from ``here`` in the list ``pks``; ``query`` is kept, so that the list stays the same."""
    ending = f"?{query}" if query else ""

    def address(place: int) -> str:
        return reverse(route, args=[pks[place]]) + ending if 0 <= place < len(pks) else ""

    if here.pk not in pks:
        return Steps(0, len(pks), "", address(0))
    place = pks.index(here.pk)
    return Steps(place + 1, len(pks), address(place - 1), address(place + 1))


class DeskView(BaseObjectMixin, PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """One thing on a desk. The policy is asked for "change"."""

    permission_required = "change"
    index_route = ""
    object: Any

    def way_back(self) -> dict[str, str]:
        """Lead back to the list."""
        return {"url": reverse(self.index_route), "label": capfirst(str(self.model._meta.verbose_name_plural))}

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Put the list between the first page and this one."""
        return [*self.breadcrumbs_items, self.way_back(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lead back to the list."""
        return super().get_context_data(object=self.object, way_back=self.way_back(), **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it."""
        return self.show([])

    def show(self, problems: list[str], **context: Any) -> HttpResponse:
        """Show it, with what is wrong at the top."""
        return self.render_to_response(self.get_context_data(problems=problems, **context))


def sentences(error: ValidationError) -> list[str]:
    """Return what is wrong as sentences."""
    return [str(message) for message in error.messages] or [_("Something is wrong with this form.")]
