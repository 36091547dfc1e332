"""The views that give citations away: of a whole search, streamed, and of one record."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from recommendations.models import Recommendation
from search.delivery import delivered
from search.exports.citations.cited import Cited
from search.exports.citations.styles import STYLES, Style
from search.exports.file_names import as_file
from search.problem_details import problem_details, refused
from search.records import CHUNK, found_ids
from search.selection import Selection


@delivered
def as_citations(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Answer a citation of every record of the search; ``ending`` names the style."""
    selection = Selection.parse(request.GET)
    if selection.problems:
        return refused(selection.problems)
    style = STYLES[ending]
    response = StreamingHttpResponse(_pieces(request, selection, style), content_type=style.content_type)
    return as_file(response, selection, ending)


@delivered
def record_citation(request: HttpRequest, slug: str, ending: str) -> HttpResponseBase:
    """Answer the citation of one record; of a merged one its survivor's, of a withdrawn one none (410 Gone)."""
    record = get_object_or_404(Recommendation.objects.with_citation(), slug=slug)
    if record.merged_into_id:
        survivor = Recommendation.objects.survivor(record)
        return redirect(f"record_citation_{ending}", slug=survivor.slug, permanent=True)
    if record.withdrawn_on:
        return problem_details(410, _("This recommendation was withdrawn."), record.withdrawn_reason)
    style = STYLES[ending]
    written = style.write(Cited.of(record, request.build_absolute_uri))
    response = HttpResponse(written, content_type=style.content_type)
    response["Content-Disposition"] = f'attachment; filename="{record.slug}.{ending}"'
    return response


def _pieces(request: HttpRequest, selection: Selection, style: Style) -> Iterator[str]:
    """Write the citations chunk by chunk, one query each."""
    language = get_language()
    ids = found_ids(selection)
    for start in range(0, len(ids), CHUNK):
        wanted = [int(pk) for pk in ids[start : start + CHUNK]]
        records = Recommendation.objects.public().with_citation().in_bulk(wanted)
        # Between two chunks the reader's language may no longer be the active one.
        with override(language):
            found = (records[pk] for pk in wanted if pk in records)
            written = [style.write(Cited.of(record, request.build_absolute_uri)) for record in found]
        yield (style.between if start else "") + style.between.join(written)
