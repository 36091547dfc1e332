"""Choices of records of the tracker. What is kept is the record's lasting name, as in addresses, not its number."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cities.models import City
from mechanisms.models import Review
from recommendations.models import Theme

Choices = list[tuple[str, str | LazyText]]


class KeyBlock(blocks.FieldBlock):
    """A list to choose one record from. Its value is no text, so translations share it."""

    def __init__(
        self, choices: Callable[[], Choices], required: bool = True, help_text: Any = "", **kwargs: object
    ) -> None:
        self.field = forms.ChoiceField(
            choices=lambda: [("", "---------"), *choices()], required=required, help_text=help_text
        )
        super().__init__(**kwargs)


class ReviewBlock(KeyBlock):
    """A review of the home country, by its key."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(review_choices, **kwargs)  # type: ignore[arg-type]


class CityBlock(KeyBlock):
    """A city, by its slug."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(city_choices, **kwargs)  # type: ignore[arg-type]


class ThemeBlock(KeyBlock):
    """A theme, by its slug."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(theme_choices, **kwargs)  # type: ignore[arg-type]


def review_choices() -> Choices:
    """Return the reviews of the home country, the latest first."""
    return [(review.key, review.title) for review in Review.objects.of_home_country().for_page().newest_first()]


def city_choices() -> Choices:
    """Return every city; a made-up one says so."""
    example = _("%(city)s (example)")
    return [(city.slug, str(example) % {"city": city} if city.is_example else str(city)) for city in City.objects.all()]


def theme_choices() -> Choices:
    """Return the themes by their labels."""
    return sorted(((theme.slug, theme.label) for theme in Theme.objects.all()), key=lambda choice: choice[1])
