"""Mechanisms in the admin, with the other names under which files know them."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from mechanisms.admin.forms import LabelRow, LabelRows, RecordForm, RowsPanel, rows_of
from mechanisms.admin.viewsets import RecordViewSet
from mechanisms.models import Mechanism, MechanismName


class MechanismForm(RecordForm):
    """A mechanism and its other names."""

    given_once = ("slug",)
    row_sets = {
        "other_names": rows_of(Mechanism, MechanismName, ("name",), form=LabelRow, formset=LabelRows, can_delete=True)
    }


class MechanismViewSet(RecordViewSet):
    """UN bodies and procedures."""

    model = Mechanism
    name = "mechanisms"
    icon = "group"
    menu_order = 30
    record_form = MechanismForm
    list_display = ["__str__", "kind", "name_es"]
    list_filter = ["kind"]
    list_export = ["slug", "acronym", "name_en", "name_es", "kind", "treaty_en"]
    search_fields = ["name_en", "name_es", "acronym", "other_names__name"]
    panels = [
        MultiFieldPanel([FieldPanel("name_en"), FieldPanel("name_es")], heading=_("Name")),
        FieldRowPanel([FieldPanel("acronym"), FieldPanel("acronym_es"), FieldPanel("kind")]),
        FieldPanel("slug"),
        MultiFieldPanel([FieldPanel("treaty_en"), FieldPanel("treaty_es")], heading=_("Treaty")),
        RowsPanel(
            "other_names",
            heading=_("Other names"),
            help_text=_("Names that exports and documents use. An import finds the mechanism by any of them."),
        ),
    ]
