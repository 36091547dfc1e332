"""Cities and assessors in the admin."""

from typing import Any

import django_filters
from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.permissions import policy_registry

from cities.models import Assessor, City, Membership
from mechanisms.admin.forms import RecordForm, RowSets, RowsPanel, rows_of
from mechanisms.admin.policy_views import RecordIndexView
from mechanisms.admin.viewsets import RecordViewSet


class CityForm(RecordForm):
    """A city's profile."""

    given_once = ("slug",)


class CityViewSet(RecordViewSet):
    """Local governments of the alliance."""

    model = City
    name = "cities"
    icon = "site"
    menu_order = 60
    record_form = CityForm
    list_display = ["__str__", "kind", "designation", "designation_year"]
    list_filter = ["kind", "designation", "is_example"]
    list_export = ["slug", "name", "state", "kind", "designation", "designation_year", "instrument_en", "website"]
    search_fields = ["name", "state", "slug", "place_code"]
    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("country"), FieldPanel("state")]),
        FieldRowPanel([FieldPanel("place_code"), FieldPanel("time_zone")]),
        MultiFieldPanel(
            [
                FieldPanel("designation"),
                FieldPanel("designation_year"),
                FieldPanel("instrument_en"),
                FieldPanel("instrument_es"),
                FieldPanel("designation_source"),
            ],
            heading=_("Designation"),
        ),
        MultiFieldPanel(
            [FieldPanel("commission_en"), FieldPanel("commission_es"), FieldPanel("commission_url")],
            heading=_("Commission"),
        ),
        MultiFieldPanel([FieldPanel("website"), FieldPanel("contact_email")], heading=_("Contact")),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])], heading=_("Place on the map")
        ),
        FieldPanel("is_example"),
    ]


class AssessorFilters(WagtailFilterSet):
    """Which assessors to list."""

    city = django_filters.ModelChoiceFilter(queryset=City.objects.all(), label=_("City"))
    kind = django_filters.ChoiceFilter(choices=Assessor.Kind.choices, label=_("Kind"))
    unverified = django_filters.BooleanFilter(
        field_name="verified_on", lookup_expr="isnull", label=_("Not verified yet")
    )

    class Meta:
        model = Assessor
        fields: list[str] = []


class AssessorIndexView(RecordIndexView):
    """The list of assessors."""

    def get_base_queryset(self) -> models.QuerySet:
        """Fetch the cities."""
        return super().get_base_queryset().select_related("city")


class MembershipRow(forms.ModelForm):
    """Who acts for the assessor. The person of a membership stays; it ends, it is not deleted."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["user"].disabled = True


class AssessorForm(RecordForm):
    """An assessor; for admins, also who acts for it. City and side stay: words were given for them."""

    given_once = ("slug", "city", "kind")
    row_sets = {"memberships": rows_of(Assessor, Membership, ("user", "role", "ended_at"), form=MembershipRow, extra=1)}

    def get_row_sets(self) -> RowSets:
        """Show members to those who may change them. A new assessor is saved first."""
        may_change = policy_registry.get_by_type(Membership).user_has_permission(self.for_user, "change")
        return self.row_sets if may_change and self.instance.pk else {}

    def save(self, commit: bool = True) -> Assessor:
        """Remember who verified it."""
        if "verified_on" in self.changed_data:
            self.instance.verified_by = self.for_user if self.cleaned_data["verified_on"] else None
        return super().save(commit=commit)  # type: ignore[return-value]


class AssessorViewSet(RecordViewSet):
    """Whose word it is."""

    model = Assessor
    name = "assessors"
    icon = "group"
    menu_order = 62
    record_form = AssessorForm
    index_view_class = AssessorIndexView
    filterset_class = AssessorFilters
    list_display = ["name", Column("city", label=_("City")), "kind", BooleanColumn("is_verified", label=_("Verified"))]
    list_export = ["slug", "name", "kind", "city", "verified_on", "funding_by_city_en"]
    search_fields = ["name", "slug", "city__name"]
    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("city")]),
        FieldPanel("website"),
        FieldPanel("funding_by_city_en"),
        FieldPanel("funding_by_city_es"),
        MultiFieldPanel([FieldPanel("verified_on"), FieldPanel("verification")], heading=_("Verification")),
        RowsPanel(
            "memberships",
            heading=_("Members"),
            help_text=_("A membership ends; it is not deleted. Nobody acts for two assessors of one city."),
        ),
    ]
