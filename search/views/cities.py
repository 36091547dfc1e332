"""The cities, one city, and what changed in its record."""

from django.core.paginator import Paginator
from django.db.models import Count, Window
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cities.history import Change, History
from cities.models import Assessor, City, CityAction
from search.city_map import CityMap
from search.known_on import KnownOn
from search.paging import paging
from search.record import Record
from search.word_changes import Printer

ACTIONS_SHOWN = 5
CHANGES_SHOWN = 5
THEMES_SHOWN = 8
CHANGES_A_PAGE = 25
_SIDES = Assessor.Kind.values


def cities(request: HttpRequest) -> HttpResponse:
    """List the cities beside a map: designated, with an initiative, others with actions on record, and examples."""
    listed = list(City.objects.for_list())
    real = [city for city in listed if not city.is_example]
    groups = [(kind, [city for city in real if city.designation == kind]) for kind in City.Designation]
    context = {
        "groups": [(kind, members) for kind, members in groups if members],
        "examples": [city for city in listed if city.is_example],
        "total": len(real),
        "map": CityMap.of(real),
    }
    return render(request, "search/cities.html", context)


def city(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one city: what it committed to, its record with the denominator, its actions, who assesses it.

    ``known_on`` shows the record, without the actions, as it had been published by the end of that day.
    """
    found = get_object_or_404(City, slug=slug)
    known_on = KnownOn.parse(request.GET, found)
    if known_on.problem:
        context = {"city": found, "known_on": known_on, "way_back": [(_("Cities"), reverse("cities"))]}
        return render(request, "search/city.html", context, status=400)
    record = Record.of(found, known_on.day)
    changes = _since_last_review(record)
    # The number of all stands in each row, so that it costs no query of its own.
    newest = CityAction.objects.of_city(found).public().with_number_of_recommendations().newest_first()
    actions = [] if known_on.day else list(newest.annotate(of=Window(Count("pk")))[:ACTIONS_SHOWN])
    context = {
        "city": found,
        "known_on": known_on,
        "record": record,
        "actions": actions,
        "action_count": actions[0].of if actions else 0,
        "changes": Printer(changes[:CHANGES_SHOWN]).changes(changes[:CHANGES_SHOWN]) if changes else [],
        "change_count": len(changes),
        "themes": record.themes[:THEMES_SHOWN],
        "more_themes": record.themes[THEMES_SHOWN:],
        "assessors": sorted(found.assessors.all(), key=lambda each: (_SIDES.index(each.kind), each.name)),
        "says_nothing": not actions and not record.history.entries,
        "has_example": found.is_example,
        "way_back": [(_("Cities"), reverse("cities"))],
    }
    return render(request, "search/city.html", context)


def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """List every change of the city's record, the latest published first."""
    found = get_object_or_404(City, slug=slug)
    paginator = Paginator(History.of(found).changes, CHANGES_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "city": found,
        "changes": Printer(page.object_list).changes(page.object_list),
        "total": paginator.count,
        **paging(page, lambda number: f"?page={number}"),
        "has_example": found.is_example,
        "way_back": [(_("Cities"), reverse("cities")), (str(found), found.get_absolute_url())],
    }
    return render(request, "search/city_changes.html", context)


def _since_last_review(record: Record) -> list[Change]:
    """Return what changed since the outcome of the review completed last; all of it where no day is on record."""
    if record.last_review is None:
        return record.history.changes
    return record.history.changes_between(record.last_review[1], record.day)
