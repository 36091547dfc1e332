"""Files of evidence, one by one: to everybody once their entry is published, before to those who may read it."""

from django.http import FileResponse, Http404, HttpRequest
from django.utils.text import slugify
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cities.evidence_files import content_type
from cities.models import Evidence, ProgressUpdate
from cities.permissions import progress_policy


# A redaction takes the file away at once, so nobody keeps a copy without asking again.
@cache_control(private=True, no_cache=True)
@require_safe
def evidence_file(request: HttpRequest, pk: int) -> FileResponse:
    """Hand out one file; whoever may not have it learns no more than that there is none."""
    found = Evidence.objects.select_related("update__redaction").filter(pk=pk).exclude(file="").first()
    if found is None or not _may_read(request, found.update):
        raise Http404
    kept = found.file.name or ""
    if not found.file.storage.exists(kept):
        raise Http404
    kind = content_type(kept)
    name = f"{slugify(found.title)[:80] or 'evidence'}.{kept.rpartition('.')[2]}"
    response = FileResponse(found.file.open("rb"), filename=name, content_type=kind)
    # Nothing in it may act on this site, whatever a browser takes it for.
    response["Content-Security-Policy"] = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"
    return response


def _may_read(request: HttpRequest, entry: ProgressUpdate) -> bool:
    if hasattr(entry, "redaction"):
        return False
    if entry.state == ProgressUpdate.State.PUBLISHED:
        return True
    return progress_policy.user_has_permission_for_instance(request.user, "view", entry)
