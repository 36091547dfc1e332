"""Forms of pages that point to records of the tracker."""

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminPageForm

from mechanisms.models import Review


class TrackerPageForm(WagtailAdminPageForm):
    """Offers the reviews of the home country, the latest first, with what their titles need (one query)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("review")
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Review.objects.of_home_country().for_page().newest_first()
