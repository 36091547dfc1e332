"""One recommendation as the tracker shows it in lists."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from recommendations.models import Recommendation
from search.admin.keys import LONGEST_KEY
from search.results import row_of, with_card_data


class RecommendationBlock(blocks.ChooserBlock):
    """A recommendation found by the tracker's own chooser. Kept by its slug, which never changes."""

    target_model = Recommendation

    @cached_property
    def widget(self) -> forms.Widget:
        """The tracker's chooser."""
        from search.admin.chooser import recommendation_chooser

        return recommendation_chooser.widget_class()

    def value_from_form(self, value: object) -> Recommendation | None:
        """Return the record with this number; None where it is no number of one."""
        if isinstance(value, str) and not (value.isdecimal() and len(value) <= LONGEST_KEY):
            return None
        return super().value_from_form(value)

    def to_python(self, value: object) -> Recommendation | None:
        """Return the record with this slug; None where there is none."""
        return self.bulk_to_python([value])[0]

    def bulk_to_python(self, values: list[Any]) -> list[Recommendation | None]:
        """Return the records with these slugs in their order (one query)."""
        slugs = {str(value) for value in values if value}
        found = {each.slug: each for each in Recommendation.objects.filter(slug__in=slugs)} if slugs else {}
        return [found.get(str(value)) for value in values]

    def get_prep_value(self, value: Recommendation | None) -> str | None:
        """Keep the slug."""
        return value.slug if value else None

    def get_translatable_segments(self, value: object) -> list[object]:
        """Every translation shows the same record."""
        return []


class RecommendationCardBlock(blocks.StructBlock):
    """A card with what was asked, by whom, and which cities act on it. It changes with the record."""

    recommendation = RecommendationBlock(label=_("Recommendation"))

    class Meta:
        icon = "openquote"
        label = _("One recommendation")
        template = "home/blocks/recommendation_card.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the row of the record that stands today; one that was merged leads to its survivor (6 queries)."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        chosen = value["recommendation"]
        record = Recommendation.objects.survivor(chosen) if chosen else None
        context["withdrawn"] = record if record and record.withdrawn_on else None
        if record and not record.withdrawn_on:
            context["row"] = row_of(with_card_data(Recommendation.objects.public()).get(pk=record.pk))
        return context
