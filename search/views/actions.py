"""Deeds of cities: lists of them, and one deed with its proof."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cities.models import City, CityAction
from cities.words import entries_with_everything
from search.action_list import PER_PAGE, ActionFilter
from search.paging import paging

OPEN_FACETS = ("status", "kind")


def actions(request: HttpRequest) -> HttpResponse:
    """List the published actions of all cities, with filters."""
    return _list(request, None, [(_("Cities"), reverse("cities"))])


def city_actions(request: HttpRequest, slug: str) -> HttpResponse:
    """List the published actions of one city, with filters."""
    city = get_object_or_404(City, slug=slug)
    return _list(request, city, [(_("Cities"), reverse("cities")), (str(city), city.get_absolute_url())])


def _list(request: HttpRequest, city: City | None, way_back: list[tuple[str, str]]) -> HttpResponse:
    wanted = ActionFilter.parse(request.GET, city)
    paginator = Paginator(wanted.actions(), PER_PAGE)
    paginator.count = wanted.total
    page = paginator.get_page(wanted.page)
    found = list(page.object_list)
    context = {
        "city": city,
        "wanted": wanted,
        "actions": found,
        **paging(page, wanted.page_url),
        "facets": [] if wanted.problems else wanted.facets(),
        "open_facets": OPEN_FACETS,
        "chips": [] if wanted.problems else wanted.chips(),
        "way_back": way_back,
        "has_example": any(action.city.is_example for action in found),
    }
    return render(request, "search/actions.html", context)


def action(request: HttpRequest, city_slug: str, slug: str) -> HttpResponse:
    """Show a published action: what it is, what it contributes to, where to read about it, who spoke of it."""
    deed = get_object_or_404(CityAction.objects.public().with_everything(), city__slug=city_slug, slug=slug)
    contributions = deed.contributions.to_standing_recommendations()
    city_actions_url = reverse("city_actions", args=[deed.city.slug])
    context = {
        "action": deed,
        "contributions": contributions,
        "entries": entries_with_everything().filter(actions=deed).on_standing_recommendations(),
        "way_back": [
            (_("Cities"), reverse("cities")),
            (str(deed.city), deed.city.get_absolute_url()),
            (pgettext("of cities", "Actions"), city_actions_url),
        ],
        "has_example": deed.city.is_example or any(each.recommendation.is_example for each in contributions),
    }
    return render(request, "search/action.html", context)
