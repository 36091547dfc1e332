"""Two addresses for the machines that watch an installation."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search.indexing import upkeep


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Say that the process answers. Asks nothing of the database, so that its absence does not restart the process."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether this process can serve people (else 503): the database answers, also for the search, migrated.

    An Elasticsearch that is away is told and does no harm: the database answers in its place.
    """
    checks = {"database": "ok", "migrations": "ok", "search": "unknown"}
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            checks["migrations"] = "not applied"
        else:
            checks |= upkeep.states()
    except DatabaseError as error:
        checks["database"] = type(error).__name__
        if checks["migrations"] == "ok":
            checks["migrations"] = "unknown"
    ready = all(value == "ok" for name, value in checks.items() if name != "elasticsearch")
    return JsonResponse({"status": "ok" if ready else "not ready", "checks": checks}, status=200 if ready else 503)
