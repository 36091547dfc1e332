"""Addresses of the admin whose stock views show every title, drafts included, to anyone who may enter.

They stand here once more, with a guard; `config.urls` puts them before Wagtail's own. Members of an assessor may enter
the admin, but pages and other people's records are not theirs to see (the design, section 5).
"""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from rest_framework.authentication import SessionAuthentication
from rest_framework.renderers import JSONRenderer
from wagtail.admin.auth import require_admin_access, user_has_any_page_permission
from wagtail.admin.views import chooser
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.permissions import policy_registry
from wagtail_localize.views.report import TranslationsReportView
from wagtail_localize.views.snippets_api import SnippetViewSet

View = Callable[..., HttpResponse]


class PolicySnippetViewSet(SnippetViewSet):
    """Titles of the snippets that this person may see, for wagtail-localize's forms."""

    authentication_classes = [SessionAuthentication]
    renderer_classes = [JSONRenderer]

    def get_queryset(self) -> models.QuerySet:
        """Return the records that the policy shows."""
        policy = policy_registry.get_by_type(self.get_model())
        return policy.instances_user_has_any_permission_for(self.request.user, {"add", "change", "delete", "view"})


def for_page_editors(view: View) -> View:
    """Refuse everybody who may edit no page at all."""

    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not user_has_any_page_permission(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return _in_admin(guarded)


def _in_admin(view: View) -> View:
    return never_cache(require_admin_access(view))


_SNIPPETS = "localize/api/snippets/<slug:app_label>/<slug:model_name>/"
_REPORT = "localize/reports/translations/"

urlpatterns = [
    path(_SNIPPETS, _in_admin(PolicySnippetViewSet.as_view({"get": "list"}))),
    path(f"{_SNIPPETS}<str:pk>/", _in_admin(PolicySnippetViewSet.as_view({"get": "retrieve"}))),
    path(_REPORT, for_page_editors(TranslationsReportView.as_view())),
    path(f"{_REPORT}results/", for_page_editors(TranslationsReportView.as_view(results_only=True))),
    path("choose-page/", for_page_editors(chooser.BrowseView.as_view())),
    path("choose-page/<int:parent_page_id>/", for_page_editors(chooser.BrowseView.as_view())),
    path("choose-page/search/", for_page_editors(chooser.SearchView.as_view())),
    path(
        "pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/",
        for_page_editors(page_viewset_registry.as_view("move_confirm", page_id_kwarg="page_to_move_id")),
    ),
    path("choose-page/chosen-multiple/", for_page_editors(chooser.ChosenMultipleView.as_view())),
]
