"""Every address of the admin, from the URL resolver, and what a request to one writes."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.admin.viewsets import viewsets

ROOMS = ("mechanisms", "recommendations", "cities", "search")
TRACKER_TABLES = (
    *(f"{room}_" for room in ROOMS),
    "home_suppressedaddress",
    "wagtailcore_revision",
    "wagtailcore_modellogentry",
)
_WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.IGNORECASE)


@dataclass(frozen=True)
class Route:
    """One address: its name with namespaces ("" where it has none) and the names of its parameters."""

    name: str
    parameters: tuple[str, ...]


def admin_routes() -> list[Route]:
    """Return every named route below ``/admin/``."""
    admin = [each for each in get_resolver().url_patterns if str(each.pattern) == "admin/"]
    found = {route for resolver in admin for route in _routes(resolver, ()) if route.name}
    return sorted(found, key=lambda route: route.name)


def tracker_namespaces() -> set[str]:
    """Return the URL namespaces of the viewsets of our rooms."""
    ours = [each for each in viewsets.viewsets if type(each).__module__.split(".")[0] in (*ROOMS, "home")]
    return {viewset.url_namespace for viewset in ours}


def _routes(node: URLResolver | URLPattern, above: tuple[str, ...]) -> Iterator[Route]:
    if isinstance(node, URLResolver):
        namespaces = (*above, node.namespace) if node.namespace else above
        for child in node.url_patterns:
            yield from _routes(child, namespaces)
    elif node.name:
        yield Route(":".join((*above, node.name)), tuple(node.pattern.regex.groupindex))


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever the block writes."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def watched_writes() -> Iterator[set[str]]:
    """Collect the tracker's tables (revisions and audit log included) that the block writes to."""
    written: set[str] = set()

    def watch(execute: Callable, sql: str, params: object, many: bool, context: dict[str, object]) -> object:
        match = _WRITES.match(sql)
        if match and match[1].startswith(TRACKER_TABLES):
            written.add(match[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield written
