"""One deed of a city, and its proof."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cities.models import CityAction
from cities.words import entries_with_everything


def action(request: HttpRequest, city_slug: str, slug: str) -> HttpResponse:
    """Show a published action: what it is, what it contributes to, where to read about it, who spoke of it."""
    deed = get_object_or_404(CityAction.objects.public().with_everything(), city__slug=city_slug, slug=slug)
    contributions = deed.contributions.to_standing_recommendations()
    context = {
        "action": deed,
        "contributions": contributions,
        "entries": entries_with_everything().filter(actions=deed).on_standing_recommendations(),
        "way_back": [(_("Cities"), reverse("cities")), (str(deed.city), deed.city.get_absolute_url())],
        "has_example": deed.city.is_example or any(each.recommendation.is_example for each in contributions),
    }
    return render(request, "search/action.html", context)
