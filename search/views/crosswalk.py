"""The crosswalk of themes as a page and as CSV: every label that documents used, and the theme it means."""

import csv
import io

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from recommendations.crosswalk import crosswalk as read_crosswalk
from search.exports.csv_file import neutralised

LONGEST_QUERY = 200
A_PAGE = 100
HEADER = ("label", "theme", "theme_name_en", "theme_name_es", "source", "note")
"""Columns of the CSV; names and codes that never change."""


def crosswalk(request: HttpRequest) -> HttpResponse:
    """List the labels, a hundred a page; ``q`` narrows them. A query that is too long finds nothing and says so."""
    query = request.GET.get("q", "").strip()
    too_long = len(query) > LONGEST_QUERY
    rows = [] if too_long else read_crosswalk(query)
    context = {
        "query": query[:LONGEST_QUERY],
        "too_long": too_long,
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "csv_url": reverse("crosswalk_csv"),
        "way_back": [(_("Themes"), reverse("themes"))],
    }
    return render(request, "search/crosswalk.html", context, status=400 if too_long else 200)


def as_csv(request: HttpRequest) -> HttpResponse:
    """Answer the whole crosswalk as CSV that opens right in Excel."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(HEADER)
    for row in read_crosswalk():
        theme = (row.theme.slug, row.theme.name, row.theme.label_es) if row.theme else ("", "", "")
        writer.writerow(map(neutralised, (row.label, *theme, row.code, row.note)))
    response = HttpResponse(f"\ufeff{lines.getvalue()}", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="theme-crosswalk.csv"'
    return response
