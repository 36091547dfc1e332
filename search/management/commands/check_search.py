"""``manage.py check_search``: name every difference between the record and its search indexes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from recommendations.models import Recommendation
from search.indexing.checking import differences


class Command(BaseCommand):
    """Exit 0 where every index says what the record says, 1 with one line a difference."""

    help = "Compare every search index with the record and name each difference."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the differences."""
        found = list(differences())
        slugs = dict(Recommendation.objects.values_list("pk", "slug")) if found else {}
        for difference in found:
            pk = difference.recommendation
            name = slugs.get(pk, f"recommendation {pk}") if pk else "the index"
            self.stdout.write(f"{difference.engine}: {name} {difference.why}")
        if found:
            raise CommandError(f"{len(found)} differences; rebuild_search makes the indexes anew.")
        self.stdout.write("Every index says what the record says.")
