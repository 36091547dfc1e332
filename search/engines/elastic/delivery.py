"""The index follows the log of changes: in order, at least once, each document with the data version as its own.

A version that the index has already, or a newer one, is not taken twice, so two workers do no harm. Where the log does
not lead on from what the index has (another mapping or analyser, a lost index, a restored backup, an import that
logged "rebuild"), it is built anew beside the one that serves, and the alias changes over in one step.
"""

import logging
import time
from collections.abc import Iterable, Mapping
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError

from recommendations.models import Recommendation
from search.changes import Version, data_version
from search.engines.elastic import mapping
from search.engines.elastic.bulk import Bulk
from search.engines.elastic.documents import DocumentReader
from search.engines.text import in_chunks
from search.models import Change, ElasticIndex

AT_ONCE = 1_000
"""Changes, and documents, that are read and sent together."""

logger = logging.getLogger(__name__)


class Delivery:
    """Brings the index of one server up to date."""

    def __init__(self, client: Elasticsearch) -> None:
        self._client = client
        self._alias = mapping.alias()

    def run(self) -> int:
        """Deliver what is due; return the number of recommendations sent. Raises the library's errors and NotTaken."""
        index = ElasticIndex.objects.filter(alias=self._alias).first()
        if index is None or not self._is_there(index):
            return self.rebuild()
        sent = 0
        while changes := _changes_since(Version(index.number, index.token)):
            if any(change.rebuild for change in changes):
                return sent + self.rebuild()
            sent += self._send(changes)
            index.number, index.token = changes[-1].number, changes[-1].token
            index.save(update_fields=["number", "token"])
        return sent + (self.rebuild() if changes is None else 0)

    def _is_there(self, index: ElasticIndex) -> bool:
        """Whether the alias still names the very index that we filled."""
        try:
            found = self._client.indices.get_settings(index=self._alias, name="index.uuid")
        except NotFoundError:
            return False
        return _uuids(found.body) == {index.name: index.uuid}

    def _send(self, changes: Iterable[Change]) -> int:
        changes = list(changes)
        ids = sorted({pk for change in changes for pk in change.recommendations})
        return self._send_records(ids, self._alias, changes[-1].number)

    def _send_records(self, ids: list[int], alias: str, version: int) -> int:
        """Read after the version was, so what is sent is at least as new as it says."""
        bulk, reader = Bulk(self._client, alias), DocumentReader() if ids else None
        for chunk in in_chunks(ids, AT_ONCE):
            documents = reader.read(chunk) if reader else {}
            bulk.send(documents, [pk for pk in chunk if pk not in documents], version)
        return len(ids)

    def rebuild(self) -> int:
        """Build a new index while the former one serves, and let it take over; return the number of recommendations."""
        name = f"{self._alias}-{time.time_ns():x}"
        building = f"{name}-building"
        self._client.indices.create(
            index=name, mappings=mapping.MAPPING, settings=mapping.SETTINGS, aliases={building: {}}
        )
        self._client.indices.put_settings(index=name, settings={"refresh_interval": "-1"})
        sent, version = self._fill(building)
        self._client.indices.put_settings(
            index=name, settings={"refresh_interval": mapping.SETTINGS["refresh_interval"]}
        )
        self._client.indices.refresh(index=name)
        (uuid,) = _uuids(self._client.indices.get_settings(index=name, name="index.uuid").body).values()
        self._client.indices.update_aliases(
            actions=[
                {"remove": {"index": mapping.every_index(), "alias": self._alias, "must_exist": False}},
                {"add": {"index": name, "alias": self._alias}},
                {"remove": {"index": name, "alias": building}},
            ]
        )
        ElasticIndex.objects.update_or_create(
            alias=self._alias,
            defaults={"name": name, "uuid": uuid, "number": version.number, "token": version.token},
        )
        self._delete_others(name)
        return sent

    def _fill(self, alias: str) -> tuple[int, Version]:
        """Send everything, then what changed meanwhile, until nothing has; return how many, as of which version."""
        version, sent = data_version(), 0
        ids = list(Recommendation.objects.public().order_by("pk").values_list("pk", flat=True))
        while ids:
            sent += self._send_records(ids, alias, version.number)
            changes = _changes_since(version)
            if changes is None or any(change.rebuild for change in changes):
                version = data_version()
                ids = list(Recommendation.objects.public().order_by("pk").values_list("pk", flat=True))
            else:
                ids = sorted({pk for change in changes for pk in change.recommendations})
                version = Version(changes[-1].number, changes[-1].token) if changes else version
        return sent, version

    def _delete_others(self, name: str) -> None:
        """Delete what came before, and what builders left behind that were stopped."""
        others = self._client.indices.get(index=mapping.every_index(), features="aliases")
        for other in others:
            if other != name:
                self._client.indices.delete(index=other, ignore_unavailable=True)
        ElasticIndex.objects.exclude(name=name).delete()


def _changes_since(version: Version) -> list[Change] | None:
    """Return what was logged after a version, oldest first, ``AT_ONCE`` at most; None where that leads nowhere."""
    log = list(Change.objects.filter(number__gte=version.number).order_by("number")[: AT_ONCE + 1])
    if version.number:
        if not log or (log[0].number, log[0].token) != (version.number, version.token):
            return None
        del log[0]
    expected = range(version.number + 1, version.number + 1 + len(log))
    return log[:AT_ONCE] if [change.number for change in log] == list(expected) else None


def _uuids(answer: Mapping[str, Any]) -> dict[str, str]:
    return {name: body["settings"]["index"]["uuid"] for name, body in answer.items()}
