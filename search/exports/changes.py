"""Which records of a search changed last, and when: the record itself, a word on it, a reply, or a city's action."""

from datetime import datetime

import numpy as np
from django.db.models import F, Max

from cities.models import ActionContribution, ProgressReply, ProgressUpdate
from recommendations.models import Recommendation
from search.records import found_ids
from search.selection import Selection

Moments = dict[int, datetime]


def latest_changes(selection: Selection, most: int) -> list[tuple[int, datetime]]:
    """Return the ids of the records that changed last with the moment, the latest first, at most ``most``.

    Five queries. A record nobody speaks about changes when it is edited, so of these the last ``most`` are enough;
    to them come all with words or actions, which people write and are therefore few.
    """
    ids = np.asarray(found_ids(selection.only(sort="updated")), dtype=np.int64)
    said = _said_and_done()
    spoken_of = np.intersect1d(ids, np.fromiter(said, dtype=np.int64, count=len(said)))
    candidates = {int(pk) for pk in (*ids[:most], *spoken_of)}
    edited = _edited(candidates)
    moments = [(pk, max(edited[pk], said.get(pk, edited[pk]))) for pk in candidates if pk in edited]
    return sorted(moments, key=lambda pair: (pair[1], pair[0]), reverse=True)[:most]


def _said_and_done() -> Moments:
    moments: Moments = {}
    for rows in (
        ProgressUpdate.objects.public().values_list("recommendation").annotate(Max("published_at")).order_by(),
        ProgressReply.objects.values_list("update__recommendation").annotate(Max("published_at")).order_by(),
        ActionContribution.objects.filter(action__live=True)
        .values_list("recommendation")
        .annotate(Max(F("action__updated_at")))
        .order_by(),
    ):
        for pk, moment in rows:
            moments[pk] = max(moment, moments.get(pk, moment))
    return moments


_PIECE = 500
"""Ids in one query: SQLite takes a limited number of parameters."""


def _edited(ids: set[int]) -> Moments:
    wanted = sorted(ids)
    moments: Moments = {}
    for start in range(0, len(wanted), _PIECE):
        rows = Recommendation.objects.public().filter(pk__in=wanted[start : start + _PIECE])
        moments.update(rows.values_list("pk", "updated_at"))
    return moments
