"""Recommendations in the admin."""

from collections.abc import Callable
from functools import cached_property

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log

from mechanisms.admin.viewsets import EDITED, RecordViewSet
from recommendations.admin import listing
from recommendations.admin.form import RecommendationForm
from recommendations.admin.provenance import ProvenanceView
from recommendations.admin.withdraw import WithdrawView
from recommendations.models import Recommendation
from recommendations.provenance import CORRECT_ACTION


class RecommendationEditView(generic.EditView):
    """The edit form, with the way to withdraw the record."""

    withdraw_url_name = ""
    provenance_url_name = ""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Offer to see the public page, and to withdraw the record or let it stand again."""
        withdraw = _("Restore it") if self.object.withdrawn_on else _("Withdraw")
        buttons = [
            *super().header_more_buttons,
            Button(_("See its page"), url=self.object.get_absolute_url(), icon_name="view", priority=40),
            Button(
                _("Where it comes from"),
                url=reverse(self.provenance_url_name, args=[self.object.pk]),
                icon_name="history",
                priority=45,
            ),
        ]
        if not self.object.merged_into_id:
            url = reverse(self.withdraw_url_name, args=[self.object.pk])
            buttons.append(Button(withdraw, url=url, icon_name="warning", priority=50))
        return buttons

    def save_instance(self) -> Recommendation:
        """Log corrections by hand field by field."""
        record = super().save_instance()
        if self.form.corrections:
            data = {"fields": self.form.corrections}
            log(instance=record, action=CORRECT_ACTION, user=self.request.user, content_changed=True, data=data)
        return record


class RecommendationViewSet(RecordViewSet):
    """Everything the UN said. Records come from imports, so there is no form to add one."""

    model = Recommendation
    name = "recommendations"
    icon = "openquote"
    menu_order = 10
    routes = EDITED
    record_form = RecommendationForm
    index_view_class = listing.RecommendationIndexView
    edit_view_class = RecommendationEditView
    filterset_class = listing.RecommendationFilters
    list_display = listing.LIST_DISPLAY
    list_export = listing.LIST_EXPORT
    search_fields = listing.SEARCH_FIELDS
    ordering = listing.ORDERING
    panels = [
        HelpPanel(template="recommendations/admin/at_a_glance.html"),
        MultiFieldPanel([FieldPanel("summary_en"), FieldPanel("summary_es")], heading=_("In plain words (ours)")),
        MultiFieldPanel(
            [FieldPanel("reach"), FieldPanel("can_do_en"), FieldPanel("can_do_es")], heading=_("What a city can do")
        ),
        FieldPanel("themes"),
        FieldPanel("corrected"),
        MultiFieldPanel(
            [
                FieldPanel("review"),
                FieldPanel("document"),
                FieldRowPanel([FieldPanel("paragraph"), FieldPanel("part")]),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("published_on")]),
                FieldPanel("text"),
                FieldPanel("text_language"),
            ],
            heading=_("Official text (UN)"),
        ),
        MultiFieldPanel(
            [FieldPanel("position"), FieldPanel("position_source"), FieldPanel("action_category")],
            heading=_("What the State answered"),
        ),
        FieldPanel("states", heading=_("Recommending States"), classname="collapsed"),
        FieldPanel("groups", classname="collapsed"),
        FieldPanel("sdg_goals", classname="collapsed"),
        FieldPanel("sdg_targets", classname="collapsed"),
        FieldPanel("annotation_id"),
    ]

    def get_common_view_kwargs(self, **kwargs: object) -> dict[str, object]:
        """Tell the views where a record is withdrawn, and where its sources are listed."""
        return super().get_common_view_kwargs(
            withdraw_url_name=self.get_url_name("withdraw"),
            provenance_url_name=self.get_url_name("provenance"),
            **kwargs,
        )

    @property
    def provenance_view(self) -> Callable[..., HttpResponseBase]:
        """Where a record comes from."""
        return self.construct_view(ProvenanceView)

    @property
    def withdraw_view(self) -> Callable[..., HttpResponseBase]:
        """The step that takes the place of deletion."""
        return self.construct_view(WithdrawView)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the withdrawal and the sources."""
        return [
            *super().get_urlpatterns(),
            path("withdraw/<int:pk>/", self.withdraw_view, name="withdraw"),
            path("provenance/<int:pk>/", self.provenance_view, name="provenance"),
        ]
