"""Wires this room into Wagtail's admin."""

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import register_permission_policy

from search.admin.chooser import recommendation_chooser
from search.admin.synonyms import SynonymsViewSet
from search.permissions import POLICIES

for model, policy in POLICIES.items():
    register_permission_policy(model, policy)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    """Add this room's list and form, and the chooser that searches."""
    return [SynonymsViewSet(), recommendation_chooser]
