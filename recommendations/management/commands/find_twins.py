"""python manage.py find_twins: compare every record of the home country and list pairs for the twin desk."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from recommendations.importers.duplicates import list_possible_duplicates
from recommendations.models import Recommendation


class Command(BaseCommand):
    """Lists pairs only; nothing is merged or linked. What a person decided before is not asked again."""

    help = "List recommendations of the home country that may be the same or repeat each other, for the twin desk."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Compare, and say how many pairs are new."""
        records = Recommendation.objects.public().of_home_country()
        found = list_possible_duplicates(records.values_list("pk", flat=True), patient=True)
        self.stdout.write(f"{found} new pairs of {records.count()} records wait on the twin desk")
