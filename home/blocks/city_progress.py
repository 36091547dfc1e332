"""How far a city is, in the words of each side."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cities.models import City
from home.blocks.keys import CityBlock, ThemeBlock
from search.record import Record


class CityProgressBlock(blocks.StructBlock):
    """A city's bars with the table that says the same, one side at a time, as on its own page."""

    city = CityBlock(label=_("City"))
    theme = ThemeBlock(label=_("Theme"), required=False, help_text=_("Leave it empty for all themes together."))

    class Meta:
        icon = "site"
        label = _("Progress of a city")
        label_format = "{city} {theme}"
        template = "home/blocks/city_progress.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the city and its figures (6 queries)."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        city = City.objects.filter(slug=value["city"]).first()
        context["city"] = city
        if city:
            record = Record.of(city)
            wanted = value.get("theme") or ""
            context["record"] = record
            context["theme_row"] = next((row for row in record.themes if row.theme.slug == wanted), None)
            context["theme_missing"] = bool(wanted) and context["theme_row"] is None
        return context
