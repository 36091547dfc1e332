"""The cities, one city, and how far it has come in whose word."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cities.models import City, CityAction, ProgressUpdate
from cities.words import entries_with_everything
from search.finding import finder
from search.numbers import parts
from search.record import Record
from search.selection import Selection
from search.selection.parameters import NONE

LATEST_ENTRIES = 5
THEMES_SHOWN = 8


def cities(request: HttpRequest) -> HttpResponse:
    """List the cities: designated, with an initiative, others with actions on record, and examples."""
    listed = list(City.objects.for_list())
    real = [city for city in listed if not city.is_example]
    groups = [(kind, [city for city in real if city.designation == kind]) for kind in City.Designation]
    context = {
        "groups": [(kind, members) for kind, members in groups if members],
        "examples": [city for city in listed if city.is_example],
        "total": len(real),
    }
    return render(request, "search/cities.html", context)


def city(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one city: what it committed to, its record with the denominator, its actions, the latest words."""
    found = get_object_or_404(City, slug=slug)
    published = Selection(city=(found.slug,))
    context = {
        "city": found,
        "record": Record.of(found),
        "actions": CityAction.objects.of_city(found).public().with_number_of_recommendations().newest_first(),
        "entries": latest_entries(found),
        "published": finder().total(published),
        "published_url": published.url,
        "themes": [part for part in parts(published, "theme") if part.name != NONE],
        "has_example": found.is_example,
        "way_back": [(_("Cities"), reverse("cities"))],
    }
    return render(request, "search/city.html", context)


def progress(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how much of the city's part is assessed and how far it is, by theme, one side at a time."""
    found = get_object_or_404(City, slug=slug)
    record = Record.of(found)
    themes = record.themes(THEMES_SHOWN)
    context = {
        "city": found,
        "record": record,
        "sides": [(side, themes[side.kind]) for side in record.sides],
        "entries": latest_entries(found, whole=True),
        "has_example": found.is_example,
        "way_back": [(_("Cities"), reverse("cities")), (str(found), found.get_absolute_url())],
    }
    return render(request, "search/city_progress.html", context)


def latest_entries(found: City, *, whole: bool = False) -> list[ProgressUpdate]:
    """Return the latest published entries of the city's assessors; ``whole`` with their evidence, replies and all."""
    entries = entries_with_everything() if whole else ProgressUpdate.objects.public()
    latest = entries.of_city(found).on_standing_recommendations().latest_published_first()
    return list(latest[:LATEST_ENTRIES])
