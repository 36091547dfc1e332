"""Hands the dataset out."""

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search.dataset.keeping import current

NAME = "human-rights-cities.zip"
RETRY_SECONDS = 120


@require_safe
def dataset_zip(request: HttpRequest) -> HttpResponseBase:
    """Answer the current file; while none is ready (503), say when to ask again."""
    held = current()
    if held is None:
        waiting = _("The dataset is being made. Please try again in a few minutes.")
        response = HttpResponse(waiting, status=503, content_type="text/plain; charset=utf-8")
        response["Retry-After"] = str(RETRY_SECONDS)
        return response
    etag = f'"{held.digest}"'
    unchanged = get_conditional_response(request, etag=etag, last_modified=int(held.made_at.timestamp()))
    answer = unchanged or FileResponse(held.file.open("rb"), as_attachment=True, filename=NAME)
    answer["ETag"] = etag
    answer["Last-Modified"] = http_date(held.made_at.timestamp())
    answer["Cache-Control"] = "public, no-cache"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
