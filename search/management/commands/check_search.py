"""``manage.py check_search``: name every difference between the record and its search indexes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from recommendations.models import Recommendation
from search.indexing.checking import text_differences


class Command(BaseCommand):
    """Exit 0 where every index says what the record says, 1 with one line a difference."""

    help = "Compare every search index with the record and name each difference."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the differences."""
        found = list(text_differences())
        slugs = dict(
            Recommendation.objects.filter(
                pk__in={difference.recommendation for difference in found[:10_000]}
            ).values_list("pk", "slug")
        )
        for difference in found:
            name = slugs.get(difference.recommendation, f"recommendation {difference.recommendation}")
            self.stdout.write(f"{difference.engine}: {name} {difference.why}")
        if found:
            raise CommandError(f"{len(found)} differences; rebuild_search makes the indexes anew.")
        self.stdout.write("Every index says what the record says.")
