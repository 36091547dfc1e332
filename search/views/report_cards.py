"""A city's report card, to print and carry to council, and its history as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cities.models import City
from search.known_on import KnownOn
from search.report_card import ReportCard


def report_card(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how much of the city's part is assessed and how far it is, one side at a time, today or on a past day."""
    city = get_object_or_404(City, slug=slug)
    known_on = KnownOn.parse(request.GET, city)
    context = {
        "city": city,
        "known_on": known_on,
        "card": None if known_on.problem else ReportCard.of(city, known_on.day),
        "has_example": city.is_example,
        "way_back": [(_("Cities"), reverse("cities")), (str(city), city.get_absolute_url())],
    }
    return render(request, "search/report_card.html", context, status=400 if known_on.problem else 200)
