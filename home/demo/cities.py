"""Cities, and what public sources say they did. What exists stays as it is: it belongs to the editors."""

from collections import defaultdict

from django.db import transaction

from cities.models import ActionContribution, ActionSource, Assessor, City, CityAction
from home.demo.files import RECOMMENDATION_KEY, Recommendations, rows
from mechanisms.models import Country
from mechanisms.reference_rows import ReferenceRow, create_missing

CITY = (
    *("name", "state", "slug", "kind", "designation", "designation_year", "instrument_en", "instrument_es"),
    *("designation_source", "time_zone", "place_code", "latitude", "longitude"),
    *("commission_en", "commission_es", "commission_url", "website", "contact_email"),
)
_PARSED = ("designation_year", "latitude", "longitude")
ACTION = (
    *("city", "slug", "title_en", "title_es", "kind", "status", "starts_on", "precision", "responsible_body"),
    *("summary_en", "summary_es", "source_urls", "note_en", "note_es"),
)
CONTRIBUTION = ("city", "action", *RECOMMENDATION_KEY, "contribution_en", "contribution_es")


@transaction.atomic
def load_cities(name: str = "cities", *, is_example: bool = False) -> int:
    """Create the cities of ``demo/<name>.csv`` that are missing; return how many."""
    country = Country.objects.get(iso3="USA")
    present = {city.slug: city for city in City.objects.all()}
    planned = {
        row.needed("slug"): row.checked(
            City(
                country=country,
                designation_year=row.number_or_none("designation_year"),
                is_example=is_example,
                latitude=row.decimal_or_none("latitude"),
                longitude=row.decimal_or_none("longitude"),
                **{column: row.text(column) for column in CITY if column not in _PARSED},
            )
        )
        for row in rows(name, CITY)
    }
    return create_missing(planned, present, "default")


@transaction.atomic
def load_actions(
    actions: str = "city_actions", contributions: str = "action_contributions", *, recorded: bool = False
) -> int:
    """Create and publish the actions of ``demo/<actions>.csv`` that are missing, with sources and links.

    ``recorded``: the file says which assessor recorded each (column ``recorded_by``). Actions from public sources have
    none: the alliance's editors recorded them. Returns how many were made.
    """
    columns = (*ACTION, "recorded_by") if recorded else ACTION
    cities = {city.slug: city for city in City.objects.all()}
    assessors = {assessor.slug: assessor for assessor in Assessor.objects.all()}
    present = set(CityAction.objects.values_list("city__slug", "slug"))
    missing = [row for row in rows(actions, columns) if (row.text("city"), row.text("slug")) not in present]
    links = _contributions(contributions) if missing else {}
    for row in missing:
        action = _action(row, cities)
        if recorded:
            action.recorded_by = row.found("recorded_by", assessors)
        action.sources = [ActionSource(url=url) for url in row.items("source_urls")]
        action.contributions = links.get((row.text("city"), row.text("slug")), [])
        row.checked(action).save()
        action.save_revision().publish()
    return len(missing)


def _action(row: ReferenceRow, cities: dict[str, City]) -> CityAction:
    same = ("slug", "title_en", "title_es", "kind", "status", "responsible_body", "summary_en", "summary_es")
    return CityAction(
        city=row.found("city", cities),
        starts_on=row.date_or_none("starts_on"),
        starts_precision=row.text("precision"),
        note_en=row.text("note_en"),
        note_es=row.text("note_es"),
        **{column: row.text(column) for column in same},
    )


def _contributions(name: str) -> dict[tuple[str, str], list[ActionContribution]]:
    recommendations = Recommendations()
    links = defaultdict(list)
    for row in rows(name, CONTRIBUTION):
        links[row.text("city"), row.text("action")].append(
            row.checked(
                ActionContribution(
                    recommendation=recommendations.find(row),
                    contribution_en=row.needed("contribution_en"),
                    contribution_es=row.needed("contribution_es"),
                )
            )
        )
    return links
