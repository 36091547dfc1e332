"""The log of changes does not grow for ever: what nobody can want any more is deleted, a lot at a time.

Kept are the last ``KEPT`` changes, all of the last week, and whatever Elasticsearch has not taken yet. A process that
slept longer than that finds no way on in the log and loads anew.
"""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from search.changes.log import LONG_LOG
from search.models import Change, DataVersion, ElasticIndex

KEPT = 10 * LONG_LOG
KEPT_FOR = timedelta(days=7)
AT_ONCE = 10_000


def prune() -> int:
    """Delete old changes, ``AT_ONCE`` at most, so that other writers get their turn; return how many."""
    version = DataVersion.objects.filter(pk=DataVersion.THE_ROW).first()
    if version is None:
        return 0
    needed = [version.number - KEPT]
    if settings.ELASTICSEARCH_URL:
        # The change an index stands at has to stay: from it the index finds on.
        needed += ElasticIndex.objects.values_list("number", flat=True)
    old = Change.objects.filter(number__lt=min(needed), made_at__lt=timezone.now() - KEPT_FOR)
    numbers = list(old.order_by("number").values_list("number", flat=True)[:AT_ONCE])
    if not numbers:
        return 0
    deleted, _by_model = Change.objects.filter(number__range=(numbers[0], numbers[-1])).delete()
    return deleted
