"""The themes, and one theme: what was asked about it and who acts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cities.models import City, CityAction
from mechanisms.models import Country
from recommendations.models import Theme
from search.facets import facet
from search.finding import finder
from search.numbers import answers, parts
from search.results import Results
from search.selection import Selection
from search.selection.parameters import NONE

FIRST_RECOMMENDATIONS = 5
NEWEST_ACTIONS = 4


def themes(request: HttpRequest) -> HttpResponse:
    """List every theme with the number of records that carry it, by name; those that none carries at the end."""
    values = facet(Selection(), "theme").values
    named = sorted((value for value in values if value.value != NONE), key=lambda value: value.label.casefold())
    context = {
        "carried": [value for value in named if value.count],
        "not_carried": [value for value in named if not value.count],
        "without": next(value for value in values if value.value == NONE),
        "on_record": finder().on_record(()),
        "all_url": Selection().url,
    }
    return render(request, "search/themes.html", context)


def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one theme: its meaning, its numbers, the newest records, and what cities do about them."""
    found = get_object_or_404(Theme.objects.prefetch_related("aliases"), slug=slug)
    selection = Selection(theme=(found.slug,))
    results = Results(selection, facets=())
    rows = results.rows[:FIRST_RECOMMENDATIONS]
    cities = parts(selection, "city")
    actions = CityAction.objects.public().on_theme(found).with_number_of_recommendations().newest_first()
    context = {
        "theme": found,
        "results": results,
        "rows": rows,
        "all_url": selection.url,
        "mechanisms": parts(selection, "mechanism"),
        "reach": parts(selection, "reach"),
        "answers": answers(selection),
        "home": Country.objects.home(),
        "cities": cities,
        "actions": actions[:NEWEST_ACTIONS],
        "actions_total": CityAction.objects.public().on_theme(found).count(),
        "has_example": any(row.has_example for row in rows) or City.objects.any_example([city.name for city in cities]),
        "way_back": [(_("Themes"), reverse("themes"))],
    }
    return render(request, "search/theme.html", context)
