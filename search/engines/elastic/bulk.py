"""Sending documents in bulk: one request at a time, later and smaller when the server says that it has enough."""

import json
import time
from collections.abc import Iterable, Mapping
from typing import Any

from elasticsearch import ApiError, Elasticsearch

from search.engines.elastic.documents import Document

MOST_BYTES = 4_000_000
"""Of one request."""

_PATIENCE = (0.5, 1, 2, 4, 8, 16)
"""Seconds to wait before sending again what a busy server did not take."""

_BUSY = 429
_FINE = (200, 201, 404, 409)
"""Written; a delete of what is not there; or the index has this version or a newer one already."""


class NotTaken(Exception):
    """The server did not take documents, and asking again at once would not help: its disk is full, its index gone."""


class Bulk:
    """Writes to one alias, which must exist: an index that somebody deleted is not made by accident."""

    def __init__(self, client: Elasticsearch, alias: str) -> None:
        self._client = client
        self._alias = alias

    def send(self, documents: Mapping[int, Document], gone: Iterable[int], version: int) -> None:
        """Index the documents and delete those ``gone``, all as of one data version; raises NotTaken."""
        lines: list[bytes] = []
        for pk, document in documents.items():
            lines.append(_action("index", pk, version) + json.dumps(document).encode() + b"\n")
        lines += [_action("delete", pk, version) for pk in gone]
        request: list[bytes] = []
        size = 0
        for line in lines:
            if request and size + len(line) > MOST_BYTES:
                self._send(request)
                request, size = [], 0
            request.append(line)
            size += len(line)
        if request:
            self._send(request)

    def _send(self, lines: list[Any], patience: tuple[float, ...] = _PATIENCE) -> None:
        """Send what a busy server did not take again: after a while, and in halves."""
        busy = self._not_taken_yet(lines)
        if not busy:
            return
        if not patience:
            raise NotTaken("Elasticsearch has been too busy for half a minute.")
        time.sleep(patience[0])
        middle = (len(busy) + 1) // 2
        for half in filter(None, (busy[:middle], busy[middle:])):
            self._send(half, patience[1:])

    def _not_taken_yet(self, lines: list[Any]) -> list[Any]:
        """Send once, and return what the server was too busy for."""
        try:
            answer = self._client.bulk(operations=lines, index=self._alias, require_alias=True)
        except ApiError as error:
            if error.status_code != _BUSY:
                raise
            return lines
        return [line for line, item in zip(lines, answer["items"], strict=True) if _is_busy(item)]


def _action(name: str, pk: int, version: int) -> bytes:
    head = {name: {"_id": str(pk), "version": version, "version_type": "external_gte"}}
    return json.dumps(head).encode() + b"\n"


def _is_busy(item: Mapping[str, Any]) -> bool:
    ((_name, result),) = item.items()
    if result["status"] == _BUSY and "cluster_block" not in str(result.get("error")):
        return True
    if result["status"] not in _FINE or "index_not_found" in str(result.get("error")):
        raise NotTaken(str(result.get("error", result["status"])))
    return False
