"""The panel "Tracker" of the admin's first page: what waits, each figure with its list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel

from cities.models import ProgressUpdate
from cities.permissions import memberships_of, progress_policy
from mechanisms.permissions import User
from recommendations.admin.conflicts import SHOWN_DAYS, recent_conflicts
from recommendations.admin.imports import waiting_runs
from recommendations.admin.labels import waiting_labels
from recommendations.admin.listing import missing_spanish_summaries
from recommendations.admin.twins import pairs_to_decide
from recommendations.models import PossibleDuplicate, UnresolvedLabel
from recommendations.permissions import POLICIES


@dataclass(frozen=True, slots=True)
class Waiting:
    """A number of things that wait for somebody, and the list that holds exactly these."""

    label: str | Promise
    count: int
    url: str


class MyCityPanel(Component):
    """The way to "My city", first on a member's first page."""

    name = "my_city"
    order = 10
    template_name = "cities/admin/my_city_panel.html"

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        """Show nothing to others."""
        shown = parent_context is not None and memberships_of(parent_context["request"].user)
        return super().render_html(parent_context) if shown else ""

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, object]:
        """Name the assessors one acts for."""
        own = memberships_of(parent_context["request"].user).values()
        return {"assessors": [membership.assessor for membership in own]}


class TrackerPanel(Component):
    """What waits in the tracker. Only editors and admins see it."""

    name = "tracker"
    order = 90
    template_name = "cities/admin/dashboard.html"

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        """Show nothing to others."""
        shown = parent_context is not None and _is_editor(parent_context["request"].user)
        return super().render_html(parent_context) if shown else ""

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, object]:
        """Count."""
        return {"waiting": what_waits()}


def what_waits() -> list[Waiting]:
    """Return what waits for somebody (six queries)."""
    pending = ProgressUpdate.objects.filter(state=ProgressUpdate.State.PENDING)
    return [
        Waiting(
            _("Progress entries that wait for a coordinator"), pending.count(), _listed("progress", "state=pending")
        ),
        Waiting(_("Imports that wait for you"), waiting_runs().count(), _listed("imports")),
        Waiting(
            _("Conflicts of imports in the last %(days)d days") % {"days": SHOWN_DAYS},
            recent_conflicts().count(),
            _listed("import-conflicts"),
        ),
        Waiting(_("Unknown labels"), waiting_labels().count(), _listed("unknown-labels")),
        Waiting(_("Possible duplicates"), pairs_to_decide().count(), _listed("possible-duplicates")),
        Waiting(
            _("Plain summaries without Spanish"),
            missing_spanish_summaries().count(),
            _listed("recommendations", "summary=missing_es&standing=standing"),
        ),
    ]


def without_tasks_of_groups(user: User, panels: Iterable[Component]) -> list[Component]:
    """Leave out "Awaiting your review" for members of assessors.

    Wagtail lists there whatever a group may approve, and a group knows no cities.
    """
    if user_has_any_page_permission(user):
        return list(panels)
    return [panel for panel in panels if not isinstance(panel, WorkflowObjectsToModeratePanel)]


def _listed(viewset: str, query: str = "") -> str:
    url = reverse(f"{viewset}:index")
    return f"{url}?{query}" if query else url


def _is_editor(user: User) -> bool:
    """Tell whether the user may open all four lists in full."""
    lists = POLICIES[UnresolvedLabel], POLICIES[PossibleDuplicate], progress_policy
    return all(user.has_perm(policy._get_permission_name("view")) for policy in lists)
