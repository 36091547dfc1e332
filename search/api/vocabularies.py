"""Themes and reviews: what a search may name."""

from django.http import HttpRequest
from django.urls import reverse

from mechanisms.models import Country, Review
from recommendations.models import Recommendation, Theme
from search.api import city_shapes as shapes
from search.api.application import api, operation
from search.api.options import LANG, Option, read_options
from search.document import Absolute, Data

COUNTRY = Option(
    "country", "Reviews of this country, ISO alpha-3. Without it, the home country.", "USA", vocabulary="country"
)
MECHANISM = Option("mechanism", "Reviews by this mechanism.", "upr", vocabulary="mechanism")


@api.get(
    "/themes",
    response=shapes.ThemeList,
    summary="Themes",
    operation_id="themes",
    url_name="themes",
    openapi_extra=operation(),
)
def themes(request: HttpRequest) -> Data:
    """Every theme of the vocabulary with the number of records that carry it."""
    read_options(request, LANG)
    counts = Recommendation.objects.public().of_home_country().tally("recommendation_themes__tag")
    found = sorted(Theme.objects.all(), key=lambda theme: theme.label)
    absolute = request.build_absolute_uri
    return {"count": len(found), "results": [_theme(theme, counts.get(theme.pk, 0), absolute) for theme in found]}


def _theme(theme: Theme, count: int, absolute: Absolute) -> Data:
    return {
        "slug": theme.slug,
        "url": absolute(reverse("theme", args=[theme.slug])),
        "label": theme.label,
        "meaning": theme.meaning,
        "count": count,
    }


@api.get(
    "/reviews",
    response=shapes.ReviewList,
    summary="Reviews",
    operation_id="reviews",
    url_name="reviews",
    openapi_extra=operation(COUNTRY, MECHANISM),
)
def reviews(request: HttpRequest) -> Data:
    """The reviews of a country with their documents and how complete our record of them is."""
    asked = read_options(request, COUNTRY, MECHANISM, LANG)
    found = Review.objects.select_related("mechanism", "country").prefetch_related("documents").newest_first()
    country = asked.get("country", Country.objects.home().iso3)
    found = found.filter(country__iso3=country)
    if "mechanism" in asked:
        found = found.filter(mechanism__slug=asked["mechanism"])
    counts = Recommendation.objects.public().filter(review__country__iso3=country).tally("review")
    results = [_review(review, counts.get(review.pk, 0), request.build_absolute_uri) for review in found]
    return {"count": len(results), "results": results}


def _review(review: Review, count: int, absolute: Absolute) -> Data:
    documents = sorted(review.documents.all(), key=lambda document: document.symbol)
    return {
        "key": review.key,
        "url": absolute(reverse("review", args=[review.mechanism.slug, review.key])),
        "title": review.title,
        "mechanism": review.mechanism.slug,
        "country": review.country.iso3,
        "cycle": review.cycle,
        "session": review.session,
        "year": review.year,
        "state": review.state,
        "record": review.record,
        "record_note": review.record_note,
        "count": count,
        "documents": [{"symbol": each.symbol, "kind": each.kind, "url": each.link} for each in documents],
    }
