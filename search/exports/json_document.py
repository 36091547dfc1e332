"""A search as JSON: the same document as the API's list, in the language of the address."""

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import reverse

from search.delivery import delivered
from search.listing import Listing
from search.problem_details import refused


@delivered
def as_json(request: HttpRequest) -> HttpResponseBase:
    """Answer one page of the search: records, facets, and what was understood."""
    listing = Listing.parse(request.GET)
    if listing.problems:
        return refused(listing.problems)
    document = listing.document(reverse("recommendations_json"), request.build_absolute_uri)
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False})
