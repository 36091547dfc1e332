"""Cities: the list, and one city."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Path

from cities.models import Assessor, City
from search.api import city_shapes as shapes
from search.api.application import api, operation
from search.api.options import LANG, read_options
from search.document import Absolute, Data


@api.get(
    "/cities",
    response=shapes.CityList,
    summary="Cities",
    operation_id="cities",
    url_name="cities",
    openapi_extra=operation(),
)
def cities(request: HttpRequest) -> Data:
    """Every city with its designation. A made-up city says so."""
    read_options(request, LANG)
    found = City.objects.for_list().select_related("country")
    results = [city_data(city, request.build_absolute_uri) for city in found]
    return {"count": len(results), "results": results}


@api.get(
    "/cities/{slug:slug}",
    response=shapes.WholeCity,
    summary="One city",
    operation_id="city",
    url_name="city",
    openapi_extra=operation(errors=(404,)),
)
def city(
    request: HttpRequest, slug: str = Path(..., description="The slug of a city.", example="example-falls")
) -> Data:
    """One city and who assesses it."""
    read_options(request, LANG)
    found = get_object_or_404(City.objects.for_list().select_related("country"), slug=slug)
    absolute = request.build_absolute_uri
    assessors = Assessor.objects.filter(city=found, verified_on__isnull=False).order_by("kind", "name")
    return {
        **city_data(found, absolute),
        "time_zone": found.time_zone,
        "instrument": found.instrument,
        "designation_source": found.designation_source,
        "website": found.website,
        "contact_email": found.contact_email,
        "assessors": [_assessor(assessor) for assessor in assessors],
        "recommendations_url": absolute(f"{reverse('api-v1:recommendations')}?city={found.slug}"),
        "progress_url": absolute(reverse("api-v1:progress", args=[found.slug])),
    }


def city_data(city: City, absolute: Absolute) -> Data:
    """Return one city of ``City.objects.for_list()``."""
    return {
        "slug": city.slug,
        "url": absolute(city.get_absolute_url()),
        "name": city.name,
        "kind": city.kind,
        "state": city.state,
        "country": city.country.iso3,
        "place_code": city.place_code,
        "designation": city.designation,
        "designation_year": city.designation_year,
        "actions_count": city.action_count,  # type: ignore[attr-defined]
        "is_example": city.is_example,
    }


def _assessor(assessor: Assessor) -> Data:
    return {
        "slug": assessor.slug,
        "name": assessor.name,
        "by": assessor.kind,
        "website": assessor.website,
        "funding_by_city": assessor.funding_by_city,
        "verified_on": assessor.verified_on.isoformat() if assessor.verified_on else "",
    }
