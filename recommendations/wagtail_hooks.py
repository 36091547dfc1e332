"""Wires this room into Wagtail's admin."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy

from recommendations import labels, merging, plain_words, twins
from recommendations.admin.conflicts import ConflictViewSet
from recommendations.admin.imports import ImportViewSet
from recommendations.admin.labels import UnresolvedLabelViewSet
from recommendations.admin.plain_words import PlainWordsViewSet
from recommendations.admin.recommendations import RecommendationViewSet
from recommendations.admin.session_checklist import SessionChecklist
from recommendations.admin.twins import PossibleDuplicateViewSet
from recommendations.admin.vocabularies import AffectedGroupViewSet, ThemeViewSet
from recommendations.admin.wizard.viewset import ImportRunViewSet
from recommendations.permissions import POLICIES
from recommendations.provenance import CORRECT_ACTION, RESTORE_ACTION, WITHDRAW_ACTION
from recommendations.runs import audit

for model, policy in POLICIES.items():
    register_permission_policy(model, policy)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    """Add this room's lists and forms."""
    return [
        RecommendationViewSet(),
        PlainWordsViewSet(),
        ThemeViewSet(),
        AffectedGroupViewSet(),
        ImportViewSet(),
        ImportRunViewSet(),
        ConflictViewSet(),
        UnresolvedLabelViewSet(),
        PossibleDuplicateViewSet(),
    ]


@hooks.register("construct_homepage_panels")
def show_session_checklist(request: HttpRequest, panels: list[Component]) -> None:
    """Remind editors of dates, outcomes and sources."""
    panels.append(SessionChecklist())


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """Name what the audit log writes down about recommendations."""
    actions.register_action(WITHDRAW_ACTION, _("Withdraw"), _("Withdrawn"))
    actions.register_action(RESTORE_ACTION, _("Restore"), _("Restored"))
    actions.register_action(labels.MAP_ACTION, _("Map the label"), _("Label mapped"))
    actions.register_action(labels.IGNORE_ACTION, _("Ignore the label"), _("Label ignored"))
    actions.register_action(labels.TAKE_BACK_ACTION, _("Take back the decision"), _("Decision taken back"))
    actions.register_action(merging.MERGE_ACTION, _("Join two records"), _("Two records joined"))
    actions.register_action(twins.DECIDE_ACTION, _("Decide about a pair"), _("Decided about a pair"))
    actions.register_action(twins.TAKE_BACK_ACTION, _("Take back the decision"), _("Decision taken back"))
    actions.register_action(plain_words.WRITE_ACTION, _("Write plain words"), _("Plain words written"))
    actions.register_action(CORRECT_ACTION, _("Correct by hand"), _("Corrected by hand"))
    for name, (label, message) in audit.ACTIONS.items():
        actions.register_action(name, label, message)
