"""The form for a city action: whose word it is, is settled when it is made."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from cities.models import Assessor, City, CityAction
from cities.permissions import action_policy

_UNTITLED = "action"


class CityActionForm(WagtailAdminModelForm):
    """An action. City and assessor are chosen once, among those the person may record for; so is the address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["city"], self.fields["recorded_by"]
        else:
            self._offer_whose_word()

    def _offer_whose_word(self) -> None:
        own = action_policy.assessors_to_record_for(self.for_user)
        for_alliance = action_policy.speaks_for_the_alliance(self.for_user)
        if not for_alliance:
            del self.fields["city"]
        recorded_by = self.fields["recorded_by"]
        recorded_by.queryset = Assessor.objects.filter(pk__in=[assessor.pk for assessor in own])
        recorded_by.required = not for_alliance
        if not own:
            del self.fields["recorded_by"]
        elif not for_alliance:
            recorded_by.help_text = _("Whose word it is. It stays after the first save.")
            if len(own) == 1:
                recorded_by.empty_label = None
                self.initial["recorded_by"] = own[0].pk

    def is_valid(self) -> bool:
        """Look at the form, then at what the action is said to serve."""
        return super().is_valid() and self._serves_its_country()

    def _serves_its_country(self) -> bool:
        """Whether every recommendation was made to the city's country; those that were not are named at their field.

        The dialog offers no others; an address made by hand may.
        """
        served = self.formsets["contributions"].forms if "contributions" in self.formsets else []
        for form in served:
            chosen = form.cleaned_data.get("recommendation")
            if chosen and chosen.review.country_id != self.instance.city.country_id:
                form.add_error("recommendation", _("This recommendation was made to another country."))
        return all(form.is_valid() for form in served)

    def clean(self) -> dict[str, Any]:
        """Take the city from the assessor, and give the action its address."""
        cleaned = super().clean() or self.cleaned_data
        if not self.instance.pk:
            self._settle_city_and_address(cleaned)
        for name in ("starts", "ends"):
            self._cut_to_precision(cleaned, name)
        return cleaned

    def _cut_to_precision(self, cleaned: dict[str, Any], name: str) -> None:
        """Take the first day of the month or year where no more is known, so that no false day lies behind it."""
        day, precision = cleaned.get(f"{name}_on"), cleaned.get(f"{name}_precision")
        if day and precision == CityAction.Precision.YEAR:
            cleaned[f"{name}_on"] = day.replace(month=1, day=1)
        elif day and precision == CityAction.Precision.MONTH:
            cleaned[f"{name}_on"] = day.replace(day=1)

    def _settle_city_and_address(self, cleaned: dict[str, Any]) -> None:
        assessor: Assessor | None = cleaned.get("recorded_by")
        city: City | None = assessor.city if assessor else cleaned.get("city")
        if city is None:
            # Even a draft belongs somewhere; without this field the record cannot be saved at all.
            field = "city" if "city" in self.fields else "recorded_by"
            if field in self.fields and field not in self.errors:
                self.add_error(field, ValidationError(_("Choose whose action it is."), code="required"))
            elif field not in self.fields:
                raise ValidationError(_("You act for no assessor, so you cannot record an action."))
            return
        cleaned["city"] = city
        self.instance.city = city
        self.instance.slug = free_slug(city, cleaned.get("title_en") or cleaned.get("title_es") or "")


def free_slug(city: City, title: str) -> str:
    """Return an address for an action of ``city`` that no other action of it has."""
    longest = CityAction._meta.get_field("slug").max_length - 5
    base = slugify(title)[:longest].strip("-") or _UNTITLED
    taken = set(CityAction.objects.filter(city=city, slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
