"""Recommendations: the search, and one record."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Path

from recommendations.models import Recommendation
from search.api import shapes
from search.api.application import api, operation
from search.api.options import CURSOR, LANG, RefusedError, described_search, problems_of, read_options
from search.document import Absolute, Data, record_data, with_document_data
from search.listing import Listing
from search.problem_details import problem_details
from search.results import row_of


@api.get(
    "/recommendations",
    response=shapes.RecommendationList,
    summary="Search recommendations",
    operation_id="recommendations",
    url_name="recommendations",
    openapi_extra=operation(CURSOR, parameters=described_search()),
)
def recommendations(request: HttpRequest) -> Data:
    """The same search as the page `/en/recommendations/`, with the same parameters, and the numbers of each filter."""
    rest = request.GET.copy()
    languages = rest.pop("lang", [])
    listing = Listing.parse(rest)
    problems = [*problems_of({"lang": languages}, LANG), *listing.problems]
    if problems:
        raise RefusedError(problems)
    also = [("lang", str(languages[-1]))] if languages else []
    return listing.document(reverse("api-v1:recommendations"), request.build_absolute_uri, also)


@api.get(
    "/recommendations/{slug:slug}",
    response=shapes.WholeRecommendation,
    summary="One recommendation",
    operation_id="recommendation",
    url_name="recommendation",
    openapi_extra=operation(errors=(404, 410)),
)
def recommendation(
    request: HttpRequest, slug: str = Path(..., description="The permanent name.", example="upr-3-usa-26-286")
) -> Data | HttpResponse:
    """One record with its official texts. A merged one leads to the record that stands for it (301)."""
    read_options(request, LANG)
    record = get_object_or_404(with_document_data(Recommendation.objects.all()).prefetch_related("texts"), slug=slug)
    if record.merged_into_id:
        survivor = Recommendation.objects.survivor(record)
        return _moved(request, reverse("api-v1:recommendation", args=[survivor.slug]))
    if record.withdrawn_on:
        return problem_details(
            410,
            _("Withdrawn"),
            _("This record was withdrawn on %(day)s.") % {"day": record.withdrawn_on.isoformat()},
        )
    return whole(record, request.build_absolute_uri)


def whole(record: Recommendation, absolute: Absolute) -> Data:
    """Return one record with what only its own page shows."""
    texts = {text.language: text.text for text in record.texts.all()}
    if record.text:
        texts[record.text_language] = record.text
    return {
        **record_data(row_of(record), absolute),
        "position_source": record.position_source,
        "can_do": record.can_do,
        "document_url": record.document.link if record.document else "",
        "texts": [{"language": language, "text": text} for language, text in sorted(texts.items())],
    }


def _moved(request: HttpRequest, path: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponseRedirect(f"{path}?{query}" if query else path)
    response.status_code = 301
    return response
