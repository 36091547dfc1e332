"""City actions in the admin: drafts, revisions, workflow and locks, each asking the policy."""

from collections.abc import Callable
from typing import Any, ClassVar

import django_filters
from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    ObjectList,
    Panel,
    PublishingPanel,
)
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.models import WorkflowState
from wagtail.snippets.action_menu import (
    ActionMenuItem,
    PublishMenuItem,
    SubmitForModerationMenuItem,
    UnpublishMenuItem,
)
from wagtail.snippets.views.snippets import SnippetViewSet

from cities.admin import action_views
from cities.admin.action_form import CityActionForm
from cities.admin.one_at_a_time import one_at_a_time
from cities.models import ActionContribution, City, CityAction
from cities.permissions import action_policy
from mechanisms.admin.policy_views import asks_policy
from mechanisms.admin.reviews import reviews_to_choose
from mechanisms.admin.viewsets import TRACKER_MENU_HOOK
from mechanisms.models import Mechanism
from recommendations.models import Recommendation, Theme


def _cities_to_filter(request: HttpRequest) -> models.QuerySet:
    """Return the cities of the actions this person may see."""
    actions = action_policy.instances_user_has_any_permission_for(request.user, {"view"})
    return City.objects.filter(pk__in=actions.order_by().values("city"))


def standing(action: CityAction) -> str:
    """Say whether the public sees an action (from its row alone; Wagtail's own column costs two queries a row)."""
    if not action.live:
        return gettext("Draft")
    return gettext("Published, with later changes") if action.has_unpublished_changes else gettext("Published")


_SERVED = {"theme": "recommendation_themes__tag", "mechanism": "review__mechanism", "review": "review"}
"""Filter → the path on which a recommendation has its value."""


class CityActionFilters(WagtailFilterSet):
    """Which actions to list."""

    city = django_filters.ModelChoiceFilter(queryset=_cities_to_filter, label=_("City"))
    kind = django_filters.ChoiceFilter(choices=CityAction.Kind.choices, label=_("Kind"))
    status = django_filters.ChoiceFilter(
        choices=CityAction.Status.choices, label=pgettext_lazy("of implementation", "Status")
    )
    live = django_filters.BooleanFilter(label=_("Published"))
    year = django_filters.NumberFilter(
        field_name="starts_on", lookup_expr="year", label=_("Year"), min_value=1, max_value=9999
    )
    theme = django_filters.ModelChoiceFilter(
        queryset=Theme.objects.all(), method="filter_served", label=_("Theme of the recommendations it serves")
    )
    mechanism = django_filters.ModelChoiceFilter(
        queryset=Mechanism.objects.all(), method="filter_served", label=_("Mechanism of the recommendations it serves")
    )
    review = django_filters.ModelChoiceFilter(
        queryset=reviews_to_choose, method="filter_served", label=_("Review of the recommendations it serves")
    )
    of_the_alliance = django_filters.BooleanFilter(
        field_name="recorded_by", lookup_expr="isnull", label=_("Recorded by the alliance’s editors")
    )

    class Meta:
        model = CityAction
        fields: list[str] = []

    def filter_served(self, queryset: models.QuerySet, name: str, value: models.Model) -> models.QuerySet:
        """Find the actions by what they serve, without joining, which would list an action twice."""
        served = Recommendation.objects.filter(**{_SERVED[name]: value})
        return queryset.filter(pk__in=ActionContribution.objects.filter(recommendation__in=served).values("action"))


class CityActionViewSet(SnippetViewSet):
    """What cities do. Members record for their own assessor, editors what the alliance found in public sources."""

    model = CityAction
    icon = "tasks"
    menu_hook = TRACKER_MENU_HOOK
    menu_order = 64
    absent_routes: ClassVar[frozenset[str]] = frozenset({"delete", "usage"})
    copy_view_enabled = False
    inspect_view_enabled = True
    search_backend_name = None
    search_fields = ["title_en", "title_es", "city__name", "summary_en", "summary_es"]
    filterset_class = CityActionFilters
    list_display = [
        "title",
        Column("city", label=_("City")),
        Column("recorded_by", label=_("Recorded by"), accessor=lambda action: action.recorded_by or _("The alliance")),
        "status",
        StatusTagColumn("live", label=_("Public"), accessor=standing, primary=lambda action: action.live),
    ]
    list_per_page = 25
    ordering = ["city__name", "-starts_on", "id"]
    index_view_class = action_views.ActionIndexView
    add_view_class = action_views.ActionCreateView
    edit_view_class = action_views.ActionEditView
    inspect_view_class = action_views.ActionInspectView
    workflow_action_view_class = action_views.ActionWorkflowView
    collect_workflow_action_data_view_class = action_views.ActionWorkflowDataView
    inspect_view_fields = [
        "title_en",
        "title_es",
        "city",
        "recorded_by",
        "live",
        "kind",
        "status",
        "summary_en",
        "summary_es",
        "responsible_body",
        "starts",
        "ends",
        "budget_amount",
        "budget_currency",
        "budget_year",
        "note_en",
        "note_es",
    ]
    panels: ClassVar[list[Panel]] = [
        FieldPanel("recorded_by"),
        FieldPanel("city"),
        MultiFieldPanel([FieldPanel("title_en"), FieldPanel("title_es")], heading=_("Title")),
        MultiFieldPanel([FieldPanel("summary_en"), FieldPanel("summary_es")], heading=_("What it is")),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("status")]),
        FieldPanel("responsible_body"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("starts_precision")]),
                FieldRowPanel([FieldPanel("ends_on"), FieldPanel("ends_precision")]),
            ],
            heading=_("Dates"),
        ),
        FieldRowPanel([FieldPanel("budget_amount"), FieldPanel("budget_currency"), FieldPanel("budget_year")]),
        MultipleChooserPanel(
            "contributions",
            chooser_field_name="recommendation",
            heading=_("Contributes to"),
            label=_("Recommendation"),
            help_text=_(
                "Search by words, theme, review and reach, and choose several at once. Then say in one line how."
            ),
            panels=[FieldPanel("recommendation"), FieldPanel("contribution_en"), FieldPanel("contribution_es")],
        ),
        InlinePanel(
            "sources", heading=_("Sources"), label=_("Source"), panels=[FieldPanel("url"), FieldPanel("title")]
        ),
        MultiFieldPanel([FieldPanel("note_en"), FieldPanel("note_es")], heading=_("Note on the record")),
        PublishingPanel(),
    ]

    def get_edit_handler(self) -> Panel:
        """Build the form from ``panels``."""
        return ObjectList(self.panels, base_form_class=CityActionForm).bind_to_model(self.model)

    def construct_view(self, view_class: type[View], **kwargs: object) -> Callable[..., HttpResponseBase]:
        """Build a view that asks the policy about its object, and takes one form about it at a time."""
        return one_at_a_time(super().construct_view(asks_policy(view_class), **kwargs))

    def get_common_view_kwargs(self, **kwargs: object) -> dict[str, object]:
        """Tell the views only of routes that exist."""
        absent = {f"{route}_url_name": None for route in self.absent_routes}
        return {**super().get_common_view_kwargs(**kwargs), **absent}

    def get_urlpatterns(self) -> list[URLPattern]:
        """Leave out what nobody does."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name not in self.absent_routes]

    def register_chooser_viewset(self) -> None:
        """No form chooses actions by Wagtail's dialog, which would list everybody's drafts."""


class PolicyPublishMenuItem(PublishMenuItem):
    """The button "Publish" for those whom the policy lets publish this action."""

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Ask the policy."""
        return not context.get("locked_for_user") and _may_publish(context)


class PolicyUnpublishMenuItem(UnpublishMenuItem):
    """The button "Unpublish" for those whom the policy lets publish this action."""

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Ask the policy."""
        instance: Any = context.get("instance")
        shown = context["view"] == "edit" and instance.live and not context.get("locked_for_user")
        return bool(shown) and _may_publish(context)


class SendMenuItem(SubmitForModerationMenuItem):
    """Says in the reader's language to whom the action goes: a workflow has its name in one language only."""

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Name who decides, and whether it has been there before."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        action = parent_context.get("instance")
        state = action.current_workflow_state if action else None
        came_back = state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES
        context["label"] = gettext("Send to a coordinator again") if came_back else gettext("Send to a coordinator")
        return context


def put_policy_buttons(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Put buttons that ask the policy in the place of those that ask for Django's permission."""
    if context["model"] is not CityAction:
        return
    items[:] = [
        SendMenuItem(order=item.order) if isinstance(item, SubmitForModerationMenuItem) else item
        for item in items
        if not isinstance(item, PublishMenuItem | UnpublishMenuItem)
    ]
    items.extend(
        item for item in (PolicyUnpublishMenuItem(order=20), PolicyPublishMenuItem(order=30)) if item.is_shown(context)
    )
    items.sort(key=lambda item: item.order)


def _may_publish(context: dict[str, Any]) -> bool:
    user, instance = context["request"].user, context.get("instance")
    if instance is None:
        return action_policy.user_has_permission(user, "publish")
    return action_policy.user_has_permission_for_instance(user, "publish", instance)
