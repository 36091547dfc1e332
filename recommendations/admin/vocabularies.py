"""Themes and affected groups in the admin, each with every label that documents used for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import NumberColumn

from mechanisms.admin.forms import LabelRow, LabelRows, RecordForm, RowsPanel, rows_of
from mechanisms.admin.policy_views import RecordIndexView
from mechanisms.admin.viewsets import RecordViewSet
from recommendations.models import AffectedGroup, AffectedGroupAlias, Theme, ThemeAlias

_LABELS_HELP = _("An import that finds one of these labels means this record. Tick “Delete” to take a label away.")


class ThemeForm(RecordForm):
    """A theme and the labels that mean it."""

    given_once = ("slug",)
    row_sets = {
        "aliases": rows_of(
            Theme, ThemeAlias, ("label", "generation"), form=LabelRow, formset=LabelRows, can_delete=True
        )
    }


class ThemeIndexView(RecordIndexView):
    """The list of themes with the number of labels that mean each."""

    def get_base_queryset(self) -> models.QuerySet:
        """Count the labels."""
        return super().get_base_queryset().annotate(label_count=models.Count("aliases"))


class ThemeViewSet(RecordViewSet):
    """The controlled vocabulary of themes, and the crosswalk."""

    model = Theme
    name = "themes"
    icon = "tag"
    menu_order = 40
    record_form = ThemeForm
    index_view_class = ThemeIndexView
    list_display = [
        "name",
        "label_es",
        NumberColumn("label_count", label=_("Other labels"), sort_key="label_count"),
    ]
    list_export = ["slug", "name", "label_es", "meaning_en", "meaning_es"]
    search_fields = ["name", "label_es", "aliases__label"]
    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("label_es")], heading=_("Name")),
        FieldPanel("slug"),
        MultiFieldPanel([FieldPanel("meaning_en"), FieldPanel("meaning_es")], heading=_("Meaning")),
        RowsPanel("aliases", heading=_("Other labels (the crosswalk)"), help_text=_LABELS_HELP),
    ]


class AffectedGroupForm(RecordForm):
    """An affected group and the labels that mean it."""

    given_once = ("slug",)
    row_sets = {
        "aliases": rows_of(
            AffectedGroup, AffectedGroupAlias, ("label",), form=LabelRow, formset=LabelRows, can_delete=True
        )
    }


class AffectedGroupViewSet(RecordViewSet):
    """Groups of persons that recommendations are about."""

    model = AffectedGroup
    name = "affected-groups"
    icon = "user"
    menu_order = 42
    record_form = AffectedGroupForm
    list_display = ["__str__", "name_en", "name_es"]
    list_export = ["slug", "name_en", "name_es"]
    search_fields = ["name_en", "name_es", "aliases__label"]
    panels = [
        MultiFieldPanel([FieldPanel("name_en"), FieldPanel("name_es")], heading=_("Name")),
        FieldPanel("slug"),
        RowsPanel("aliases", heading=_("Other labels"), help_text=_LABELS_HELP),
    ]
