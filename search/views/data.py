"""About the data: the whole dataset to take away, where it comes from, and how fresh each source is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from search.data_date import data_date
from search.dataset.keeping import current
from search.freshness import freshness


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Show the dataset's file, every source with its age, and what is held of each review."""
    context = {"dataset": current(), "freshness": freshness(), "changed": data_date()}
    return render(request, "search/data.html", context)
